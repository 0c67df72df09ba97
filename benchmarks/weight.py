"""Bytes that a first visit takes over the air, page by page, as Chromium asks.

    python -m benchmarks.weight [--var FOLDER]

Counted are the bodies of all that the browser fetched with an empty cache, as sent.
"""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, BrowserContext, Response, sync_playwright

from benchmarks.scratch import options, serving, site

#: Goals in kB.
GOALS = {"home page": 100, "lesson page": 60, "roll call": 60, "progress page": None}
SIGNED_IN = {"roll call"}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def signed_in(browser: Browser, address: str, addresses: dict[str, str]) -> list:
    """The cookies of the demo's trainer."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address + addresses["login"])
        page.fill("[name=username]", addresses["username"])
        page.fill("[name=password]", addresses["password"])
        page.press("[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
        return context.cookies()


def first_visit(context: BrowserContext, url: str) -> tuple[int, int]:
    """(bytes of everything, number of answers)."""
    answers: list[Response] = []
    page = context.new_page()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(url, wait_until="networkidle")
    if any(answer.status != 200 for answer in answers):
        refused = [(answer.status, answer.url) for answer in answers]
        raise SystemExit(f"{url} did not load whole: {refused}")
    sizes = [answer.request.sizes()["responseBodySize"] for answer in answers]
    return sum(sizes), len(sizes)


def main() -> None:
    chosen = options(__doc__.splitlines()[0])
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    print("| page | kB, first visit | answers | goal |\n|---|---|---|---|")
    with (
        site(chosen.var) as (var, addresses),
        serving(var) as (address, _server),
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        cookies = signed_in(browser, address, addresses)
        for name, goal in GOALS.items():
            with browser.new_context() as context:
                if name in SIGNED_IN:
                    context.add_cookies(cookies)
                size, number = first_visit(context, address + addresses[name])
            limit = f"at most {goal}" if goal else ""
            print(f"| {name} | {size / 1000:.1f} | {number} | {limit} |")


if __name__ == "__main__":
    main()

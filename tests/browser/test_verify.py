"""Verification as a visitor does it, without JavaScript too."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from certificates.seal.authority import KEY, SEAL, write_authority
from tests.browser.conftest import DESK, PHONE, follow
from tests.certificates.badges import SITE, Stranger
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.browser
CONTENT = b"%PDF-1.4 /Keywords (ABCDEFGHJKMNPQRSTVWXYZ23) %%EOF"
CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"
NAME, FILE = "form[aria-labelledby=by-name]", "form[aria-labelledby=by-file]"


@pytest.fixture
def arta(transactional_db):
    return CertificateFactory(
        code=CODE, file_bytes=CONTENT, holder_name="Arta Gashi", sequence=7
    )


def file(content):
    return {"name": "x.pdf", "mimeType": "application/pdf", "buffer": content}


def by_file(page, content):
    page.set_input_files("#id_file", file(content))
    follow(page.locator(f"{FILE} button"))


def by_name(page, name):
    page.fill("#id_number", "P-2026-0007")
    page.fill("#id_name", name)
    follow(page.locator(f"{NAME} button"))


@pytest.mark.parametrize("has_script", [True, False])
def test_a_visitor_verifies_by_name_and_by_file(arta, open_page, has_script):
    page = open_page(PHONE, locale="en", java_script_enabled=has_script)
    page.goto("/en/verify/")

    by_name(page, "Besa Gashi")
    notice = page.locator("[role=alert]")
    expect(notice).to_contain_text("No certificate with this number and name")
    by_name(page, "gashi arta")
    expect(page.locator("h1")).to_have_text("P-2026-0007: Valid")
    assert page.url.endswith("/en/verify/")

    page.goto("/en/verify/")
    by_file(page, CONTENT)
    expect(page.locator("main")).to_contain_text("The file is genuine")


def test_a_file_is_dropped_on_the_field(arta, browser_page, tmp_path):
    """The field takes what falls on it, with no script of ours."""
    (tmp_path / "x.pdf").write_bytes(CONTENT)
    browser_page.goto("/en/verify/")
    field = browser_page.locator("#id_file")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    wire = browser_page.context.new_cdp_session(browser_page)
    drag = {
        "x": box["x"] + box["width"] / 2,
        "y": box["y"] + 15,
        "data": {
            "items": [],
            "files": [str(tmp_path / "x.pdf")],
            "dragOperationsMask": 1,
        },
    }
    for step in ("dragEnter", "dragOver", "drop"):
        wire.send("Input.dispatchDragEvent", {"type": step, **drag})

    browser_page.click(f"{FILE} button")

    expect(browser_page.locator("main")).to_contain_text("The file is genuine")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_answers_are_accessible_and_fit(arta, open_page, viewport, color_scheme):
    page = open_page(viewport, locale="sq", color_scheme=color_scheme)
    answers = {
        "wrong name": lambda: by_name(page, "Besa Gashi"),
        "empty": lambda: follow(page.locator(f"{FILE} button")),
        "picture": lambda: by_file(page, b"\xff\xd8\xff"),
        "changed": lambda: by_file(page, CONTENT + b" "),
    }
    wrong = {}
    for name, answer in answers.items():
        page.goto("/sq/verify/")
        answer()
        found = Axe().run(page)
        if found.violations_count:
            wrong[name] = found.generate_report()
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > viewport["width"]:
            wrong[f"{name} width"] = width
    assert wrong == {}


@pytest.fixture
def key(tmp_path, settings):
    write_authority(tmp_path / "seal", kind="rsa", now=timezone.now())
    settings.CERTIFICATES_SEAL_KEY = str(tmp_path / "seal" / KEY)
    settings.CERTIFICATES_SEAL_CERTIFICATE = str(tmp_path / "seal" / SEAL)
    settings.FENER_PUBLIC_URL = SITE


@pytest.mark.usefixtures("key")
def test_a_visitor_takes_the_badge_along(arta, browser_page, live_server):
    def get(path):
        return requests.get(f"{live_server.url}{path}", timeout=15)

    browser_page.goto(f"/sq/verify/{CODE}/")
    with browser_page.expect_download() as download:
        browser_page.click("text=Shkarko si Open Badge")
    assert download.value.suggested_filename == f"{arta.number}.jwt"
    badge = Path(download.value.path()).read_text()
    subject = Stranger(SimpleNamespace(get=get)).check(badge)["credentialSubject"]
    assert subject["identifier"][0]["identityHash"] == "Arta Gashi"
    assert subject["achievement"]["inLanguage"] == "sq"


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["sq", "sr-latn", "en"])
def test_badge_and_its_refusal_are_accessible_and_fit(
    arta, open_page, viewport, language
):
    page = open_page(viewport)
    void = CertificateFactory(void=True)
    for address in (f"{CODE}/", f"{void.code}/badge/"):
        page.goto(f"/{language}/verify/{address}")
        assert Axe().run(page).violations_count == 0
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"]

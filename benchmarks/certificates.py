"""What a certificate costs: the page with its QR code, each a file of its own, in one process.

    python -m benchmarks.certificates [--people N] [--rounds N]

The product stands between the floor, which is the same words at the same places by the
library that draws, and xhtml2pdf called anew for each as its manual has it. In turn in
every round; the median of the rounds, of processor time.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("FENER_VAR", tempfile.mkdtemp(prefix="fener-benchmark-"))

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image  # noqa: E402
from reportlab.lib.pagesizes import A4, landscape  # noqa: E402
from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

from certificates import conf  # noqa: E402
from certificates.backends import HTMLRenderer  # noqa: E402
from certificates.domain.codes import new_code  # noqa: E402
from certificates.models.template import starter_css, starter_html  # noqa: E402
from certificates.pdf import templates  # noqa: E402
from certificates.pdf.comparing import Drawing  # noqa: E402
from certificates.pdf.ink import Ink  # noqa: E402
from certificates.pdf.layout import build_page  # noqa: E402
from certificates.pdf.samples import sample  # noqa: E402
from certificates.pdf.stencil import Blank  # noqa: E402
from certificates.pdf.templates import CSS, PAGE_CSS, Source, render  # noqa: E402
from certificates.seal import sealed  # noqa: E402
from certificates.seal.authority import KEY, SEAL, write_authority  # noqa: E402
from curriculum.printing import fonts  # noqa: E402
from curriculum.printing.qr import qr_pixels  # noqa: E402

SOURCE = Source(starter_html(), starter_css())
DAY = date(2026, 4, 2)
FIRST = [
    "Arta",
    "Besa",
    "Çlirim",
    "Drita",
    "Ëngjëll",
    "Fatmir",
    "Gëzim",
    "Jelena",
    "Miloš",
    "Đorđe",
    "Љубица",
    "Вера",
]
LAST = [
    "Gashi",
    "Krasniqi-Hoxha",
    "Berisha",
    "Petrović",
    "Šarić",
    "Jovanović",
    "Thaçi",
    "Његован",
]
MIDDLE = ["", " B.", " M.", " K.", " Sh.", " R."]
Facts = dict[str, Any]
Maker = Callable[[Facts], bytes]


def people(number: int) -> list[Facts]:
    """Facts of one training whose people have names of three alphabets."""
    names = [f"{one}{two} {three}" for two, one, three in product(MIDDLE, FIRST, LAST)]
    kind = {
        "sq": "Certifikatë pjesëmarrjeje",
        "sr": "Potvrda o učešću",
        "en": "Certificate of participation",
    }
    facts = sample(
        "sq",
        kind=kind,
        issuer=conf.ISSUER,
        signatory=conf.SIGNATORY,
        public_url="https://fener.example",
    )
    found = []
    for place in range(number):
        code = new_code()
        found.append(
            {
                **facts,
                "holder": names[place % len(names)],
                "number": f"P-2026-{place + 1:04}",
                "code": code,
                "address": f"https://fener.example/verify/{code}/",
            }
        )
    return found


def by_template(facts: Facts) -> bytes:
    return render(SOURCE, facts)


def drawn_in_full(facts: Facts) -> bytes:
    return templates.render_in_full(SOURCE, facts)


def built_in(facts: Facts) -> bytes:
    return HTMLRenderer().render(build_page(facts), kind="participation", issued_on=DAY)


def floor() -> Maker:
    """The texts of one page, drawn where they stand; the person's in their place."""
    example = people(1)[0]
    drawing = Drawing(drawn_in_full(example))
    marks = list(Ink(drawing.reader.pages[0]).marks())
    faces = [
        drawing.faces[step.face].name
        for step in drawing.steps
        if step.operator == b"Tj"
    ]
    texts = list(zip(faces, (mark for mark in marks if mark.text), strict=True))
    [box] = [mark for mark in marks if mark.pixels[0]]

    def draw(facts: Facts) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=landscape(A4))
        canvas.setTitle(facts["number"])
        for face, mark in texts:
            text = mark.text
            for name in ("holder", "number", "code"):
                text = text.replace(example[name], facts[name])
            canvas.setFont(face, mark.size)
            middle = (mark.left + mark.right) / 2
            canvas.drawCentredString(middle, mark.bottom + 0.2 * mark.size, text)
        picture = Image.frombytes("RGB", box.pixels, qr_pixels(facts["address"]))
        size = box.right - box.left, box.top - box.bottom
        canvas.drawImage(ImageReader(picture), box.left, box.bottom, *size)
        canvas.save()
        return out.getvalue()

    return draw


def anew() -> Maker:
    """xhtml2pdf as its manual has it: a document, its faces by @font-face, its barcode tag."""
    from xhtml2pdf import pisa  # noqa: PLC0415

    logging.getLogger("xhtml2pdf").setLevel(logging.ERROR)
    rules = "".join(
        f'@font-face {{ font-family: "{face}"; src: url("{fonts.FONT_DIR / f"{face}.ttf"}"); }}\n'
        for face in fonts.FACES
    )

    def draw(facts: Facts) -> bytes:
        html = templates._written(SOURCE, facts).replace(
            '<img src="picture:qr" alt=""/>',
            f'<pdf:barcode type="qr" value="{facts["address"]}" barsize="60"/>',
        )
        page = f"<html><head><style>{rules}{CSS}{PAGE_CSS}{SOURCE.css}</style></head><body>{html}</body></html>"
        out = io.BytesIO()
        pisa.CreatePDF(page, out, path=str(fonts.FONT_DIR / "page.html"))
        return out.getvalue()

    return draw


def with_seal(folder: Path) -> Maker:
    write_authority(folder, kind="rsa", now=timezone.now())
    settings.CERTIFICATES_SEAL_KEY = str(folder / KEY)
    settings.CERTIFICATES_SEAL_CERTIFICATE = str(folder / SEAL)
    return lambda facts: sealed(by_template(facts), now=timezone.now()).pdf


def milliseconds(make: Maker, them: Sequence[Facts]) -> float:
    begin = time.process_time()
    for facts in them:
        make(facts)
    return (time.process_time() - begin) * 1000 / len(them)


def size_of(them: Sequence[Facts]) -> int:
    return sum(len(by_template(facts)) for facts in them)


def two_against_one(number: int) -> float:
    """How much sooner two processes have done what one does, both of them new."""
    them = people(number)
    spent = []
    for workers in (1, 2):
        with ProcessPoolExecutor(workers) as pool:
            # Whoever draws has drawn two pages before: that is not what is measured.
            list(pool.map(size_of, [them[:3]] * workers * 4))
            share = number // workers
            begin = time.perf_counter()
            list(pool.map(size_of, [them[n * share :][:share] for n in range(workers)]))
            spent.append(time.perf_counter() - begin)
    return spent[0] / spent[1]


def megabytes(number: int) -> float:
    """The most memory that a process took for so many."""
    code = (
        "from benchmarks.certificates import *;"
        "from benchmarks.scratch import most_memory;"
        f"any(not by_template(facts) for facts in people({number}));"
        "print(most_memory())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return float(done.stdout)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        makers = {
            "raw ReportLab, the floor": (floor(), 1),
            "xhtml2pdf anew for each": (anew(), 10),
            "drawn in full and proven": (drawn_in_full, 10),
            "template": (by_template, 1),
            "page as built in": (built_in, 1),
            "template, sealed (RSA-2048)": (with_seal(Path(folder)), 1),
        }
        spent: dict[str, list[float]] = {name: [] for name in makers}
        for _round in range(chosen.rounds):
            for name, (make, part) in makers.items():
                them = people(chosen.people)[: max(chosen.people // part, 3)]
                Blank.proven.clear()
                Blank.stencils.clear()
                spent[name].append(milliseconds(make, them))
        size = len(by_template(people(1)[0])) / 1000
    ms = {name: median(times) for name, times in spent.items()}
    base, slow = ms["raw ReportLab, the floor"], ms["xhtml2pdf anew for each"]
    print(f"{chosen.people} people of one training, {size:.0f} kB each.")
    print("\n| page | ms a certificate | of the floor | quicker than anew |")
    print("|---|---|---|---|")
    for name, one in ms.items():
        print(f"| {name} | {one:.1f} | {one / base:.2f} | {slow / one:.1f} |")
    few, many = megabytes(chosen.people // 5), megabytes(chosen.people * 2)
    print(
        f"\nMemory: {few:.0f} MB for {chosen.people // 5}, {many:.0f} MB for {chosen.people * 2}."
    )
    print(
        f"Two processes: {two_against_one(chosen.people * 4):.2f} times as quick as one."
    )
    print(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()

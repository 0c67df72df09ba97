"""What a seal costs: one page, sealed again and again in one process, without a network.

    python -m benchmarks.seals [--seals N] [--runs N]

Beside the product stands pyHanko as its manual has it, with the same key and file.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ["FENER_VAR"] = tempfile.mkdtemp(prefix="fener-benchmark-")

import django  # noqa: E402 -- the paths and settings above come first

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter  # noqa: E402
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf  # noqa: E402

from certificates import conf  # noqa: E402
from certificates.backends import HTMLRenderer  # noqa: E402
from certificates.domain.codes import new_code  # noqa: E402
from certificates.domain.facts import address_of  # noqa: E402
from certificates.enums import SealState  # noqa: E402
from certificates.pdf.layout import build_page  # noqa: E402
from certificates.seal import seal_of, sealed  # noqa: E402
from certificates.seal.authority import KEY, SEAL, write_authority  # noqa: E402


def page() -> bytes:
    """A certificate as it is issued, before its seal."""
    names = {"sq": "Certifikatë", "sr": "Sertifikat", "en": "Certificate"}
    code = new_code()
    facts = {
        "holder": "Arta Gashi-Krasniqi",
        "kind": names,
        "training": {"code": "TIT-2026-01", "title": "Trajnim për trajnerë"},
        "modules": [{"code": "M03", "edition": "2026-1", **names}],
        "place": "Prishtinë",
        "first_day": "2026-03-30",
        "last_day": "2026-04-01",
        "rests_on": "completed",
        "minutes": 1080,
        "present_minutes": 1080,
        "issued_on": "2026-04-02",
        "valid_until": "",
        "issuer": conf.issuer(),
        "signatory": conf.signatory(),
        "replaces": "",
        "number": "P-2026-0001",
        "code": code,
        "address": address_of(code),
    }
    return HTMLRenderer().render(
        build_page(facts), kind="participation", issued_on=date(2026, 4, 2)
    )


def product(pdf: bytes, folder: Path, kind: str) -> Callable[[], bytes]:
    write_authority(folder / kind, kind=kind, now=timezone.now())
    settings.CERTIFICATES_SEAL_KEY = str(folder / kind / KEY)
    settings.CERTIFICATES_SEAL_CERTIFICATE = str(folder / kind / SEAL)
    return lambda: sealed(pdf, now=timezone.now()).pdf


def manual(pdf: bytes) -> Callable[[], bytes]:
    """pyHanko's SimpleSigner with the same key."""
    signer = SimpleSigner.load(
        settings.CERTIFICATES_SEAL_KEY, settings.CERTIFICATES_SEAL_CERTIFICATE
    )
    meta = PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return lambda: sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer
    ).getvalue()


def milliseconds(seal: Callable[[], bytes], seals: int, runs: int) -> float:
    """Of the processor: the median of the runs, each the mean of its seals.

    The first seal, which loads the key, is not counted.
    """
    seal()
    times = []
    for _run in range(runs):
        begin = time.process_time()
        for _seal in range(seals):
            seal()
        times.append((time.process_time() - begin) * 1000 / seals)
    return median(times)


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seals", type=int, default=100)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    pdf = page()
    print(f"A page of {len(pdf) / 1000:.0f} kB.")
    print("\n| key | pyHanko as documented, ms | product, ms | kB more | reading, ms |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind, name in (("rsa", "RSA-2048"), ("ec", "ECDSA P-256")):
            seal = product(pdf, Path(folder), kind)
            done = seal()
            assert seal_of(done).state == SealState.INTACT
            plain = milliseconds(manual(pdf), max(chosen.seals // 5, 1), chosen.runs)
            own = milliseconds(seal, chosen.seals, chosen.runs)
            reading = milliseconds(
                lambda done=done: seal_of(done), max(chosen.seals // 5, 1), chosen.runs
            )
            more = (len(done) - len(pdf)) / 1000
            print(f"| {name} | {plain:.1f} | {own:.1f} | {more:.1f} | {reading:.1f} |")
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()

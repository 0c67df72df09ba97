"""Seals with time stamps: what they carry, what is refused, and how they read in years."""

import io
import random
import re
from functools import partial

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.utils import timezone
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.signers import pdf_signer
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.domain.changing import ChangeRefused, replace
from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.domain.runs import carry_out, start_run
from certificates.enums import SealProfile, SealState
from certificates.models import Certificate, CertificateFile, RegisterCounter
from certificates.seal import SealRefused, require_seal, seal_of, sealed
from certificates.seal import sealing as sealer
from certificates.seal.authority import settings_of, write_authority
from certificates.seal.files import read_revoked
from certificates.seal.naming import as_asn1
from certificates.seal.reading import trusted
from tests.certificates.authority import YEAR, Stamper, in_years, pdfsig

pytestmark = pytest.mark.django_db

NO_STAMP = "The time-stamp service https://stamps.example gives no time stamp"
UNKNOWN_IF_REVOKED = "Nobody says whether the seal's certificate"


def long_term(pdf):
    return sealed(pdf, now=timezone.now()).pdf


def seal_and_stamp(content):
    reader = PdfFileReader(io.BytesIO(content))
    [seal] = reader.embedded_regular_signatures
    [stamp] = reader.embedded_timestamp_signatures
    return seal, stamp


def test_seal_carries_what_it_is_checked_by(pdf, stamping, shelf):
    stamping()
    content = long_term(pdf)
    seal, stamp = seal_and_stamp(content)
    store = seal.reader.root["/DSS"]
    kept = {
        name: {one.get_object().data for one in store[f"/{name}"]}
        for name in ("Certs", "CRLs")
    }
    pairs = (shelf.rsa, shelf.clock, shelf.authority.root, shelf.clocks.root)
    assert kept == {
        "Certs": {as_asn1(pair.certificate).dump() for pair in pairs},
        "CRLs": {read_revoked(name).dump() for name in shelf.lists},
    }
    context = partial(ValidationContext, trust_roots=trusted(), allow_fetching=False)
    status = validate_pdf_signature(seal, context())
    assert (status.bottom_line, status.timestamp_validity.trusted) == (True, True)
    assert status.modification_level == ModificationLevel.LTA_UPDATES
    archive = validate_pdf_timestamp(stamp, context())
    assert (archive.trusted, archive.coverage) == (
        True,
        SignatureCoverageLevel.ENTIRE_FILE,
    )
    read = seal_of(content)
    assert (read.state, read.profile, read.is_time_stamped) == (
        SealState.INTACT,
        SealProfile.ARCHIVED,
        True,
    )


def test_pdfsig_accepts_it(pdf, stamping, shelf, tmp_path):
    stamping()
    seal, stamp = pdfsig(long_term(pdf), shelf.roots, tmp_path).split("Signature #2")
    assert "Signature Validation: Signature is Valid." in seal
    assert "Certificate Validation: Certificate is Trusted." in seal
    assert "Total document signed" in stamp


@pytest.fixture
def three_years_ago(shelf, stamping, monkeypatch):
    """Seals as they were made then, with a certificate that ended two years ago."""
    then = shelf.now - 3 * YEAR

    class Then(pdf_signer.datetime):
        @classmethod
        def now(cls, tz=None):
            return then.astimezone(tz)

    context = partial(ValidationContext, moment=then)
    monkeypatch.setattr(sealer, "ValidationContext", context)
    monkeypatch.setattr(pdf_signer, "datetime", Then)
    monkeypatch.setattr(Stamper, "moment", then)
    month = {"begins": then - YEAR / 24, "ends": then + YEAR / 12}
    stamping(
        shelf.pair("Old seal", shelf.ec.key, begins=then - YEAR, ends=then + YEAR),
        CERTIFICATES_SEAL_REVOKED=[
            shelf.revoked("old-seals.crl", shelf.authority, **month),
            shelf.revoked("old-clocks.crl", shelf.clocks, **month),
        ],
    )
    return then


def test_seal_is_valid_years_after_its_certificate_ended(
    pdf, three_years_ago, shelf, tmp_path
):
    content = sealed(pdf, now=three_years_ago).pdf

    verdict = in_years(content, shelf.lists[1])
    assert verdict.ades_subindic == AdESPassed.OK, verdict.failure_msg
    assert verdict.best_signature_time == three_years_ago
    seal = seal_of(content)
    assert (seal.state, seal.profile) == (SealState.INTACT, SealProfile.ARCHIVED)
    said = pdfsig(content, shelf.roots, tmp_path)
    assert "Signature Validation: Signature is Valid." in said


def test_without_its_archive_stamp_it_would_not_be(pdf, three_years_ago, shelf):
    """What the years ask for is the stamp over the lists, not over the seal alone."""
    content = sealed(pdf, now=three_years_ago).pdf
    end = content.index(b"%%EOF", content.index(b"/DSS")) + len(b"%%EOF\n")
    assert seal_of(content[:end]).profile == SealProfile.LONG_TERM
    assert in_years(content[:end], shelf.lists[1]).ades_subindic != AdESPassed.OK


def test_byte_changed_anywhere_breaks_it(pdf, stamping):
    stamping()
    content = long_term(pdf)
    for one in seal_and_stamp(content):
        begin, first, second, rest = one.byte_range
        signed = [*range(begin, begin + first), *range(second, second + rest)]
        for place in [signed[-1], *random.sample(signed, 20)]:
            changed = bytearray(content)
            changed[place] ^= 1
            assert seal_of(bytes(changed)).state == SealState.BROKEN, place


def test_page_changed_after_it_breaks_it(pdf, stamping):
    stamping()
    writer = IncrementalPdfFileWriter(io.BytesIO(long_term(pdf)))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    assert seal_of(out.getvalue()).state == SealState.BROKEN


@pytest.mark.parametrize("usage", ["digital_signature", "content_commitment"])
def test_certificate_that_is_for_one_use_seals(usage, pdf, stamping, shelf):
    """Those for seals mostly allow the second alone."""
    stamping(shelf.pair("One use", shelf.ec.key, **{usage: True}))
    assert seal_of(long_term(pdf)).state == SealState.INTACT


def wrong(shelf, name):
    """Settings for the long term that cannot seal, by what is wrong with them."""
    old = {"begins": shelf.now - YEAR, "ends": shelf.now - YEAR / 2}
    return {
        "silent": {"clock": "SilentStamper"},
        "strange root": {"CERTIFICATES_SEAL_TRUSTED": shelf.roots[1:]},
        "no list": {"CERTIFICATES_SEAL_REVOKED": ["/no/list"]},
        "nonsense": {"CERTIFICATES_SEAL_REVOKED": [shelf.root]},
        "old list": {
            "CERTIFICATES_SEAL_REVOKED": [
                shelf.revoked("old.crl", shelf.authority, **old),
                shelf.lists[1],
            ]
        },
        "half the lists": {"CERTIFICATES_SEAL_REVOKED": shelf.lists[:1]},
        "revoked": {
            "CERTIFICATES_SEAL_REVOKED": [
                shelf.revoked("gone.crl", shelf.authority, shelf.rsa),
                shelf.lists[1],
            ]
        },
        "clock revoked": {
            "CERTIFICATES_SEAL_REVOKED": [
                shelf.lists[0],
                shelf.revoked("late.crl", shelf.clocks, shelf.clock),
            ]
        },
        "no class": {"clock": "NoStamper"},
    }[name]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("silent", NO_STAMP),
        ("strange root", "The certificate of the seal, or of the time-stamp service"),
        ("no list", "A list of revoked certificates cannot be read. There is no file"),
        ("nonsense", "There is no list of revoked certificates in"),
        ("old list", UNKNOWN_IF_REVOKED),
        ("half the lists", UNKNOWN_IF_REVOKED),
        ("revoked", "The seal's certificate, or one it rests on, is revoked"),
        ("clock revoked", "The seal's certificate, or one it rests on, is revoked"),
        ("no class", "Nothing can ask the time-stamp service https://stamps.example"),
    ],
)
def test_what_cannot_be_sealed_for_the_long_term_is_not_issued(
    name, words, held, kind, memory, stamping, shelf
):
    training = held("Arta Gashi", "Besa Krasniqi")
    stamping(**wrong(shelf, name))
    with pytest.raises(IssuingRefused) as refusal:
        issue_for_training(training, kind=kind, by=None, now=timezone.now())
    assert str(refusal.value).startswith(words)
    assert not Certificate.objects.exists()
    assert not RegisterCounter.objects.exists()


def test_replacement_that_cannot_be_stamped_changes_nothing(issue_to, stamping):
    [certificate] = issue_to("Arta Gashi").issued
    stamping(clock="SilentStamper")
    with pytest.raises(ChangeRefused, match=NO_STAMP):
        replace(certificate, reason="Name", by=None, now=timezone.now())
    certificate.refresh_from_db()
    assert (certificate.state, RegisterCounter.objects.get().last) == ("issued", 1)


def test_run_of_many_asks_a_silent_service_once(held, kind, memory, stamping):
    stamping(clock="SilentStamper")
    held("Arta Gashi", "Besa Krasniqi", "Calik Dema")
    Stamper.asked = 0

    run = start_run(kind, by=None, now=timezone.now())
    carry_out(run)
    run.refresh_from_db()
    assert (run.issued, run.refused, Stamper.asked) == (0, 0, 1)
    assert re.search(NO_STAMP, run.reason)
    assert not RegisterCounter.objects.exists()

    cache.clear()  # a minute later
    stamping()
    again = start_run(kind, by=None, now=timezone.now())
    carry_out(again)
    again.refresh_from_db()
    assert (again.issued, again.refused) == (3, 0)
    assert RegisterCounter.objects.get().last == 3


def test_services_are_asked_once_for_many_seals(pdf, stamping):
    stamping()
    Stamper.asked = 0
    for _one in range(3):
        require_seal(now=timezone.now())
        long_term(pdf)
    assert Stamper.asked == 1 + 3 * 2, "to begin with, then a seal and its archive"


@pytest.mark.parametrize("kind_of_key", ["rsa", "ec"])
def test_test_authority_seals_for_the_long_term_without_a_network(
    kind_of_key, pdf, tmp_path, settings
):
    write_authority(tmp_path / "seal", kind=kind_of_key, now=timezone.now())
    for name, value in settings_of(tmp_path / "seal", is_long_term=True).items():
        setattr(settings, name, value)
    assert [one.id for one in run_checks() if "E02" in one.id] == []
    seal = seal_of(long_term(pdf))
    assert (seal.state, seal.profile) == (SealState.INTACT, SealProfile.ARCHIVED)
    (tmp_path / "seal" / "clock.pem").unlink()
    sealer.forget()
    with pytest.raises(SealRefused, match="Nothing can ask the time-stamp service"):
        long_term(pdf)


def test_stored_file_is_the_sealed_one(issue_to, stamping):
    stamping()
    [certificate] = issue_to("Arta Gashi").issued
    content = bytes(CertificateFile.objects.get(certificate=certificate).pdf)
    assert seal_of(content).profile == SealProfile.ARCHIVED

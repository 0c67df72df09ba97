import io
import os
import random
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from certificates.domain.changing import ChangeRefused, replace
from certificates.domain.issuing import IssuingRefused, issue_for_training
from certificates.domain.printing import one_document, printable
from certificates.domain.verifying import verify_file
from certificates.enums import SealState
from certificates.models import Certificate, CertificateFile, RegisterCounter
from certificates.pdf.guard import prove
from certificates.pdf.layout import build_page
from certificates.seal import SealRefused, seal_of, sealed
from certificates.seal.naming import as_asn1, fingerprint
from tests.certificates.authority import YEAR, TiringStamper, pdfsig

pytestmark = pytest.mark.django_db

AUTHORITY = "tests.certificates.authority"


def stored(certificate):
    return bytes(CertificateFile.objects.get(certificate=certificate).pdf)


def validated(content, root):
    [signature] = PdfFileReader(io.BytesIO(content)).embedded_signatures
    context = ValidationContext(trust_roots=[as_asn1(root)], allow_fetching=False)
    return signature, validate_pdf_signature(signature, context)


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_issued_file_is_certified_whole_and_allows_no_change(
    key, issue_to, sealing, shelf
):
    pair = getattr(shelf, key)
    sealing(pair)
    [certificate] = issue_to("Arta Gashi").issued

    content = stored(certificate)
    signature, status = validated(content, shelf.authority.root.certificate)

    assert (status.bottom_line, status.trusted) == (True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert certificate.sha256 == sha256(content).hexdigest()
    assert certificate.seal_id == fingerprint(pair.certificate)


def test_real_page_is_still_proven_and_found(held, kind, sealing):
    sealing()
    training = held("Besa Krasniqi-Hoxha")
    now = timezone.now()
    [certificate] = issue_for_training(training, kind=kind, by=None, now=now).issued
    content = stored(certificate)
    prove(content, build_page(certificate.facts))

    same = verify_file(content)
    assert (same.certificate, same.file_matches) == (certificate, True)
    assert (same.seal.state, same.seal.certificate) == (
        SealState.INTACT,
        certificate.seal_id,
    )
    assert "TEST – Seal" in same.seal.by
    longer = verify_file(content + b"\n")
    assert (longer.certificate, longer.file_matches) == (certificate, False)
    assert longer.seal.state == SealState.BROKEN


@pytest.mark.parametrize("key", ["rsa", "ec"])
def test_every_seal_of_a_long_run_is_good(key, sealing, shelf, pdf):
    """Signatures of ECDSA differ in length; the form is kept for each length."""
    sealing(getattr(shelf, key))
    files = [sealed(pdf + b"%%%d" % n, now=timezone.now()).pdf for n in range(12)]
    assert {seal_of(file).state for file in files} == {SealState.INTACT}
    assert len(set(files)) == 12


def test_byte_changed_anywhere_breaks_the_seal(sealing, pdf):
    sealing()
    content = sealed(pdf, now=timezone.now()).pdf
    [signature] = PdfFileReader(io.BytesIO(content)).embedded_signatures
    begin, first, second, rest = signature.byte_range
    signed = [*range(begin, begin + first), *range(second, second + rest)]
    marks = (b"/ByteRange", b"/ETSI", b"/DocMDP", b"/AcroForm", b"startxref", b"/M ")
    places = [content.rindex(mark) + 1 for mark in marks]

    for place in [*places, signed[-1], *random.sample(signed, 40)]:
        changed = bytearray(content)
        changed[place] ^= 1
        assert seal_of(bytes(changed)).state == SealState.BROKEN, place


def test_file_without_a_seal_is_no_broken_one(pdf):
    assert seal_of(pdf).state == SealState.NONE
    assert seal_of(b"no file at all").state == SealState.NONE
    assert seal_of(pdf + b"/ByteRange").state == SealState.BROKEN
    assert seal_of(b"/ByteRange" + bytes(5_000_001)).state == SealState.BROKEN


def test_seal_of_a_stranger_is_called_unknown(sealing, pdf, settings):
    sealing()
    content = sealed(pdf, now=timezone.now()).pdf
    settings.CERTIFICATES_SEAL_KEY = ""
    settings.CERTIFICATES_SEAL_TRUSTED = []
    seal = seal_of(content)
    assert seal.state == SealState.UNKNOWN
    assert "TEST – Seal" in seal.by


def test_pdfsig_accepts_it(sealing, pdf, shelf, tmp_path):
    sealing()
    said = pdfsig(sealed(pdf, now=timezone.now()).pdf, shelf.roots, tmp_path)
    assert "Total document signed" in said
    assert "Signature Validation: Signature is Valid." in said
    assert "Certificate Validation: Certificate is Trusted." in said
    assert "Signature Type: ETSI.CAdES.detached" in said


def test_print_run_takes_no_seals_along(issue_to, sealing, kind):
    sealing()
    report = issue_to("Arta Gashi", "Besa Krasniqi")
    with one_document(printable(report.training, kind=kind)) as document:
        out = document.read()
    reader = PdfReader(io.BytesIO(out))
    assert [("/Annots" in page) for page in reader.pages] == [False, False]
    assert b"/ByteRange" not in out


def test_without_a_key_nothing_is_sealed(issue_to):
    [certificate] = issue_to("Arta Gashi").issued
    assert certificate.seal_id is None
    assert verify_file(stored(certificate)).seal.state == SealState.NONE


def settings_of(shelf, name):
    """Settings that cannot seal, by what is wrong with them."""
    files, now, key = shelf.files, shelf.now, shelf.rsa.key
    return {
        "missing": lambda: files("a", shelf.rsa) | {"CERTIFICATES_SEAL_KEY": "/no/key"},
        "folder": lambda: (
            files("b", shelf.rsa) | {"CERTIFICATES_SEAL_KEY": str(shelf.folder)}
        ),
        "no key": lambda: files("c", shelf.rsa) | {"CERTIFICATES_SEAL_KEY": shelf.root},
        "text": lambda: (
            files("d", shelf.rsa)
            | {"CERTIFICATES_SEAL_KEY": shelf.keep("text", b"hello")}
        ),
        "password": lambda: (
            files("e", shelf.rsa, password="right")
            | {"CERTIFICATES_SEAL_PASSWORD": "wrong"}
        ),
        "no password": lambda: (
            files("f", shelf.rsa, password="right") | {"CERTIFICATES_SEAL_PASSWORD": ""}
        ),
        "pkcs12 password": lambda: (
            shelf.pkcs12("g", shelf.rsa, password="right")
            | {"CERTIFICATES_SEAL_PASSWORD": "wrong"}
        ),
        "other certificate": lambda: (
            files("h", shelf.rsa)
            | {
                "CERTIFICATES_SEAL_CERTIFICATE": shelf.keep(
                    "other.pem", shelf.ec.certificate_pem()
                )
            }
        ),
        "certificate missing": lambda: (
            files("i", shelf.rsa) | {"CERTIFICATES_SEAL_CERTIFICATE": "/no/certificate"}
        ),
        "no certificate": lambda: (
            files("j", shelf.rsa) | {"CERTIFICATES_SEAL_CERTIFICATE": ""}
        ),
        "nonsense certificate": lambda: (
            files("k", shelf.rsa)
            | {"CERTIFICATES_SEAL_CERTIFICATE": shelf.keep("text.pem", b"hello")}
        ),
        "expired": lambda: files("l", shelf.pair("Old", key, ends=now - YEAR / 2)),
        "early": lambda: files("m", shelf.pair("New", key, begins=now + YEAR / 2)),
        "for keys": lambda: files("n", shelf.pair("Lock", key, key_encipherment=True)),
    }[name]()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing", "The key of the seal cannot be read. There is no file /no/key."),
        ("folder", "The key of the seal cannot be read."),
        ("no key", "There is no private key in"),
        ("text", "There is no private key in"),
        ("password", "The password does not open the seal's key"),
        ("no password", "The password does not open the seal's key"),
        ("pkcs12 password", "The password does not open the seal's key"),
        ("other certificate", "The seal's key and its certificate do not belong"),
        ("certificate missing", "A certificate of the seal cannot be read."),
        ("no certificate", "comes without a certificate. Set CERTIFICATES_SEAL_CERT"),
        ("nonsense certificate", "There is no certificate in"),
        ("expired", "The seal's certificate expired on "),
        ("early", "The seal's certificate is valid from "),
        ("for keys", "The seal's certificate is not made for signing"),
    ],
)
def test_key_that_cannot_seal_stops_issuing(
    name, words, held, kind, memory, shelf, settings
):
    training = held("Arta Gashi")
    for setting, value in settings_of(shelf, name).items():
        setattr(settings, setting, value)
    with pytest.raises(IssuingRefused) as refusal:
        issue_for_training(training, kind=kind, by=None, now=timezone.now())
    assert words in str(refusal.value)
    assert not Certificate.objects.exists()
    assert not RegisterCounter.objects.exists()
    assert found("02") == {("certificates.W022", str(refusal.value))}
    assert ("certificates.E020", str(refusal.value)) in found("E02", deploy=True)


def found(part, *, deploy=False):
    """What the system checks say of the seal."""
    messages = run_checks(include_deployment_checks=deploy)
    return {
        (one.id, one.msg)
        for one in messages
        if one.id.startswith("certificates.") and part in one.id
    }


def test_key_that_cannot_seal_stops_no_other_work(sealing, shelf):
    sealing(shelf.pair("Old", shelf.rsa.key, ends=shelf.now - YEAR / 2))
    call_command("send_letters", skip_checks=False)
    with pytest.raises(SystemCheckError):
        call_command("check", "--deploy")


def test_key_lost_on_the_way_stops_the_run_and_keeps_what_is_issued(
    held, kind, memory, sealing, settings
):
    sealing(
        CERTIFICATES_SEAL_TIMESTAMP_URL="https://stamps.example",
        CERTIFICATES_SEAL_TIMESTAMPER=f"{AUTHORITY}.TiringStamper",
    )
    TiringStamper.left = 3
    training = held("Arta Gashi", "Besa Krasniqi", "Calik Dema")

    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())

    [issued] = report.issued
    assert issued.sequence == RegisterCounter.objects.get().last == 1
    words = "The time-stamp service https://stamps.example gives no time stamp"
    assert [one.reason.startswith(words) for one in report.skipped] == [True, True]

    settings.CERTIFICATES_SEAL_TIMESTAMPER = f"{AUTHORITY}.Stamper"
    cache.clear()
    again = issue_for_training(training, kind=kind, by=None, now=timezone.now())
    assert [one.sequence for one in again.issued] == [2, 3]


def test_replacement_that_cannot_be_sealed_changes_nothing(issue_to, sealing):
    [certificate] = issue_to("Arta Gashi").issued
    sealing(CERTIFICATES_SEAL_KEY="/no/key")
    with pytest.raises(ChangeRefused, match="The key of the seal cannot be read"):
        replace(certificate, reason="Name", by=None, now=timezone.now())
    certificate.refresh_from_db()
    assert (certificate.state, RegisterCounter.objects.get().last) == ("issued", 1)


@pytest.mark.parametrize("password", ["", "secret"])
def test_key_comes_from_pem_or_pkcs12(password, pdf, sealing, shelf, settings):
    sealing(**shelf.files("locked", shelf.rsa, password=password))
    by_pem = sealed(pdf, now=timezone.now()).by.fingerprint
    settings.CERTIFICATES_SEAL_CERTIFICATE = ""
    for setting, value in shelf.pkcs12("both", shelf.rsa, password=password).items():
        setattr(settings, setting, value)
    by_pkcs12 = sealed(pdf, now=timezone.now()).by.fingerprint
    both = shelf.rsa.key_pem() + shelf.rsa.certificate_pem()
    settings.CERTIFICATES_SEAL_KEY = shelf.keep("one-file.pem", both)
    by_one_file = sealed(pdf, now=timezone.now()).by.fingerprint
    assert {by_pem, by_pkcs12, by_one_file} == {fingerprint(shelf.rsa.certificate)}


def test_weak_key_is_refused(pdf, shelf, sealing):
    sealing(shelf.pair("Weak", generate_private_key(65537, 1024)))  # noqa: S505
    with pytest.raises(SealRefused, match="at least 2048 bits"):
        sealed(pdf, now=timezone.now())


def test_certificates_change_over_the_years(issue_to, sealing, shelf, settings):
    """The key of the first expired since, and its root is all that is still named."""
    now = shelf.now
    old = shelf.pair("Old seal", shelf.ec.key, begins=now - 3 * YEAR)
    sealing(old)
    [first] = issue_to("Arta Gashi").issued

    path = Path(settings.CERTIFICATES_SEAL_KEY)
    sealing(shelf.rsa)
    # The same paths with other content, as when an operator replaces the files.
    assert str(path) == settings.CERTIFICATES_SEAL_KEY
    os.utime(path, (1, 1))
    [second] = issue_to("Besa Krasniqi").issued

    assert first.seal_id == fingerprint(old.certificate)
    assert second.seal_id == fingerprint(shelf.rsa.certificate)
    assert [
        (verify_file(stored(one)).seal.state, verify_file(stored(one)).seal.certificate)
        for one in (first, second)
    ] == [
        (SealState.INTACT, first.seal_id),
        (SealState.INTACT, second.seal_id),
    ]
    settings.CERTIFICATES_SEAL_TRUSTED = []
    assert verify_file(stored(first)).seal.state == SealState.UNKNOWN
    settings.CERTIFICATES_SEAL_TRUSTED = [
        shelf.keep("earlier.pem", old.certificate_pem())
    ]
    assert verify_file(stored(first)).seal.state == SealState.INTACT


def test_seal_outlives_its_certificate(pdf, sealing, shelf):
    """Sealed on the last day, read after it."""
    ends = timezone.now() + timedelta(seconds=2)
    sealing(shelf.pair("Last days", shelf.ec.key, ends=ends))
    content = sealed(pdf, now=timezone.now()).pdf
    with pytest.raises(SealRefused, match="expired on"):
        sealed(pdf, now=ends + timedelta(days=1))
    assert seal_of(content).state == SealState.INTACT


def test_expiry_and_test_certificates_are_warned_of(shelf, sealing, settings):
    def ids():
        return {one for one, _words in found("02", deploy=True)}

    sealing()
    assert ids() == {"certificates.W021"}
    sealing(shelf.pair("Soon", shelf.ec.key, ends=shelf.now + timedelta(days=30)))
    assert ids() == {"certificates.W020", "certificates.W021"}
    settings.CERTIFICATES_SEAL_TRUSTED = ["/no/root"]
    settings.CERTIFICATES_SEAL_TIMESTAMP_URL = "stamps.example"
    assert {"certificates.E021", "certificates.E022"} < ids()

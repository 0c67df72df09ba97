"""Who sealed a certificate, when and how, for everybody who looks at it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from certificates.models import CertificateFile, SealCertificate
from certificates.seal import SealRefused, sealed
from certificates.seal.naming import fingerprint
from tests.certificates.authority import Stamper
from tests.factories.certificates import CertificateFactory
from tests.factories.people import ProfessionalFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 2, 10, tzinfo=UTC)
SEALED_BY = {
    "en": "The PDF file has an electronic seal:",
    "sq": "Skedari PDF ka vulë elektronike:",
    "sr-latn": "PDF datoteka ima elektronski pečat:",
}
UNSEALED = {
    "en": "The PDF file has no electronic seal:",
    "sq": "Skedari PDF nuk ka vulë elektronike:",
    "sr-latn": "PDF datoteka nema elektronski pečat:",
}


def shown(client, certificate, language="en"):
    return client.get(f"/{language}/verify/{certificate.code}/").text


@pytest.mark.parametrize("language", SEALED_BY)
def test_page_says_who_sealed_it_in_three_languages(language, client):
    certificate = CertificateFactory(sealed=True, issued_at=NOON)
    page = shown(client, certificate, language)
    assert SEALED_BY[language] in page
    assert "<dd>Seal of the office, Ministry, 02.04.2026" in page
    assert "PAdES B-B" in page
    archived = CertificateFactory(sealed=True, seal_profile="B-LTA")
    assert "PAdES B-LTA" in shown(client, archived, language)
    plain = shown(client, CertificateFactory(), language)
    assert UNSEALED[language] in plain
    assert "PAdES" not in plain


def test_seal_of_a_protected_holder_names_the_office_alone(client):
    certificate = CertificateFactory(
        sealed=True,
        issued_at=NOON,
        holder_name="Arta Gashi",
        completion__enrolment__professional=ProfessionalFactory(is_protected=True),
    )
    page = shown(client, certificate)
    assert SEALED_BY["en"] in page
    assert "Gashi" not in page
    given = client.get(f"/api/v1/certificates/{certificate.code}/").text
    assert "Gashi" not in given


def test_machines_are_told_the_same(client):
    certificate = CertificateFactory(sealed=True, seal_profile="B-LTA")
    given = client.get(f"/api/v1/certificates/{certificate.code}/").json()
    assert given["seal"] == {
        "by": "Seal of the office, Ministry",
        "certificate": certificate.seal.fingerprint,
        "at": certificate.issued_at.isoformat(),
        "profile": "B-LTA",
        "valid_until": "2028-01-01",
    }


def drop(client, content):
    file = SimpleUploadedFile("certificate.pdf", content)
    return client.post("/en/verify/", {"by": "file", "file": file}).text


def test_dropped_file_is_told_of_its_seal(client, issue_to, sealing):
    [plain] = issue_to("Arta Gashi").issued
    sealing()
    [certificate] = issue_to("Besa Krasniqi").issued
    files = {
        one: bytes(CertificateFile.objects.get(certificate=one).pdf)
        for one in (plain, certificate)
    }
    unbroken = "Its electronic seal is unbroken."
    assert unbroken in drop(client, files[certificate])
    assert unbroken not in drop(client, files[certificate] + b"x")
    without = drop(client, files[plain])
    assert "The file is genuine and unchanged." in without
    assert unbroken not in without


def test_register_shows_the_key_and_for_how_long_it_is_valid(client_of, administrator):
    sealed, plain = CertificateFactory(sealed=True), CertificateFactory()
    client = client_of(administrator)

    def inspect(certificate):
        address = reverse("certificate:inspect", args=[certificate.pk])
        return client.get(address, HTTP_ACCEPT_LANGUAGE="en").text

    page = inspect(sealed)
    for text in (
        "Seal of the office, Ministry",
        "Root, Authority",
        "01.01.2028",
        sealed.seal.fingerprint,
        "Baseline (PAdES B-B)",
    ):
        assert text in page
    assert "Issued without a seal" in inspect(plain)


def test_one_row_for_each_certificate_that_sealed(issue_to, sealing, shelf):
    sealing(shelf.rsa)
    issue_to("Arta Gashi", "Besa Krasniqi")
    sealing(shelf.ec)
    issue_to("Calik Dema")
    kept = {
        seal.fingerprint: seal.certificates.count()
        for seal in SealCertificate.objects.all()
    }
    assert kept == {
        fingerprint(shelf.rsa.certificate): 2,
        fingerprint(shelf.ec.certificate): 1,
    }
    row = SealCertificate.objects.get(pk=fingerprint(shelf.rsa.certificate))
    assert (row.name, row.issuer) == (
        "TEST – Seal, TEST",
        "TEST – Root of a test authority, TEST",
    )
    assert row.ends_at == shelf.rsa.certificate.not_valid_after_utc


def test_seal_without_its_profile_is_no_row():
    with pytest.raises(IntegrityError, match="seal_and_its_profile_together"):
        CertificateFactory(sealed=True, seal_profile="")


NO_KEY = {
    "en": "No key is set, so certificates are issued without a seal",
    "sq": "Nuk është vendosur çelës, prandaj certifikatat lëshohen pa vulë",
    "sr-latn": "Ključ nije podešen, pa se sertifikati izdaju bez pečata",
}


@pytest.fixture
def desk(client_of, administrator, held, kind, memory):
    """The pages of the desk in one language, as one text each."""
    training = held("Arta Gashi")
    client = client_of(administrator)
    addresses = [
        reverse("certificate_desk:index"),
        reverse("certificate_desk:training", args=[training.pk]),
        reverse("certificate_desk:all"),
    ]

    def pages(language="en"):
        profile = UserProfile.get_for_user(administrator)
        profile.preferred_language = language
        profile.save()
        return [client.get(address).text for address in addresses]

    return pages


@pytest.mark.parametrize("language", NO_KEY)
def test_desk_says_that_there_is_no_key(language, desk):
    for page in desk(language):
        assert NO_KEY[language] in page
        assert "help-block help-info" in page


def test_desk_is_silent_while_the_key_is_good(desk, sealing):
    sealing()
    for page in desk():
        assert "No key is set" not in page
        assert "The seal&#x27;s certificate" not in page


@pytest.mark.parametrize(("days", "is_warned"), [(59, True), (61, False)])
def test_desk_warns_sixty_days_before_the_key_ends(
    days, is_warned, desk, sealing, shelf
):
    sealing(shelf.pair("Soon", shelf.ec.key, ends=shelf.now + timedelta(days=days)))
    for page in desk():
        assert ("The seal&#x27;s certificate expires on" in page) == is_warned
        assert ("help-block help-warning" in page) == is_warned


def test_desk_says_what_is_wrong_with_the_key(desk, sealing, shelf):
    for wrong, words in (
        ({"CERTIFICATES_SEAL_KEY": "/no/key"}, "The key of the seal cannot be read"),
        ({"CERTIFICATES_SEAL_CERTIFICATE": "/no/one"}, "A certificate of the seal can"),
    ):
        sealing(**wrong)
        for page in desk():
            assert words in page
            assert "help-block help-critical" in page
            assert "Until this is put right nothing can be issued" in page
    sealing(shelf.pair("Old", shelf.ec.key, ends=shelf.now - timedelta(days=1)))
    for page in desk():
        assert "The seal&#x27;s certificate expired on" in page


def test_desk_says_that_a_service_is_silent_and_asks_it_nothing(desk, stamping, pdf):
    stamping(clock="SilentStamper")
    Stamper.asked = 0
    assert "time-stamp service" not in "".join(desk())
    with pytest.raises(SealRefused):
        sealed(pdf, now=timezone.now())
    for page in desk():
        assert "The time-stamp service https://stamps.example gives no" in page
    assert Stamper.asked == 1

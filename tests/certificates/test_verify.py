import re

import pytest
from django.urls import reverse

from certificates.domain.verifying import verify_code, verify_file
from tests.factories.certificates import CertificateFactory
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
UNKNOWN = "2345-6789-ABCD-EFGH-JKMN-PQRS"


def page(code, language="en"):
    return f"/{language}/verify/{code}/"


def without_token(html):
    """Two answers differ in the token of the form and in the address asked for."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
    return re.sub(r"/verify/[^\"]*", "/verify/…", html)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This certificate is valid."),
        ("sq", "Kjo certifikatë është e vlefshme."),
        ("sr-latn", "Ovaj sertifikat je važeći."),
    ],
)
def test_valid_certificate_says_so_in_three_languages(language, words, client):
    certificate = CertificateFactory(holder_name="Arta Gashi")
    response = client.get(page(certificate.code, language))
    assert response.status_code == 200
    for text in (words, "Arta Gashi", certificate.number, "M03", "02.04.2026"):
        assert text in response.text


def test_printed_address_has_no_language(client):
    certificate = CertificateFactory()
    response = client.get(f"/verify/{certificate.code}/", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    assert "This certificate is valid." in response.text


def test_page_is_kept_out_of_indexes_caches_and_logs(client):
    certificate = CertificateFactory()
    for code in (certificate.code, UNKNOWN):
        response = client.get(page(code))
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"


def test_page_shows_no_more_than_agreed(client):
    certificate = CertificateFactory(void=True, state_reason="Private matter")
    person = certificate.enrolment.professional
    text = client.get(page(certificate.code)).text
    for secret in (
        "Private matter",
        person.email,
        certificate.enrolment.institution.name,
    ):
        assert secret not in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("void", "This certificate is not valid."),
        ("replaced", "This certificate is not valid any more."),
        ("expired", "This certificate has expired."),
    ],
)
def test_page_says_what_became_of_it(state, words, client):
    certificate = CertificateFactory(**{state: True})
    text = client.get(page(certificate.code)).text
    assert words in text
    assert "This certificate is valid." not in text


def test_chain_is_shown_both_ways(client):
    old = CertificateFactory(replaced=True)
    new = CertificateFactory(completion=None, enrolment=old.enrolment, replaces=old)
    before, after = client.get(page(old.code)).text, client.get(page(new.code)).text
    assert f"It was replaced by {new.number}." in before
    assert page(new.code) in before
    assert page(old.code) in after


def test_erased_holder_still_verifies_without_a_name(client):
    certificate = CertificateFactory(holder_name="")
    text = client.get(page(certificate.code)).text
    assert "This certificate is valid." in text
    assert "The name was erased at the wish of the holder." in text


def test_code_is_read_leniently(client):
    certificate = CertificateFactory()
    bare = certificate.code.replace("-", "")
    for written in (certificate.code.lower(), bare, f"{bare[:7]} {bare[7:]}"):
        assert client.get(page(written)).status_code == 200
    response = client.get("/en/verify/", {"code": f" {bare.lower()} "})
    assert response.url == page(certificate.code)


def test_unknown_and_malformed_codes_are_answered_alike(client):
    CertificateFactory()
    answers = {
        code: client.get(page(code))
        for code in (
            UNKNOWN,
            "x",
            "A" * 300,
            "%00",
            "ë学",
            "a/b",
            "../../admin",
            "<b>",
            "' OR 1=1 --",
        )
    }
    assert {answer.status_code for answer in answers.values()} == {404}
    assert len({without_token(answer.text) for answer in answers.values()}) == 1
    assert "No certificate with this code was issued here." in answers["x"].text
    assert client.get("/en/verify/", {"code": "--"}).status_code == 404


def test_unknown_codes_are_braked_and_genuine_ones_are_not(client, settings):
    settings.CERTIFICATES_UNKNOWN_CODES = 5
    certificate = CertificateFactory()
    for _number in range(5):
        assert client.get(page(UNKNOWN)).status_code == 404
    braked = client.get(page(UNKNOWN))
    assert braked.status_code == 429
    assert int(braked["Retry-After"]) > 0
    assert client.get(f"/api/v1/certificates/{UNKNOWN}/").status_code == 429
    assert client.get(page(certificate.code)).status_code == 200
    other = client.get(page(UNKNOWN), REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 404


@pytest.mark.parametrize("state", ["issued", "void", "replaced", "unknown"])
def test_page_asks_the_register_once(state, client, django_assert_num_queries):
    traits = {} if state in ("issued", "unknown") else {state: True}
    certificate = CertificateFactory(**traits)
    code = UNKNOWN if state == "unknown" else certificate.code
    with django_assert_num_queries(1):
        verify_code(code)
    with django_assert_num_queries(1):
        client.get(f"/api/v1/certificates/{code}/")


def test_api_answers_in_json(client):
    old = CertificateFactory(replaced=True, holder_name="Arta Gahsi")
    new = CertificateFactory(
        completion=None, enrolment=old.enrolment, replaces=old, holder_name="Arta Gashi"
    )
    response = client.get(f"/api/v1/certificates/{old.code}/")
    assert response.json() == {
        "state": "replaced",
        "number": old.number,
        "holder": "Arta Gahsi",
        "kind": "participation",
        "kind_names": {"sq": "Certifikatë", "sr": "Potvrda", "en": "Certificate"},
        "training": old.enrolment.training.title,
        "modules": [
            {
                "code": "M03",
                "edition": "2026-1",
                "names": {
                    "sq": "Mekanizmi Nacional i Referimit",
                    "sr": "Nacionalni mehanizam upućivanja",
                    "en": "National Referral Mechanism",
                },
            }
        ],
        "place": old.enrolment.training.place,
        "hours": 18,
        "hours_present": None,
        "first_day": "2026-03-10",
        "last_day": "2026-03-12",
        "issued_on": "2026-04-02",
        "valid_until": None,
        "replaces": None,
        "replaced_by": new.number,
        "renews": None,
        "seal": None,
    }
    unknown = client.get(f"/api/v1/certificates/{UNKNOWN}/")
    assert unknown.status_code == 404
    assert unknown.json()["state"] == "unknown"


def test_page_of_a_code_takes_no_posts(client):
    certificate = CertificateFactory()
    for address in (page(certificate.code), f"/verify/{certificate.code}/"):
        assert client.post(address).status_code == 405


def test_file_is_compared_byte_for_byte():
    code = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"
    content = b"%PDF-1.4 /Keywords (ABCDEFGHJKMNPQRSTVWXYZ23) %%EOF"
    certificate = CertificateFactory(code=code, file_bytes=content)
    same = verify_file(content)
    assert (same.certificate, same.file_matches) == (certificate, True)
    for place in (3, len(content) - 1):
        changed = bytearray(content)
        changed[place] ^= 1
        answer = verify_file(bytes(changed))
        assert (answer.certificate, answer.file_matches) == (certificate, False)
    strange = verify_file(b"no certificate at all")
    assert (strange.certificate, strange.file_matches) == (None, False)


def test_download_is_for_the_holder_and_the_office(
    client, client_of, coordinator, administrator, roles
):
    holder = UserFactory(roles=["Participants"])
    content = b"%PDF-1.4 the very bytes \x00\xff"
    certificate = CertificateFactory(
        completion__enrolment__professional=ProfessionalFactory(user=holder),
        file_bytes=content,
    )
    address = reverse("certificates:download", args=[certificate.pk])

    assert client.get(address).status_code == 302
    other = UserFactory(roles=["Participants"])
    ProfessionalFactory(user=other)
    trainer = UserFactory(roles=["Trainers"])
    for user in (other, trainer, UserFactory(roles=["Focal points"])):
        assert client_of(user).get(address).status_code == 404
    for user in (holder, coordinator, administrator):
        response = client_of(user).get(address)
        assert response.content == content
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == (
            f'attachment; filename="{certificate.number}.pdf"'
        )
        assert response["Cache-Control"] == "private, no-store"
    missing = reverse("certificates:download", args=[999])
    assert client_of(holder).get(missing).status_code == 404

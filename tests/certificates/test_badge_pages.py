"""Who is given a badge, and what is answered where there is none."""

import pytest

from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]
UNKNOWN = "2345-6789-ABCD-EFGH-JKMN-PQRS"


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Only a certificate that is valid has an Open Badge."),
        ("sq", "Vetëm një certifikatë e vlefshme ka Open Badge."),
        ("sr-latn", "Samo važeći sertifikat ima Open Badge."),
    ],
)
@pytest.mark.parametrize("state", ["void", "replaced", "expired", "ahead"])
def test_only_a_valid_certificate_has_one(state, language, words, client):
    certificate = CertificateFactory(state=state, state_reason="Private matter")
    page = client.get(f"/{language}/verify/{certificate.code}/badge/")
    machine = client.get(
        f"/api/v1/certificates/{certificate.code}/badge/", HTTP_ACCEPT_LANGUAGE=language
    )
    assert page.status_code == machine.status_code == 409
    assert words in page.text
    assert "Private matter" not in page.text
    assert machine.json() == {"detail": words}
    assert "/badge/" not in client.get(f"/{language}/verify/{certificate.code}/").text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "This site has no key to sign Open Badges with."),
        ("sq", "Ky sajt nuk ka çelës për të nënshkruar Open Badges."),
        ("sr-latn", "Ovaj sajt nema ključ za potpisivanje Open Badges."),
    ],
)
def test_without_a_key_there_are_none(language, words, client):
    certificate = CertificateFactory()
    page = client.get(f"/{language}/verify/{certificate.code}/badge/")
    assert page.status_code == 404
    assert words in page.text
    for address in (
        f"/api/v1/certificates/{certificate.code}/badge/",
        "/badges/status/0/",
    ):
        response = client.get(address, HTTP_ACCEPT_LANGUAGE=language)
        assert response.status_code == 404
        assert response.json() == {"detail": words}
    assert client.get("/badges/keys.json").json() == {"keys": []}
    assert "/badge/" not in client.get(f"/{language}/verify/{certificate.code}/").text


@pytest.mark.usefixtures("key")
def test_page_of_a_valid_certificate_offers_it(client):
    certificate = CertificateFactory()
    for language, words in (
        ("en", "Download as Open Badge"),
        ("sq", "Shkarko si Open Badge"),
        ("sr-latn", "Preuzmi kao Open Badge"),
    ):
        text = client.get(f"/{language}/verify/{certificate.code}/").text
        assert f"/{language}/verify/{certificate.code}/badge/" in text
        assert words in text


def test_a_key_that_cannot_sign_is_no_secret_and_tells_none(
    client, sealing, caplog, settings
):
    certificate = CertificateFactory()
    sealing(CERTIFICATES_SEAL_KEY="/no/key.pem")
    for address in (
        f"/en/verify/{certificate.code}/badge/",
        f"/api/v1/certificates/{certificate.code}/badge/",
        "/badges/status/0/",
    ):
        response = client.get(address, HTTP_ACCEPT_LANGUAGE="en")
        assert response.status_code == 503
        assert "Nothing can be signed at the moment." in response.text
        assert "/no/key.pem" not in response.text
    assert "/no/key.pem" in caplog.text


@pytest.mark.usefixtures("key")
def test_codes_of_nobody_are_answered_alike_and_braked(client, settings):
    settings.CERTIFICATES_UNKNOWN_CODES = 12
    certificate = CertificateFactory()
    codes = (UNKNOWN, "x", "A" * 300, "%00", "ë学", "a/b")
    pages = [client.get(f"/en/verify/{code}/badge/") for code in codes]
    machines = [client.get(f"/api/v1/certificates/{code}/badge/") for code in codes]
    assert {answer.status_code for answer in (*pages, *machines)} == {404}
    assert {answer.text for answer in machines} == {
        client.get("/api/v1/certificates/x/", REMOTE_ADDR="10.0.0.9").text
    }
    for page in pages:
        assert "No certificate with this code was issued here." in page.text
    for address in (
        f"/en/verify/{UNKNOWN}/badge/",
        f"/api/v1/certificates/{UNKNOWN}/badge/",
    ):
        braked = client.get(address)
        assert braked.status_code == 429
        assert int(braked["Retry-After"]) > 0
    assert client.get(f"/en/verify/{certificate.code}/badge/").status_code == 200


@pytest.mark.usefixtures("key")
def test_what_names_somebody_is_discreet_and_the_rest_is_open(client):
    code = CertificateFactory().code
    for address in (
        f"/en/verify/{code}/badge/",
        f"/api/v1/certificates/{code}/badge/",
        f"/en/verify/{UNKNOWN}/badge/",
    ):
        response = client.get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "Access-Control-Allow-Origin" not in response
        assert client.post(address).status_code == 405
    for address in ("/badges/did.json", "/badges/keys.json", "/badges/status/0/"):
        response = client.get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "public, max-age=0"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert client.post(address).status_code == 405


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_register(
    count, client, django_assert_num_queries
):
    certificates = [CertificateFactory(void=True) for _number in range(count - 1)]
    certificates.append(CertificateFactory())
    code = certificates[-1].code
    for address, queries in (
        (f"/en/verify/{code}/badge/", 1),
        (f"/api/v1/certificates/{code}/badge/", 1),
        (f"/api/v1/certificates/{UNKNOWN}/badge/", 1),
        ("/badges/status/0/", 2),
        ("/badges/did.json", 0),
        ("/badges/keys.json", 0),
    ):
        with django_assert_num_queries(queries):
            client.get(address)

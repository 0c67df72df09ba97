"""Number plus name: both agree, or nothing is told."""

import re

import pytest
from django.test import Client

from certificates.domain.verifying import verify_named
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db
REFUSAL = "No certificate with this number and name was issued here."


@pytest.fixture
def arta(db):
    return CertificateFactory(holder_name="Arta Gashi")


def ask(client, number, name, address="/en/verify/", **kwargs):
    data = {"by": "name", "number": number, "name": name}
    return client.post(address, data, **kwargs)


@pytest.mark.parametrize("address", ["/verify/", "/en/verify/"])
def test_number_and_name_are_answered_in_place(address, client, arta):
    response = ask(
        client, arta.number, "Arta Gashi", address, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert response.status_code == 200
    for text in ("This certificate is valid.", "Arta Gashi", arta.number, "M03"):
        assert text in response.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", REFUSAL),
        ("sq", "Këtu nuk është lëshuar asnjë certifikatë me këtë numër dhe emër."),
        ("sr-latn", "Ovde nije izdat nijedan sertifikat sa ovim brojem i imenom."),
    ],
)
def test_wrong_name_is_refused_in_three_languages(language, words, client, arta):
    response = ask(client, arta.number, "Besa Gashi", f"/{language}/verify/")
    assert response.status_code == 404
    assert words in response.text
    assert 'value="Besa Gashi"' in response.text


@pytest.mark.parametrize(
    ("holder", "typed"),
    [
        ("Shpëtim Çeku", "shpetim ceku"),
        ("Shpëtim Çeku", "ÇEKU, Shpëtim"),
        ("Đorđe Šarić", "Djordje Saric"),
        ("Đorđe Šarić", "Шарић Ђорђе"),
        ("Ђорђе Шарић", "Đorđe Šarić"),
        ("Ana Berisha-Krasniqi", "Krasniqi  Berisha Ana"),
    ],
)
def test_name_is_compared_however_it_is_written(holder, typed):
    certificate = CertificateFactory(holder_name=holder)
    assert verify_named(certificate.number, typed).certificate == certificate


@pytest.mark.parametrize("typed", ["p-2026-0007", " P 2026 0007 ", "P–2026–0007"])
def test_number_is_read_leniently(typed):
    certificate = CertificateFactory(sequence=7, holder_name="Arta Gashi")
    assert verify_named(typed, "Arta Gashi").certificate == certificate


@pytest.mark.parametrize(
    "typed", ["Arta", "Gashi", "Arta Gash", "Arta Gashi Krasniqi", "Arta Arta Gashi"]
)
def test_part_of_a_name_is_not_the_name(typed, arta):
    assert verify_named(arta.number, typed).certificate is None


def test_whatever_does_not_agree_is_answered_alike(client, arta):
    erased = CertificateFactory(holder_name="")
    protected = CertificateFactory(
        holder_name="Besa Krasniqi",
        completion__enrolment__professional__is_protected=True,
    )
    asked = {
        "unknown number": ("P-1999-0001", "Arta Gashi"),
        "wrong name": (arta.number, "Art Gashi"),
        "name of another": (arta.number, protected.holder_name),
        "erased": (erased.number, "Arta Gashi"),
        "erased, a name of signs": (erased.number, "---"),
        "protected": (protected.number, "Besa Krasniqi"),
    }
    answers = set()
    for number, name in asked.values():
        response = ask(client, number, name)
        text = re.sub(r' value="[^"]*"', "", response.text)
        answers.add((response.status_code, text, tuple(sorted(response.headers))))
    assert len(answers) == 1
    [(status, text, _headers)] = answers
    assert (status, REFUSAL in text) == (404, True)


def test_every_answer_costs_one_query(django_assert_num_queries, arta):
    for number, name in ((arta.number, "Arta Gashi"), ("P-1", "x"), (arta.number, "x")):
        with django_assert_num_queries(1):
            verify_named(number, name)


def test_names_cannot_be_guessed(client, arta, settings):
    """Over the limit not even the right name is told; the code still is."""
    settings.CERTIFICATES_UNKNOWN_CODES = 12
    statuses = [ask(client, arta.number, f"Arta {n}").status_code for n in range(4)]
    assert statuses == [404, 404, 429, 429]
    braked = ask(client, arta.number, "Arta Gashi")
    assert braked.status_code == 429
    assert int(braked["Retry-After"]) > 0
    assert "Arta Gashi" not in braked.text
    assert client.get(f"/en/verify/{arta.code}/").status_code == 200
    assert client.get("/en/verify/AAAA/").status_code == 429
    other = ask(client, arta.number, "Arta Gashi", REMOTE_ADDR="10.0.0.9")
    assert other.status_code == 200


def test_right_names_are_not_counted(client, arta, settings):
    settings.CERTIFICATES_UNKNOWN_CODES = 1
    for _number in range(3):
        assert ask(client, arta.number, "Arta Gashi").status_code == 200


def test_what_is_left_out_is_asked_for(client):
    response = client.post("/en/verify/", {"by": "name", "number": "", "name": ""})
    assert response.status_code == 200
    assert response.text.count("This field is required.") == 4
    assert REFUSAL not in response.text


@pytest.mark.parametrize("text", ["\x00", "A" * 10_000, "<b>", "' OR 1=1 --", "学"])
def test_strange_text_is_an_answer_like_another(text, client, arta):
    for number, name in ((text, "Arta Gashi"), (arta.number, text)):
        response = ask(client, number, name)
        assert response.status_code in (200, 404)
        assert "This certificate is valid." not in response.text


def test_no_name_is_in_an_address(client, arta):
    response = client.get("/en/verify/", {"number": arta.number, "name": "Arta Gashi"})
    assert "Arta Gashi" not in response.text
    assert "This certificate is valid." not in response.text


def test_page_of_the_forms_is_discreet_and_lets_browsers_name_their_origin(client):
    """A browser that may send no referrer hides the origin, and its token is refused."""
    for response in (client.get("/en/verify/"), ask(client, "P-1", "Arta")):
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"


def test_form_of_another_site_is_refused(arta):
    client = Client(enforce_csrf_checks=True)
    assert ask(client, arta.number, "Arta Gashi").status_code == 403
    html = client.get("/en/verify/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    data = {"by": "name", "number": arta.number, "name": "Arta Gashi"}
    response = client.post("/en/verify/", data | {"csrfmiddlewaretoken": token})
    assert response.status_code == 200
    assert "This certificate is valid." in response.text

"""The page that is repeated for a minute never tells what is no longer true."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _repeat(settings):
    settings.CERTIFICATES_PAGE_SECONDS = 60


@pytest.fixture
def arta():
    return CertificateFactory(holder_name="Arta Gashi")


@pytest.fixture
def read(client, arta):
    def page(language="en", **kwargs):
        return client.get(f"/{language}/verify/{arta.code}/", **kwargs)

    return page


def test_a_page_is_made_once_and_looked_up_in_one_query(
    read, django_assert_num_queries
):
    first = read()
    with django_assert_num_queries(1):
        again = read()
    assert again.text == first.text
    assert "Arta Gashi" in again.text
    assert again.headers == first.headers


def voided(arta):
    arta.state, arta.state_reason = "void", "Wrong person"
    arta.save()


def expired(arta):
    arta.valid_until = timezone.localdate() - timedelta(days=1)
    arta.save()


def prolonged(arta):
    arta.valid_until = date(2099, 1, 1)
    arta.save()


def erased(arta):
    arta.holder_name = ""
    arta.save()


def protected(arta):
    arta.enrolment.professional.is_protected = True
    arta.enrolment.professional.save()


def replaced(arta):
    arta.state, arta.state_reason = "replaced", "Name corrected"
    arta.save()
    CertificateFactory(
        sequence=999, completion=None, enrolment=arta.enrolment, replaces=arta
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (voided, "This certificate is not valid."),
        (expired, "This certificate has expired."),
        (prolonged, "01.01.2099"),
        (erased, "The name was erased at the wish of the holder."),
        (protected, "The name of the holder is protected."),
        (replaced, "It was replaced by P-2026-0999."),
    ],
)
def test_what_changed_is_told_at_once(change, words, read, arta):
    assert words not in read().text
    change(arta)
    assert words in read().text


def test_each_renewal_is_told_at_once(read, arta):
    for number in (998, 999):
        assert f"P-2026-0{number}" not in read().text
        CertificateFactory(sequence=number, renews=arta)
        assert f"P-2026-0{number}" in read().text


def test_every_language_and_person_has_the_own_page(read, client, coordinator):
    assert "This certificate is valid." in read().text
    assert "Kjo certifikatë është e vlefshme." in read("sq").text
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert "Sign out" in read().text


def test_unknown_codes_are_counted_all_the_same(client, settings):
    settings.CERTIFICATES_UNKNOWN_CODES = 1
    answers = [client.get("/en/verify/AAAA/").status_code for _number in range(2)]
    assert answers == [404, 429]

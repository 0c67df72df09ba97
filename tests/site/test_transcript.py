import io

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from tests.factories.assessment import CompletionFactory, PostTestScoreFactory
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import EnrolmentFactory
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

#: Who signs in, what they may, the menu, and the record itself with its six tables.
QUERIES = 12

pytestmark = pytest.mark.django_db


@pytest.fixture
def arta():
    return ProfessionalFactory(
        first_name="Arta",
        last_name="Gashi",
        language="en",
        user=UserFactory(username="arta"),
    )


@pytest.fixture
def enrolment(arta):
    enrolment = EnrolmentFactory(professional=arta, training__title="My training")
    completion = CompletionFactory(enrolment=enrolment)
    PostTestScoreFactory(
        enrolment=enrolment, edition=enrolment.training.editions.get(), percent=87
    )
    CertificateFactory(completion=completion, number="P-2026-0007")
    EnrolmentFactory(training__title="Training of another")
    return enrolment


def text_of(response):
    assert response["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_own_record_says_what_was_done_and_who_printed_it(
    arta, enrolment, client_of
):
    text = text_of(client_of(arta.user).get(reverse("my_record_pdf")))

    for words in ("Arta Gashi", "My training", "87 %", "P-2026-0007"):
        assert words in text
    assert "printed by arta." in text
    assert "Training of another" not in text


def test_the_office_prints_it_for_whoever_never_signs_in(
    coordinator, enrolment, client_of, arta
):
    arta.user = None
    arta.save()
    client = client_of(coordinator)

    page = client.get(reverse("professional:edit", args=[arta.pk])).text

    # The admin is read in the person's language, the address of the test in another.
    assert f"/people/{arta.pk}/record/" in page
    assert "My training" in client.get(reverse("record", args=[arta.pk])).text
    pdf = client.get(reverse("record_pdf", args=[arta.pk]))
    assert "printed by coordinator." in text_of(pdf)


@pytest.mark.parametrize("form", ["record", "record_pdf"])
def test_nobody_else_reads_or_prints_it(arta, enrolment, client_of, client, form):
    url = reverse(form, args=[arta.pk])

    assert client_of(arta.user).get(url).status_code == 403
    assert client_of(UserFactory()).get(reverse(f"my_{form}")).status_code == 404
    assert "/login/" in client.get(url).url


def test_the_page_says_the_same_as_the_paper_in_the_language_of_the_reader(
    arta, enrolment, client_of
):
    client = client_of(arta.user)
    with translation.override("sr-latn"):
        page = client.get(reverse("my_record")).text

    for words in ("Arta Gashi", "My training", "87 %", "P-2026-0007", "Rezultat"):
        assert words in page
    assert "Training of another" not in page
    assert "/my/record.pdf" in page


def test_a_long_record_costs_no_more_queries(
    arta, enrolment, client_of, django_assert_num_queries
):
    EnrolmentFactory.create_batch(3, professional=arta)
    client = client_of(arta.user)

    with django_assert_num_queries(QUERIES):
        client.get(reverse("my_record"))


def test_an_empty_record_says_so(arta, client_of):
    text = text_of(client_of(arta.user).get(reverse("my_record_pdf")))

    assert "There is no training in the record yet." in text

"""Files for the printer, the trace of a duplicate, and the register book."""

import io
from datetime import date
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from certificates.domain.book import book_of
from certificates.domain.issuing import issue_for_training
from certificates.models import Certificate, CertificateFile, Printing, RegisterCounter
from certificates.pdf.book import draw_book
from tests.factories.certificates import CertificateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def desk(administrator, client_of):
    return client_of(administrator)


@pytest.fixture
def training(held, kind):
    training = held("Besa Krasniqi", "Arta Gashi")
    issue_for_training(training, kind=kind, by=None, now=timezone.now())
    return training


def read(desk, what, training):
    response = desk.get(
        reverse(f"certificate_desk:{what}", args=[training.pk]), **ENGLISH
    )
    return io.BytesIO(b"".join(response.streaming_content))


def test_the_document_has_the_pages_in_the_order_of_the_list(desk, training):
    pages = PdfReader(read(desk, "print", training)).pages

    for page, name in zip(pages, ["Arta Gashi", "Besa Krasniqi"], strict=True):
        assert name in page.extract_text()


def test_the_zip_holds_the_stored_bytes_in_the_order_of_the_list(desk, training):
    archive = ZipFile(read(desk, "zip", training))
    holders = Certificate.objects.order_by("holder_name")
    assert archive.namelist() == [
        f"{place}-{one.number}.pdf" for place, one in enumerate(holders, start=1)
    ]
    stored = [bytes(one.file.pdf) for one in holders]
    assert [archive.read(name) for name in archive.namelist()] == stored


def test_a_second_print_leaves_a_trace_and_is_said(desk, training, administrator):
    for _time in range(2):
        read(desk, "print", training)

    page = desk.get(reverse("certificate_desk:index"), **ENGLISH).text
    assert "2 of these certificates were handed out before" in page
    one = Certificate.objects.first()
    assert {each.printed_by for each in one.printings.all()} == {administrator}
    inspected = desk.get(reverse("certificate:inspect", args=[one.pk]), **ENGLISH).text
    assert inspected.count("duplicate") == 1


def test_the_own_download_is_no_print(client_of, training, django_user_model):
    certificate = Certificate.objects.first()
    person = certificate.enrolment.professional
    person.user = django_user_model.objects.create(username="holder")
    person.save()

    client_of(person.user).get(reverse("certificates:download", args=[certificate.pk]))

    assert not Printing.objects.exists()


@pytest.fixture
def kept(kind):
    """Three numbers of a year: one replaced by the third, one void."""
    old = CertificateFactory(sequence=1, replaced=True, holder_name="Arta Gahsi")
    CertificateFactory(sequence=2, void=True, holder_name="<b>Čedomir & Ëngjëll</b>")
    CertificateFactory(
        completion=None,
        enrolment=old.enrolment,
        sequence=3,
        replaces=old,
        holder_name="Арта Гаши",
    )
    RegisterCounter.objects.create(kind=kind, year=2026, last=3)
    return kind


def test_the_book_has_every_number_with_what_became_of_it(
    kept, django_assert_num_queries
):
    with django_assert_num_queries(2):
        book = book_of(kept, year=2026)

    assert [one.number for one in book.entries] == [
        "P-2026-0001",
        "P-2026-0002",
        "P-2026-0003",
    ]
    assert book.entries[0].remark == "Name corrected; Replaced by P-2026-0003"
    assert book.entries[2].remark == "Replaces P-2026-0001"
    assert book.summary == "3 numbers, none is missing."


def test_a_lost_row_is_named(kept):
    """Negative control of the line that says that no number is missing."""
    CertificateFile.objects.filter(certificate__sequence=2).delete()
    Certificate.objects.filter(sequence=2).delete()

    assert book_of(kept, year=2026).summary == "2 numbers; without an entry: 2."


def test_the_book_on_paper_says_the_same(kept):
    pdf = draw_book(book_of(kept, year=2026), now=timezone.now())

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for words in ("P-2026-0002", "<b>Čedomir & Ëngjëll</b>", "Арта Гаши", "Page 1"):
        assert words in text


def test_the_office_reads_prints_and_exports_the_book(kept, desk):
    address = reverse("certificate:book")
    asked = {"kind": kept.code, "year": 2026}
    assert "3 numbers, none is missing." in desk.get(address, asked, **ENGLISH).text

    pdf = desk.get(address, asked | {"as": "pdf"})
    sheet = load_workbook(
        io.BytesIO(desk.get(address, asked | {"as": "xlsx"}).content)
    ).active

    assert pdf.content.startswith(b"%PDF")
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        "P-2026-0001",
        "P-2026-0002",
        "P-2026-0003",
    ]
    assert sheet["B2"].value == str(date(2026, 4, 2))


def test_the_book_opens_where_it_was_written_in_last(kept, desk):
    page = desk.get(reverse("certificate:book"), **ENGLISH).text

    assert "3 numbers, none is missing." in page
    assert "Register book" in page.partition("<main")[2]


@pytest.mark.parametrize("asked", [{}, {"kind": "?", "year": "x"}])
def test_a_book_that_does_not_exist_is_no_error(asked, desk, kind):
    assert desk.get(reverse("certificate:book"), asked).status_code == 200


def test_who_issues_nothing_reads_no_book(client_of, kept, django_user_model):
    somebody = client_of(django_user_model.objects.create(username="somebody"))

    assert somebody.get(reverse("certificate:book")).status_code in {302, 403}

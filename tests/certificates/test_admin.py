import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from certificates.domain.issuing import issue_for_training
from certificates.models import Certificate, IssueRun
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import TrainingFactory
from tests.factories.users import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def desk(administrator, client_of):
    return client_of(administrator)


def at(name, *args):
    return reverse(f"certificate_desk:{name}", args=args)


def test_desk_lists_who_is_ready(desk, held, kind):
    held("Arta Gashi", "Besa Krasniqi", absent=["Dren Hoxha"], code="T-1")
    TrainingFactory(code="T-2")
    rows = desk.get(at("index"), **ENGLISH).context["object_list"]
    assert [(row.code, row.completed, row.issued, row.ready) for row in rows] == [
        ("T-1", 2, 0, 2)
    ]
    issue_for_training(rows[0], kind=kind, by=None, now=timezone.now())
    [row] = desk.get(at("index"), **ENGLISH).context["object_list"]
    assert (row.completed, row.issued, row.ready) == (2, 2, 0)
    found = desk.get(at("index_results"), {"q": "T-1"}, **ENGLISH)
    assert "T-1" in found.text
    assert "T-1" not in desk.get(at("index_results"), {"q": "T-7"}, **ENGLISH).text


def test_desk_issues_and_prints(desk, administrator, held, kind):
    training = held("Besa Krasniqi", "Arta Gashi", "Dren 学", absent=["Zana Berisha"])
    page = desk.get(at("training", training.pk), **ENGLISH).text
    assert "Issue 2 certificates" in page
    assert "signs that cannot be printed: 学" in page
    assert "Did not complete" in page

    done = desk.post(at("training", training.pk), follow=True, **ENGLISH).text
    assert "The last run issued 2 certificates." in done
    assert "Issue " not in done
    assert {one.issued_by for one in Certificate.objects.all()} == {administrator}

    response = desk.get(at("print", training.pk))
    pages = PdfReader(io.BytesIO(b"".join(response.streaming_content))).pages
    assert ["Arta Gashi" in pages[0].extract_text(), len(pages)] == [True, 2]
    assert "Besa Krasniqi" in pages[1].extract_text()


def test_nothing_to_print_is_said(desk, held, kind):
    training = held("Arta Gashi")
    response = desk.get(at("print", training.pk), follow=True, **ENGLISH)
    assert "Nothing is issued yet, so nothing can be printed." in response.text


def test_many_are_issued_in_the_background(desk, held, kind, settings):
    settings.CERTIFICATES_ISSUE_AT_ONCE = 1
    training = held("Arta Gashi", "Besa Krasniqi")
    page = desk.post(at("training", training.pk), follow=True, **ENGLISH).text
    assert IssueRun.objects.get().issued == Certificate.objects.count() == 2
    assert "2 issued and valid, 0 ready." in page


def test_open_training_is_not_on_the_desk(desk, kind):
    training = TrainingFactory()
    for name in ("training", "print", "zip"):
        assert desk.get(at(name, training.pk), follow=True).status_code == 404


def test_register_is_searched_and_filtered(desk):
    one = CertificateFactory(
        completion__enrolment__professional__first_name="Ëngjëll",
        completion__enrolment__professional__last_name="Çelaj",
    )
    other = CertificateFactory(void=True, year=2025)
    address = reverse("certificate:index_results")

    def found(**query):
        page = desk.get(address, query, **ENGLISH).text
        return [certificate.number in page for certificate in (one, other)]

    assert found() == [True, True]
    assert found(q="engjell celaj") == [True, False]
    assert found(q=other.number.lower()) == [False, True]
    assert found(q=one.code.lower()) == [True, False]
    assert found(state="void") == [False, True]
    assert found(year="2026") == [True, False]
    assert found(kind=one.kind.pk) == [True, True]


def test_register_cannot_be_edited_or_emptied(desk, administrator):
    administrator.is_superuser = True
    administrator.save()
    certificate = CertificateFactory()
    for deed in ("new/", f"edit/{certificate.pk}/", f"delete/{certificate.pk}/"):
        address = reverse("certificate:index") + deed
        assert desk.get(address, follow=True).status_code == 404
        assert desk.post(address, follow=True).status_code == 404
    page = desk.get(reverse("certificate:inspect", args=[certificate.pk]), **ENGLISH)
    assert certificate.number in page.text
    assert f"/verify/{certificate.code}/" in page.text
    assert (
        desk.get(reverse("certificate:history", args=[certificate.pk])).status_code
        == 200
    )


def test_register_makes_void_with_a_reason(desk, administrator):
    certificate = CertificateFactory()
    address = reverse("certificate:void", args=[certificate.pk])
    assert "not valid" in desk.get(address, **ENGLISH).text
    assert (
        "This field is required." in desk.post(address, {"reason": ""}, **ENGLISH).text
    )
    response = desk.post(address, {"reason": "Other person"}, follow=True, **ENGLISH)
    assert f"{certificate.number} is void." in response.text
    again = desk.post(address, {"reason": "Again"}, **ENGLISH)
    assert "is not valid any more" in again.text
    certificate.refresh_from_db()
    assert certificate.state_reason == "Other person"


def test_register_replaces(desk, held, kind):
    training = held("Arta Gahsi")
    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())
    old = report.issued[0]
    person = old.enrolment.professional
    person.last_name = "Gashi"
    person.save()
    address = reverse("certificate:replace", args=[old.pk])
    response = desk.post(address, {"reason": "Misspelt"}, follow=True, **ENGLISH)
    new = Certificate.objects.get(replaces=old)
    assert f"{new.number} replaces {old.number}." in response.text
    assert new.holder_name == "Arta Gashi"


@pytest.mark.parametrize("rows", [1, 3])
def test_listings_ask_the_same_number_of_queries(
    rows, desk, kind, django_assert_num_queries
):
    for _number in range(rows):
        certificate = CertificateFactory(issued_by=UserFactory())
        CertificateFactory(
            completion=None,
            enrolment=certificate.enrolment,
            replaces=certificate,
            void=True,
        )
    for name, queries in (("certificate", 12), ("certificate_desk", 12)):
        address = reverse(f"{name}:index")
        desk.get(address)
        with django_assert_num_queries(queries):
            assert desk.get(address).status_code == 200


def test_desk_of_a_training_asks_the_same_number_of_queries(desk, held, kind):
    asked = []
    for names in (["Arta Gashi"], ["Besa A", "Dren B", "Zana C"]):
        training = held(*names)
        desk.get(at("training", training.pk))
        with CaptureQueriesContext(connection) as queries:
            desk.get(at("training", training.pk))
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("file_type", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["certificate", "certificate_desk"])
def test_listings_are_exported(name, file_type, desk):
    CertificateFactory()
    response = desk.get(reverse(f"{name}:index"), {"export": file_type})
    assert response.status_code == 200
    assert len(response.getvalue()) > 50


def test_desk_is_closed_to_others(held, kind, client_of, roles, administrator):
    training = held("Arta Gashi")
    certificate = CertificateFactory()
    administrator.groups.get().permissions.filter(
        codename__in=("issue_certificate", "void_certificate")
    ).delete()
    clerk = client_of(administrator)
    trainer = client_of(UserFactory(roles=["Trainers"]))
    before = Certificate.objects.count()
    for address in (
        at("index"),
        at("training", training.pk),
        at("print", training.pk),
        reverse("certificate:void", args=[certificate.pk]),
        reverse("certificate:replace", args=[certificate.pk]),
    ):
        for client in (clerk, trainer):
            for method in (client.get, client.post):
                response = method(address, {"reason": "x"})
                assert response.status_code in (302, 403)
    assert Certificate.objects.count() == before
    certificate.refresh_from_db()
    assert certificate.is_valid
    assert clerk.get(reverse("certificate:index")).status_code == 200


def test_closed_training_links_to_its_certificates(held, kind, coordinator, client_of):
    training = held("Arta Gashi")
    page = client_of(coordinator).get(
        reverse("lms_delivery:training", args=[training.code])
    )
    assert at("training", training.pk) in page.text

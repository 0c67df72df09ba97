from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories.assessment import CompletionFactory
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.people import (
    AffiliationFactory,
    InstitutionFactory,
    ProfessionalFactory,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def arta():
    return ProfessionalFactory(first_name="Arta", user=UserFactory(username="arta"))


@pytest.fixture
def page_of(client_of):
    """`page_of(professional, "my_learning")` is the text of the page in English."""

    def make(professional, name):
        with override("en"):
            response = client_of(professional.user).get(reverse(name))
        assert response.status_code == 200
        return response.content.decode()

    return make


@pytest.mark.parametrize("name", ["my_learning", "my_institution", "after_login"])
def test_a_visitor_is_sent_to_the_door(client, name):
    assert "/login/?next=" in client.get(reverse(name)).url


def test_my_learning_shows_only_what_is_mine(arta, page_of):
    mine = EnrolmentFactory(professional=arta, training__title="My training")
    other = EnrolmentFactory(training__title="Training of another")
    CertificateFactory(completion__enrolment=mine, number="P-2026-0001")
    CertificateFactory(completion__enrolment=other, number="P-2026-0002")

    content = page_of(arta, "my_learning")

    assert "My training" in content
    assert "P-2026-0001" in content
    assert "Training of another" not in content
    assert "P-2026-0002" not in content


def test_my_learning_leads_to_my_tests(arta, page_of):
    with override("en"):
        tests = reverse("lms_assessment:tests")

    assert f'href="{tests}"' in page_of(arta, "my_learning")


def test_attendance_and_result_of_each_training_are_said(arta, page_of):
    training = TrainingFactory(days=3)
    EnrolmentFactory(
        professional=arta, training=training, marks=["present", "late", "absent"]
    )

    assert "2 of 3 sessions" in page_of(arta, "my_learning")


@pytest.mark.parametrize(
    ("failed", "words"),
    [(False, ["Completed"]), (True, ["Not completed", "below the required share"])],
)
def test_a_closed_training_says_how_it_ended_and_why(arta, page_of, failed, words):
    CompletionFactory(enrolment__professional=arta, failed=failed)

    content = page_of(arta, "my_learning")

    assert all(word in content for word in words)


def test_a_certificate_that_is_void_is_not_offered(arta, page_of):
    CertificateFactory(completion__enrolment__professional=arta, void=True)

    content = page_of(arta, "my_learning")

    assert "You have no certificates yet" in content


def test_a_certificate_is_downloaded_from_its_own_address(arta, page_of):
    certificate = CertificateFactory(completion__enrolment__professional=arta)

    content = page_of(arta, "my_learning")

    assert f"/en/certificates/{certificate.pk}/file/" in content


def test_a_badge_is_offered_where_there_is_a_key(arta, page_of, settings):
    certificate = CertificateFactory(completion__enrolment__professional=arta)
    over = CertificateFactory(
        completion__enrolment__professional=arta, valid_until=date(2026, 4, 30)
    )
    assert "/badge/" not in page_of(arta, "my_learning")

    settings.CERTIFICATES_SEAL_KEY = "seal-key.pem"

    content = page_of(arta, "my_learning")
    assert f"/en/verify/{certificate.code}/badge/" in content
    assert f"/en/verify/{over.code}/badge/" not in content


def test_the_next_session_comes_first_with_what_to_read(
    arta, page_of, programme, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 3, 11))
    training = TrainingFactory(
        title="Coming",
        days=3,
        start_date=date(2026, 3, 10),
        place="Peja",
        editions=[],
    )
    EnrolmentFactory(professional=arta, training=training)

    content = page_of(arta, "my_learning")

    assert "Wednesday, 11.03.2026" in content
    assert "Peja" in content
    assert "Prepare for your next session:" in content
    assert "Read X01" in content


def test_a_login_without_a_person_is_told_what_to_begin_with(client_of, programme):
    response = client_of(UserFactory()).get("/en/my/learning/")

    content = response.content.decode()
    assert "You have no trainings yet. Begin by reading:" in content
    assert "You are in no training yet" in content


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_learning_queries_do_not_grow(
    arta, client_of, django_assert_num_queries, item_count
):
    for _ in range(item_count):
        enrolment = EnrolmentFactory(
            professional=arta,
            training=TrainingFactory(days=item_count),
            marks=["present"] * item_count,
        )
        CertificateFactory(
            completion__enrolment=enrolment,
            completion__last_session=enrolment.training.sessions.first(),
        )
    client = client_of(arta.user)
    client.get(reverse("my_learning"))

    with django_assert_num_queries(27):
        client.get(reverse("my_learning"))


@pytest.fixture
def focal_point(arta):
    AffiliationFactory(
        professional=arta,
        institution=InstitutionFactory(name_sq="Policia e Kosovës"),
        is_focal_point=True,
    )
    return arta


def test_my_institution_shows_its_people_and_what_they_were_trained_in(
    focal_point, page_of
):
    work = AffiliationFactory(
        institution=focal_point.affiliations.get().institution,
        professional__last_name="Berisha",
        profession__name_en="Inspector",
    )
    CompletionFactory(
        enrolment__professional=work.professional,
        enrolment__training__title="Completed training",
    )
    EnrolmentFactory(
        professional=work.professional, training__title="Training not completed"
    )

    content = page_of(focal_point, "my_institution")

    assert "Policia e Kosovës" in content
    assert "Berisha" in content
    assert "Inspector" in content
    assert "2 people, 1 with a completed training" in content
    assert "Completed training" in content
    assert "Training not completed" not in content


def test_people_of_other_institutions_and_of_the_past_are_not_shown(
    focal_point, page_of
):
    AffiliationFactory(professional__last_name="Elsewhere")
    AffiliationFactory(
        professional__last_name="Gone",
        institution=focal_point.affiliations.get().institution,
        end_date=date(2026, 1, 1),
    )

    content = page_of(focal_point, "my_institution")

    assert "Elsewhere" not in content
    assert "Gone" not in content


def test_my_institution_exists_for_focal_points_of_today_only(arta, client_of):
    AffiliationFactory(professional=arta)
    AffiliationFactory(
        professional=arta, is_focal_point=True, end_date=date(2026, 1, 1)
    )

    assert client_of(arta.user).get(reverse("my_institution")).status_code == 404
    assert client_of(UserFactory()).get(reverse("my_institution")).status_code == 404


def test_somebody_with_two_posts_is_one_person(focal_point, page_of):
    institution = focal_point.affiliations.get().institution
    work = AffiliationFactory(
        institution=institution, professional__last_name="Krasniqi"
    )
    AffiliationFactory(institution=institution, professional=work.professional)

    content = page_of(focal_point, "my_institution")

    assert content.count("Krasniqi") == 1
    assert "2 people, 0 with" in content


@pytest.mark.parametrize("item_count", [1, 3])
def test_my_institution_queries_do_not_grow(
    focal_point, client_of, django_assert_num_queries, item_count
):
    institution = focal_point.affiliations.get().institution
    for _ in range(item_count):
        work = AffiliationFactory(institution=institution)
        CompletionFactory(enrolment__professional=work.professional)
    client = client_of(focal_point.user)
    client.get(reverse("my_institution"))

    with django_assert_num_queries(13):
        client.get(reverse("my_institution"))

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.assessment.models import Completion, PostTestScore
from lms.delivery.enums import TrainingStatus
from tests.factories.assessment import PostTestScoreFactory
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def training():
    return TrainingFactory(
        code="T-1", days=2, editions=[ModuleEditionFactory(tested=True)]
    )


@pytest.fixture
def lead(roles, training):
    user = UserFactory(roles=["Trainers"])
    person = ProfessionalFactory(user=user)
    FacilitatorFactory(training=training, trainer__professional=person)
    return user


def page(name, training):
    return reverse(f"lms_assessment:{name}", args=[training.code])


def field(enrolment, training):
    return f"score-{enrolment.pk}-{training.editions.get().pk}"


@pytest.mark.parametrize("name", ["scores", "close"])
def test_pages_ask_a_visitor_to_sign_in(name, client, training):
    response = client.get(page(name, training))
    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["scores", "close"])
def test_pages_are_for_lead_trainers_and_coordinators(
    name, method, training, lead, coordinator, administrator, client_of, roles
):
    other = UserFactory(roles=["Trainers"])
    FacilitatorFactory(trainer__professional=ProfessionalFactory(user=other))
    second = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=training,
        trainer__professional=ProfessionalFactory(user=second),
        role="co_trainer",
    )
    participant = UserFactory(roles=["Participants"])
    ProfessionalFactory(user=participant)
    EnrolmentFactory(training=training, marks=["present", "present"])
    address = page(name, training)

    statuses = {
        user: getattr(client_of(user), method)(address).status_code
        for user in (other, second, participant, administrator)
    }

    assert list(statuses.values()) == [404, 403, 403, 403]
    assert not Completion.objects.exists()
    for user in (lead, coordinator):
        assert client_of(user).get(address).status_code == 200


def test_scores_are_saved_and_taken_back(training, lead, client_of):
    one, other = (EnrolmentFactory(training=training) for _ in range(2))
    PostTestScoreFactory(enrolment=other, edition=training.editions.get(), percent=50)
    client = client_of(lead)
    response = client.post(
        page("scores", training),
        {field(one, training): "88", field(other, training): ""},
        follow=True,
    )
    assert "2 scores saved." in response.text
    score = PostTestScore.objects.get()
    assert (score.enrolment, score.percent, score.entered_by) == (one, 88, lead)


def test_scores_of_people_who_are_not_in_the_form_stay(training, lead, client_of):
    enrolment = EnrolmentFactory(training=training)
    PostTestScoreFactory(enrolment=enrolment, edition=training.editions.get())
    client_of(lead).post(page("scores", training), {"nothing": "1"})
    assert PostTestScore.objects.count() == 1


def test_scores_that_are_no_percentages_are_shown_again(training, lead, client_of):
    enrolment = EnrolmentFactory(training=training)
    name = field(enrolment, training)
    response = client_of(lead).post(page("scores", training), {name: "101"})
    assert response.status_code == 200
    assert 'value="101"' in response.text
    assert "less than or equal to 100" in response.text
    assert not PostTestScore.objects.exists()


def test_scores_of_a_closed_training_do_not_change(training, lead, client_of):
    enrolment = EnrolmentFactory(training=training, marks=["present"] * 2)
    client = client_of(lead)
    client.post(page("close", training))
    response = client.post(page("scores", training), {field(enrolment, training): "9"})
    assert "Training T-1 is no longer open; its scores do not change any more." in (
        response.text
    )
    assert not PostTestScore.objects.exists()


def test_scores_typed_before_the_login_was_lost_are_kept(training, lead, client):
    enrolment = EnrolmentFactory(training=training)
    name = field(enrolment, training)
    client.post(page("scores", training), {name: "77"})
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get(page("scores", training))
    assert 'value="77"' in response.text
    assert "You were signed out before this was saved." in response.text
    assert not PostTestScore.objects.exists()


def test_close_page_shows_and_then_does_it(training, lead, client_of):
    done = EnrolmentFactory(training=training, marks=["present", "present"])
    PostTestScoreFactory(enrolment=done, edition=training.editions.get())
    EnrolmentFactory(training=training, marks=["present", "absent"])
    client = client_of(lead)

    before = client.get(page("close", training)).text
    assert "Present for 50.0 % of the time; 80 % is required." in before
    assert "Close T-1" in before
    assert not Completion.objects.exists()

    after = client.post(page("close", training), follow=True).text
    assert "Training T-1 is closed." in after
    assert "Close T-1" not in after
    training.refresh_from_db()
    assert training.status == TrainingStatus.CLOSED


def test_close_page_says_why_it_cannot(lead, client_of, training):
    client = client_of(lead)
    words = "Nobody is enrolled in training T-1."
    assert words in client.get(page("close", training)).text
    response = client.post(page("close", training))
    assert response.status_code == 200
    assert words in response.text


@pytest.mark.parametrize("name", ["scores", "close"])
def test_pages_ask_the_same_number_of_queries(name, training, lead, client_of):
    """For one person and for three; the frame of the site asks a few of its own."""
    client = client_of(lead)
    asked = []
    for people in (1, 2):
        for _number in range(people):
            enrolment = EnrolmentFactory(training=training, marks=["present"] * 2)
            PostTestScoreFactory(enrolment=enrolment, edition=training.editions.get())
        client.get(page(name, training))
        with CaptureQueriesContext(connection) as queries:
            client.get(page(name, training))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_training_page_links_to_both(training, lead, client_of):
    response = client_of(lead).get(reverse("lms_delivery:training", args=["T-1"]))
    assert page("scores", training) in response.text
    assert page("close", training) in response.text

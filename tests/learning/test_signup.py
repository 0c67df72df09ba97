from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from lms.delivery.enums import ApprovalState, EnrolmentStatus
from lms.learning.domain.signup import SignUpRefused, leave, open_for_signup, sign_up
from tests.factories.curriculum import ModuleEditionFactory, ModuleFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def arta():
    return ProfessionalFactory(
        first_name="Arta", last_name="Berisha", user=UserFactory(username="arta")
    )


def opened(**more):
    soon = timezone.localdate() + timedelta(days=10)
    facts = {"start_date": soon, "end_date": soon, "is_open_for_signup": True}
    return TrainingFactory(**{"approval": ApprovalState.APPROVED, **facts, **more})


def take(training, person):
    return sign_up(training, professional=person, by=person.user, now=timezone.now())


def give_back(enrolment, person, days=0):
    now = timezone.now() + timedelta(days=days)
    return leave(enrolment, by=person.user, now=now)


def refusal_of(deed):
    with pytest.raises(SignUpRefused) as refusal:
        deed()
    return str(refusal.value)


def test_who_signs_up_has_a_place_and_it_is_logged(arta):
    training = opened()

    assert take(training, arta).status == EnrolmentStatus.ENROLLED
    assert ModelLogEntry.objects.filter(action="lms_learning.sign_up").count() == 1


def test_whoever_comes_late_waits_and_moves_up_when_somebody_leaves(arta):
    training = opened(capacity=1)
    first = ProfessionalFactory(user=UserFactory())
    place = take(training, first)

    waiting = take(training, arta)
    assert waiting.status == EnrolmentStatus.WAITING
    assert give_back(place, first).status == EnrolmentStatus.WITHDRAWN
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.ENROLLED


def test_nobody_signs_up_twice(arta):
    training = opened()
    take(training, arta)

    assert (
        refusal_of(lambda: take(training, arta))
        == "You are signed up already: Enrolled."
    )


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("declined", "You were not accepted: Not this year"),
        (
            "nominated",
            "Your institution nominated you already; wait for the decision.",
        ),
    ],
)
def test_a_decision_of_others_is_not_passed_by(arta, status, words):
    training = opened()
    EnrolmentFactory(
        training=training,
        professional=arta,
        status=status,
        decision_note="Not this year",
    )

    assert refusal_of(lambda: take(training, arta)) == words


def test_whoever_left_may_come_back(arta):
    training = opened()
    give_back(take(training, arta), arta)

    assert take(training, arta).status == EnrolmentStatus.ENROLLED


def test_a_facilitator_takes_no_place(arta):
    training = opened()
    FacilitatorFactory(training=training, trainer__professional=arta)

    assert "nobody is both" in refusal_of(lambda: take(training, arta))


@pytest.mark.parametrize(
    "facts",
    [
        {"is_open_for_signup": False},
        {"approval": ApprovalState.DRAFT},
        {"start_date": timezone.localdate(), "end_date": timezone.localdate()},
        {"signup_until": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_only_what_is_open_takes_people(arta, client_of, facts):
    training = opened(**facts)

    assert (
        refusal_of(lambda: take(training, arta))
        == "This training is not open for sign-up. Ask the coordinator's office."
    )
    url = reverse("lms_learning:sign_up", args=[training.code])
    assert client_of(arta.user).get(url).status_code == 404


def test_the_last_day_to_sign_up_counts():
    today = timezone.localdate()
    training = opened(signup_until=today)

    assert list(open_for_signup(today=today)) == [training]


def test_a_place_is_not_given_back_once_the_training_has_begun(arta):
    place = take(opened(), arta)

    assert "The training began on" in refusal_of(
        lambda: give_back(place, arta, days=10)
    )


@pytest.fixture
def later():
    """A module that comes after X-BEFORE."""
    module = ModuleFactory()
    module.prerequisites.add(ModuleFactory(code="BEFORE"))
    module.save()
    return ModuleEditionFactory(module=module)


def test_missing_modules_are_named_and_block_only_where_the_training_says_so(
    arta, client_of, later
):
    free = opened(editions=[later])
    strict = opened(editions=[later], prerequisites_are_required=True)
    url = reverse("lms_learning:sign_up", args=[free.code])

    assert "have not completed here: BEFORE" in client_of(arta.user).get(url).text
    assert take(free, arta).status == EnrolmentStatus.ENROLLED
    assert refusal_of(lambda: take(strict, arta)) == (
        "You need to complete these modules first: BEFORE. Sign up for a training that "
        "teaches them, or tell the coordinator's office where you learned them."
    )


def test_one_signs_up_and_leaves_on_the_page(arta, client_of):
    training = opened(title="Open one")
    client = client_of(arta.user)
    url = reverse("lms_learning:sign_up", args=[training.code])

    assert "You are signed up." in client.post(url, follow=True).text
    page = client.post(url, {"deed": "leave"}, follow=True)

    assert "You do not take part any more." in page.text
    assert training.enrolments.get().status == EnrolmentStatus.WITHDRAWN


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_names_nobody_and_asks_the_same(
    client, count, django_assert_num_queries
):
    for _ in range(count):
        EnrolmentFactory(
            training=opened(languages=["sq", "en"]), professional__last_name="Tajnik"
        )

    with django_assert_num_queries(4):
        content = client.get(reverse("lms_learning:open_trainings")).text

    assert "Shqip, English" in content
    assert "Tajnik" not in content


def test_a_visitor_who_wants_to_sign_up_is_sent_to_the_door(client):
    url = reverse("lms_learning:sign_up", args=[opened().code])

    assert f"/login/?next={url}" in client.get(url).url


def test_the_switch_of_language_keeps_the_page(arta, client_of):
    training = opened()
    url = reverse("lms_learning:sign_up", args=[training.code])

    content = client_of(arta.user).get(f"{url}?x=1").text

    assert f'href="/sr-latn/sign-up/{training.code}/?x=1"' in content

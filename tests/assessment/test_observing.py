"""Observed practice: who may assess, what passes, and what completion makes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.roles import load_roles
from lms.assessment.domain.closing import close_training
from lms.assessment.domain.observing import (
    ObservationRefused,
    Seen,
    frozen_criteria,
    levels_of,
    record_observation,
)
from lms.assessment.domain.rubric_files import load_rubrics
from lms.assessment.models import Completion, Observation, Rubric
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.observation import ObservationFactory, RubricFactory
from tests.factories.people import TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def rubric():
    return RubricFactory()


def seen(rubric, *levels, **kwargs):
    keys = [one["key"] for one in frozen_criteria(rubric)]
    said = Seen(
        levels=dict(zip(keys, levels, strict=False)),
        strengths="A clear aim",
        advice="Ask more",
        observed_on=date(2026, 3, 11),
    )
    return replace(said, **kwargs)


def record(rubric, said, enrolment=None, assessor=None):
    return record_observation(
        enrolment or EnrolmentFactory(),
        rubric=rubric,
        assessor=assessor or TrainerFactory(),
        seen=said,
        by=None,
        now=NOW,
    )


def refused(*args):
    with pytest.raises(ObservationRefused) as refusal:
        record(*args)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("levels", "passed"), [((3, 3), True), ((4, 3), True), ((4, 2), False)]
)
def test_who_reaches_every_needed_level_has_passed(rubric, levels, passed):
    assert record(rubric, seen(rubric, *levels)).is_passed is passed


def test_an_observation_keeps_the_rubric_of_its_day(rubric):
    observation = record(rubric, seen(rubric, 3, 3))
    rubric.criteria[0].value["needed"] = 4
    rubric.save()

    observation.refresh_from_db()

    assert [one["needed"] for one in observation.criteria] == [3, 3]


def test_the_own_trainer_assesses_only_with_a_written_reason(rubric):
    enrolment = EnrolmentFactory()
    own = FacilitatorFactory(training=enrolment.training).trainer
    said = seen(rubric, 3, 3)

    words = refused(rubric, said, enrolment, own)
    observation = record(
        rubric, replace(said, own_trainer_reason="Nobody else came"), enrolment, own
    )

    assert words == (
        f"{own} teaches in this training. Let somebody else assess, or write down why "
        "that was not possible."
    )
    assert observation.is_own_trainer


def test_the_database_holds_the_reason_of_the_own_trainer(rubric):
    with pytest.raises(Exception, match="own_trainer_assesses_with_a_reason"):
        ObservationFactory(rubric=rubric, is_own_trainer=True)


def test_nobody_assesses_themselves(rubric):
    trainer = TrainerFactory()
    enrolment = EnrolmentFactory(professional=trainer.professional)

    assert refused(rubric, seen(rubric, 3, 3), enrolment, trainer) == (
        "Nobody assesses themselves."
    )


def test_what_cannot_be_is_refused(rubric):
    coming = timezone.localdate(NOW) + timedelta(days=2)
    closed = EnrolmentFactory(training__closed=True)
    gone = EnrolmentFactory(status="withdrawn")
    good = seen(rubric, 3, 3)

    assert refused(rubric, seen(rubric, 3)) == "Choose a level for “Activity”."
    assert refused(rubric, seen(rubric, 3, 5)) == "Choose a level for “Activity”."
    assert refused(rubric, replace(good, observed_on=coming)) == (
        "The day of the observation is still to come."
    )
    assert "is closed" in refused(rubric, good, closed)
    assert "is not a participant" in refused(rubric, good, gone)


def test_the_same_observation_is_not_kept_twice(rubric):
    enrolment, assessor = EnrolmentFactory(), TrainerFactory()
    record(rubric, seen(rubric, 3, 3), enrolment, assessor)

    assert refused(rubric, seen(rubric, 4, 4), enrolment, assessor) == (
        f"{assessor} has recorded this observation of that day already."
    )
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("tries", "reason"),
    [((), "no_observation"), ((False,), "observation"), ((False, True), "")],
)
def test_completion_needs_an_observation_that_was_passed(tries, reason):
    training = TrainingFactory(
        editions=[ModuleEditionFactory(has_observation=True)], days=1
    )
    enrolment = EnrolmentFactory(training=training, marks=["present"])
    for is_passed in tries:
        ObservationFactory(enrolment=enrolment, is_passed=is_passed)

    close_training(training, by=None, now=NOW)

    assert Completion.objects.get().reason == reason


def test_an_assessor_records_and_the_trainee_reads(client, rubric):
    load_roles()
    enrolment = EnrolmentFactory(professional__user=UserFactory(roles=["Participants"]))
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=enrolment.training, trainer__professional__user=user, role="assessor"
    )
    client.force_login(user)
    address = reverse(
        "lms_assessment:observe",
        args=[enrolment.training.code, enrolment.pk, rubric.key],
    )
    levels = {f"level-{one['key']}": "3" for one in frozen_criteria(rubric)}

    answer = client.post(
        address,
        {
            "observed_on": "2026-03-11",
            "strengths": "A clear aim",
            "advice": "Ask more",
            **levels,
        },
        follow=True,
    )
    client.force_login(enrolment.professional.user)
    observation = Observation.objects.get()
    page = client.get(reverse("lms_assessment:observation", args=[observation.pk]))

    assert answer.status_code == 200
    assert (observation.is_passed, observation.assessor.professional.user) == (
        True,
        user,
    )
    assert "Ask more" in page.content.decode()


def test_the_own_trainer_is_asked_for_the_reason_at_its_field(client, rubric):
    load_roles()
    enrolment = EnrolmentFactory()
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(training=enrolment.training, trainer__professional__user=user)
    client.force_login(user)
    address = reverse(
        "lms_assessment:observe",
        args=[enrolment.training.code, enrolment.pk, rubric.key],
    )

    page = client.post(address, {"strengths": "A clear aim"})

    assert "own_trainer_reason" in page.context["form"].errors
    assert "novalidate" in page.content.decode()


def test_the_office_reads_the_levels_that_were_seen(client, coordinator):
    observation = ObservationFactory()
    client.force_login(coordinator)

    page = client.get(reverse("observation:inspect", args=[observation.pk]))

    for criterion, level, text in levels_of(observation):
        assert (level, criterion.needed) == (3, 3)
        assert f"<td>{text}</td>" in page.content.decode()


def test_the_programme_has_rubrics_and_loads_them_once():
    assert (load_rubrics(), load_rubrics()) == (2, 0)
    assert [len(rubric.criteria) for rubric in Rubric.objects.all()] == [4, 5]

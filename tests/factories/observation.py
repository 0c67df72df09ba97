from datetime import date

import factory
from django.utils import timezone

from lms.assessment.domain.observing import frozen_criteria
from lms.assessment.domain.question_content import keyed
from lms.assessment.models import Observation, Rubric
from tests.factories.delivery import EnrolmentFactory
from tests.factories.people import TrainerFactory
from tests.factories.questions import texts


def criterion(name, *, needed=3):
    levels = ("not yet", "partly", "well", "a model to others")
    return {
        "type": "criterion",
        "value": {
            "name": texts(name),
            "levels": [
                {"type": "item", "value": texts(f"{name}: {level}")} for level in levels
            ],
            "needed": needed,
        },
    }


class RubricFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rubric

    class Params:
        names = ("Aim", "Activity")

    key = factory.Sequence(lambda n: f"rubric-{n}")
    kind = "teach_back"
    name_sq = factory.Sequence(lambda n: f"Rubrika {n}")
    criteria = factory.LazyAttribute(
        lambda rubric: keyed([criterion(name) for name in rubric.names])
    )


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    enrolment = factory.SubFactory(EnrolmentFactory)
    rubric = factory.SubFactory(RubricFactory)
    assessor = factory.SubFactory(TrainerFactory)
    observed_on = date(2026, 3, 11)
    criteria = factory.LazyAttribute(lambda seen: frozen_criteria(seen.rubric))
    levels = factory.LazyAttribute(
        lambda seen: {one["key"]: 3 for one in seen.criteria}
    )
    strengths = "Clear aim"
    advice = "Ask more questions"
    is_passed = True
    recorded_at = factory.LazyFunction(timezone.now)

from datetime import timedelta

import factory
from django.utils import timezone

from lms.delivery.models.evaluation import new_token
from lms.learning.models import (
    LearningPath,
    LessonProgress,
    PathModule,
    PracticeSignOff,
    PracticeStep,
)
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory
from tests.factories.people import ProfessionalFactory


class LessonProgressFactory(factory.django.DjangoModelFactory):
    """A lesson that was opened; `done=True` for one that was read."""

    class Meta:
        model = LessonProgress

    class Params:
        done = factory.Trait(done_at=factory.SelfAttribute("opened_at"))

    professional = factory.SubFactory(ProfessionalFactory)
    edition = factory.SubFactory(ModuleEditionFactory)
    lesson_number = 1
    opened_at = factory.LazyFunction(timezone.now)


class PracticeStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PracticeStep

    edition = factory.SubFactory(ModuleEditionFactory)
    order = factory.Sequence(lambda n: n + 1)
    title_sq = factory.LazyAttribute(lambda step: f"Hapi {step.order}")
    title_en = factory.LazyAttribute(lambda step: f"Step {step.order}")
    description_sq = "Provoje në punë."
    description_en = "Try it at work."
    due_days = 30


class PracticeSignOffFactory(factory.django.DjangoModelFactory):
    """A supervisor who was asked just now and has not answered."""

    class Meta:
        model = PracticeSignOff

    enrolment = factory.SubFactory(EnrolmentFactory)
    step = factory.SubFactory(PracticeStepFactory)
    done_on = factory.SelfAttribute("enrolment.training.end_date")
    supervisor_name = "Drita Shefi"
    supervisor_email = "drita@example.org"
    token = factory.LazyFunction(new_token)
    asked_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda one: one.asked_at + timedelta(days=14))


class LearningPathFactory(factory.django.DjangoModelFactory):
    """`LearningPathFactory(professions=[…], modules=[…])`, all modules required."""

    class Meta:
        model = LearningPath
        skip_postgeneration_save = True

    name_sq = factory.Sequence(lambda n: f"Rruga {n}")

    @factory.post_generation
    def professions(path, create, extracted, **kwargs):
        path.professions.set(extracted or [])
        path.save()

    @factory.post_generation
    def modules(path, create, extracted, **kwargs):
        for place, module in enumerate(extracted or []):
            PathModule.objects.create(path=path, module=module, sort_order=place)

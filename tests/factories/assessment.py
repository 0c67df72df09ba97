from datetime import date

import factory
from django.utils import timezone

from lms.assessment.models import Completion, CompletionDefault, PostTestScore
from lms.delivery.models import Enrolment
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, SessionFactory


class CompletionDefaultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CompletionDefault

    valid_from = date(2022, 1, 1)
    attendance_share = 80
    pass_mark = 70


class PostTestScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PostTestScore

    enrolment = factory.SubFactory(EnrolmentFactory)
    edition = factory.SubFactory(ModuleEditionFactory, tested=True)
    percent = 85


class CompletionFactory(factory.django.DjangoModelFactory):
    """A completion as closing writes it; `failed=True` for one that was not reached."""

    class Meta:
        model = Completion

    class Params:
        failed = factory.Trait(
            is_completed=False,
            reason="attendance",
            present_minutes=120,
            last_session=None,
            completed_on=None,
        )

    enrolment = factory.SubFactory(
        EnrolmentFactory, training__closed=True, status="completed"
    )
    is_completed = True
    present_minutes = 360
    scheduled_minutes = 360
    required_share = 80
    last_session = factory.SubFactory(
        SessionFactory, training=factory.SelfAttribute("..enrolment.training")
    )
    completed_on = factory.SelfAttribute("last_session.date")
    decided_at = factory.LazyFunction(timezone.now)


def all_completed(session, people):
    """The enrolments of many people who completed the training of that session."""
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(training=session.training, professional=one, status="completed")
        for one in people
    )
    Completion.objects.bulk_create(
        CompletionFactory.build(
            enrolment=one,
            present_minutes=session.minutes,
            scheduled_minutes=session.minutes,
            last_session=session,
        )
        for one in enrolments
    )
    return enrolments

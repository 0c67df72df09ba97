from datetime import date, time, timedelta

import factory
from django.utils import timezone

from lms.delivery.enums import (
    EnrolmentStatus,
    FacilitatorRole,
    LetterKind,
    LetterReason,
    LetterState,
    MarkSource,
    MarkValue,
    TrainingStatus,
)
from lms.delivery.models import (
    Action,
    Briefing,
    Enrolment,
    Facilitator,
    Headcount,
    Letter,
    Mark,
    MarkEvent,
    Session,
    Training,
)
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.people import (
    InstitutionFactory,
    ProfessionalFactory,
    ProfessionFactory,
    TrainerFactory,
)


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    code = factory.Sequence(lambda n: f"T.{n}")
    name_sq = factory.Sequence(lambda n: f"Veprimi {n}")


class TrainingFactory(factory.django.DjangoModelFactory):
    """`TrainingFactory(editions=[…], actions=[…], days=2)` makes a session a day."""

    class Meta:
        model = Training
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            status=TrainingStatus.CLOSED, closed_at=factory.LazyFunction(timezone.now)
        )
        cancelled = factory.Trait(
            status=TrainingStatus.CANCELLED, cancel_reason="Snow on the road"
        )

    code = factory.Sequence(lambda n: f"T-2026-{n:02}")
    title = factory.Sequence(lambda n: f"Trajnimi {n}")
    start_date = date(2026, 3, 10)
    end_date = date(2026, 3, 12)
    place = "Prizren"

    @factory.post_generation
    def editions(training, create, extracted, **kwargs):
        training.editions.set(
            [ModuleEditionFactory()] if extracted is None else extracted
        )
        training.save()

    @factory.post_generation
    def actions(training, create, extracted, **kwargs):
        training.actions.set(extracted or [])
        training.save()

    @factory.post_generation
    def days(training, create, extracted, **kwargs):
        for day in range(extracted or 0):
            SessionFactory(
                training=training, date=training.start_date + timedelta(days=day)
            )


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    training = factory.SubFactory(TrainingFactory)
    date = factory.SelfAttribute("training.start_date")
    starts = time(9)
    ends = time(15)


class FacilitatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Facilitator

    training = factory.SubFactory(TrainingFactory)
    trainer = factory.SubFactory(TrainerFactory)
    role = FacilitatorRole.LEAD


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """`EnrolmentFactory(marks=["present", "absent"])` marks the sessions in order."""

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    training = factory.SubFactory(TrainingFactory)
    professional = factory.SubFactory(ProfessionalFactory)
    institution = factory.SubFactory(InstitutionFactory)
    profession = factory.SubFactory(ProfessionFactory)
    status = EnrolmentStatus.ENROLLED
    waiting_since = factory.LazyAttribute(
        lambda one: timezone.now() if one.status == EnrolmentStatus.WAITING else None
    )

    @factory.post_generation
    def marks(enrolment, create, extracted, **kwargs):
        sessions = Session.objects.filter(training=enrolment.training).in_order()
        for session, value in zip(sessions, extracted or [], strict=False):
            MarkFactory(enrolment=enrolment, session=session, value=value)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark
        skip_postgeneration_save = True

    enrolment = factory.SubFactory(EnrolmentFactory)
    session = factory.SubFactory(
        SessionFactory, training=factory.SelfAttribute("..enrolment.training")
    )
    value = MarkValue.PRESENT
    source = MarkSource.LIVE
    marked_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def event(mark, create, extracted, **kwargs):
        """The word that the mark rests on; `event=False` leaves it out."""
        if extracted is not False:
            MarkEventFactory.of(mark)


class MarkEventFactory(factory.django.DjangoModelFactory):
    """`MarkEventFactory.of(mark)` is the word behind a mark."""

    class Meta:
        model = MarkEvent

    enrolment = factory.SubFactory(EnrolmentFactory)
    session = factory.SubFactory(
        SessionFactory, training=factory.SelfAttribute("..enrolment.training")
    )
    value = MarkValue.PRESENT
    source = MarkSource.LIVE
    number = factory.LazyAttribute(lambda event: event.session.events.count() + 1)
    sequence = factory.SelfAttribute("number")
    received_at = factory.LazyFunction(timezone.now)

    @classmethod
    def of(cls, mark, **facts):
        said = {
            "value": mark.value,
            "source": mark.source,
            "said_by": mark.marked_by,
            "received_at": mark.marked_at,
        }
        return cls(enrolment=mark.enrolment, session=mark.session, **(said | facts))


class HeadcountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Headcount

    action = factory.SubFactory(ActionFactory)
    institution = factory.SubFactory(InstitutionFactory)
    date = date(2026, 5, 1)
    people = 12


class LetterFactory(factory.django.DjangoModelFactory):
    """An invitation that is due; `sent` and `failed` are what became of it."""

    class Meta:
        model = Letter

    class Params:
        sent = factory.Trait(
            state=LetterState.SENT, sent_at=factory.SelfAttribute("made_at"), tries=1
        )
        failed = factory.Trait(
            state=LetterState.FAILED, reason=LetterReason.REFUSED, tries=1
        )

    kind = LetterKind.INVITATION
    training = factory.SubFactory(TrainingFactory)
    professional = factory.SubFactory(ProfessionalFactory)
    made_at = factory.LazyFunction(timezone.now)
    due_at = factory.SelfAttribute("made_at")


class BriefingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Briefing

    enrolment = factory.SubFactory(EnrolmentFactory)
    briefed_on = date(2026, 4, 1)
    people = 7
    entered_at = factory.LazyFunction(timezone.now)

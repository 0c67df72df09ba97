"""Nobody is in two trainings at once, and hardly in two places on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.delivery.enums import TrainingKind, TrainingStatus
from lms.delivery.models import Enrolment, Facilitator, Session, Training
from trainers_pool.models import Professional

#: With less time from one place to another, somebody is warned.
TIME_TO_TRAVEL = timedelta(hours=2)

Pairs = list[tuple[Session, Session]]


def reason_double_booked(
    training: Training,
    *,
    sessions: Iterable[Session] | None = None,
    person: Professional | None = None,
) -> str:
    """Who is elsewhere during `sessions` of `training`; "" if nobody is.

    Without `sessions` all of the training's are meant, without `person` everybody
    who teaches or takes part. The same few queries for any number of either.
    """
    found = _found(training, sessions, person, _overlap)
    return found[0] if found else ""


def near_clashes(
    training: Training,
    *,
    sessions: Iterable[Session] | None = None,
    person: Professional | None = None,
) -> list[str]:
    """Who has little time to come from another place; to be said, not refused."""
    return _found(training, sessions, person, _is_near)


def _found(
    training: Training,
    sessions: Iterable[Session] | None,
    person: Professional | None,
    clash: Callable[[Session, Session], bool],
) -> list[str]:
    pairs = _pairs(training, sessions, clash)
    if not pairs:
        return []
    there = _people_there(
        training, {other.training_id for _own, other in pairs}, person
    )
    words = {
        _words(name, other, is_near=clash is _is_near)
        for _own, other in pairs
        for name in there[other.training_id]
    }
    return sorted(words)


def _pairs(
    training: Training,
    sessions: Iterable[Session] | None,
    clash: Callable[[Session, Session], bool],
) -> Pairs:
    if sessions is None:
        sessions = Session.objects.filter(training=training).taking_place()
    wanted = list(sessions)
    for own in wanted:
        own.training = training
    others = (
        Session.objects.taking_place()
        .filter(date__in={own.date for own in wanted})
        .exclude(training_id=training.pk)
        .exclude(training__status=TrainingStatus.CANCELLED)
        .select_related("training")
        .in_order()
    )
    by_day = defaultdict(list)
    for other in others if wanted else ():
        by_day[other.date].append(other)
    return [
        (own, other)
        for own in wanted
        for other in by_day[own.date]
        if clash(own, other)
    ]


def _people_there(
    training: Training, trainings: set[int], person: Professional | None
) -> dict[int, list[Professional]]:
    """Who of `training`, or this person, is expected in which of `trainings`."""
    if person:
        people = Q(pk=person.pk)
    else:
        people = Q(
            pk__in=Facilitator.objects.filter(training=training)
            .expected()
            .values("trainer__professional")
        ) | Q(
            pk__in=Enrolment.objects.filter(training=training)
            .attending()
            .values("professional")
        )
    meant = Professional.objects.filter(people).values("pk")
    there = defaultdict(list)
    for facilitator in (
        Facilitator.objects.filter(
            training__in=trainings, trainer__professional__in=meant
        )
        .expected()
        .select_related("trainer__professional")
    ):
        there[facilitator.training_id].append(facilitator.trainer.professional)
    for enrolment in (
        Enrolment.objects.filter(training__in=trainings, professional__in=meant)
        .attending()
        .select_related("professional")
    ):
        there[enrolment.training_id].append(enrolment.professional)
    return there


def _overlap(own: Session, other: Session) -> bool:
    return own.starts < other.ends and other.starts < own.ends


def _is_near(own: Session, other: Session) -> bool:
    """Not at once, in different places, and with little time between."""
    if _overlap(own, other) or not _are_apart(own.training, other.training):
        return False
    first, second = sorted((own, other), key=lambda session: session.starts)
    gap = _moment(second, "starts") - _moment(first, "ends")
    return gap < TIME_TO_TRAVEL


def _are_apart(one: Training, other: Training) -> bool:
    if TrainingKind.ONLINE in (one.kind, other.kind):
        return False
    towns = {one.municipality_id, other.municipality_id}
    if None not in towns and len(towns) > 1:
        return True
    return one.place.strip().casefold() != other.place.strip().casefold()


def _moment(session: Session, name: str) -> datetime:
    return datetime.combine(session.date, getattr(session, name))


def _words(person: Professional, other: Session, *, is_near: bool) -> str:
    if is_near:
        text = _(
            "%(person)s has less than two hours between two places: training %(code)s "
            "is in %(place)s on %(day)s, %(starts)s–%(ends)s."
        )
    else:
        text = _(
            "%(person)s is in training %(code)s at that time: %(day)s, "
            "%(starts)s–%(ends)s."
        )
    return text % {
        "person": person,
        "code": other.training.code,
        "place": other.training.place or "–",
        "day": date_format(other.date),
        "starts": f"{other.starts:%H:%M}",
        "ends": f"{other.ends:%H:%M}",
    }

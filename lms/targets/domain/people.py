"""Who is behind a number, and what keeps the others out of it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lms.delivery.models import Enrolment, SheetRow, Training
from lms.targets.domain.periods import period_of
from lms.targets.domain.standing import counted, decisive, standings
from lms.targets.enums import COUNTS, LinkStatus
from lms.targets.models import Indicator

#: What the lists of people read.
RELATED = ("professional", "institution", "profession", "training", "completion")


def people_counted(indicator: Indicator, *, on: date) -> QuerySet[Enrolment]:
    """A row for each person: the enrolment that earned the count."""
    return _people(indicator, on=on).filter(standing=COUNTS)


def participations_counted(indicator: Indicator, *, on: date) -> QuerySet[Enrolment]:
    """Every enrolment that counts, also the later ones of a person."""
    if indicator.is_out_of_scope:
        return Enrolment.objects.none()
    rows = counted(standings([indicator], on=on))
    return (
        Enrolment.objects.filter(pk__in=rows.values("pk"))
        .select_related(*RELATED)
        .order_by("professional__folded_name", "pk")
    )


def trainings_counted(indicator: Indicator, *, on: date) -> QuerySet[Training]:
    """Closed linked trainings whose last day lies in the period."""
    if indicator.is_out_of_scope:
        return Training.objects.none()
    period = period_of(indicator, on=on)
    return (
        Training.objects.closed()
        .filter(
            pk__in=_linked_to(indicator).values("pk"),
            end_date__range=(period.start, period.end),
        )
        .select_related("municipality", "organiser")
        .order_by("-end_date", "code")
    )


def people_not_counted(indicator: Indicator, *, on: date) -> QuerySet[Enrolment]:
    """A row for each other person: the enrolment nearest to counting.

    `standing` says what is in its way.
    """
    return _people(indicator, on=on).filter(standing__gt=COUNTS)


def rows_in_review(indicator: Indicator) -> QuerySet[SheetRow]:
    """Rows of sheets of linked trainings that wait for a decision."""
    if indicator.is_out_of_scope:
        return SheetRow.objects.none()
    return (
        SheetRow.objects.awaiting_decision()
        .filter(sheet_import__training__in=_linked_to(indicator).values("pk"))
        .select_related("sheet_import__training", "sheet_import__evidence")
        .order_by("sheet_import", "number")
    )


def _linked_to(indicator: Indicator) -> QuerySet[Training]:
    return Training.objects.filter(
        actions__indicator_links__indicator=indicator,
        actions__indicator_links__status=LinkStatus.ACCEPTED,
    )


def _people(indicator: Indicator, *, on: date) -> QuerySet[Enrolment]:
    people = decisive(indicator, on=on)
    if indicator.is_out_of_scope:
        people = people.none()
    return people.select_related(*RELATED).order_by("professional__folded_name", "pk")

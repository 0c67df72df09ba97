"""Shares of staff: trained people who work there now, of all who do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Sum, Value, When

from lms.targets.enums import IndicatorKind
from lms.targets.models import Indicator, StaffNumber


def staff_of(indicators: Sequence[Indicator], *, on: date) -> dict[int, int]:
    """People employed on the day, by indicator; one without a number is not there."""
    return dict(
        StaffNumber.objects.newest(on=on)
        .filter(indicator__in=_sharing(indicators))
        .order_by()
        .values_list("indicator")
        .annotate(Sum("people"))
    )


def is_staff(indicators: Sequence[Indicator], *, on: date) -> Case:
    """1 for a person who works on the day where the staff of the indicator is known."""
    works_there = StaffNumber.objects.filter(
        Q(institution__affiliations__start_date__isnull=True)
        | Q(institution__affiliations__start_date__lte=on),
        Q(institution__affiliations__end_date__isnull=True)
        | Q(institution__affiliations__end_date__gte=on),
        institution__affiliations__professional=OuterRef("professional"),
        indicator=OuterRef("indicator_id"),
        as_of__lte=on,
    )
    return Case(
        When(~Q(indicator_id__in=_sharing(indicators)), then=Value(0)),
        When(Exists(works_there), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _sharing(indicators: Sequence[Indicator]) -> list[int]:
    return [each.pk for each in indicators if each.kind == IndicatorKind.SHARE_OF_STAFF]

"""The trainer's report of a training, with its days and costs against the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.enums import TrainingStatus
from lms.delivery.models import CostLine, Mark, Session, TrainerReport, Training
from trainers_pool.models import Institution

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class ReportRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True)
class Cost:
    """A line as it was typed; amounts are euro."""

    what: str
    planned: Decimal | None = None
    actual: Decimal | None = None
    funder: Institution | None = None


@dataclass(frozen=True)
class Days:
    planned: int
    held: int


@dataclass(frozen=True)
class Against:
    """What was planned and what became of it."""

    days: Days
    costs: Sequence[CostLine]
    planned: Decimal
    actual: Decimal


@transaction.atomic
def write_report(
    training: Training,
    *,
    facts: Mapping[str, Any],
    costs: Sequence[Cost],
    by: User | None,
    now: datetime,
) -> TrainerReport:
    """Keep the report as it stands now; a closed training may still get its report.

    `costs` are all lines there are: those before are replaced by them.
    """
    training = Training.objects.select_for_update().get(pk=training.pk)
    if training.status == TrainingStatus.CANCELLED:
        raise ReportRefused(
            _("Training %(code)s is cancelled; there is nothing to report.")
            % {"code": training.code}
        )
    report, _is_new = TrainerReport.objects.update_or_create(
        training=training,
        defaults={**facts, "written_by": by, "written_at": now},
    )
    CostLine.objects.filter(training=training).delete()
    CostLine.objects.bulk_create(
        CostLine(
            training=training,
            what=cost.what,
            planned=cost.planned,
            actual=cost.actual,
            funder=cost.funder,
        )
        for cost in costs
    )
    log(training, "lms_delivery.write_report", user=by, data={"costs": len(costs)})
    return report


def report_of(training: Training) -> TrainerReport | None:
    return TrainerReport.objects.filter(training=training).first()


def days_by_sessions(training: Training) -> Days:
    """Planned: the days of all sessions; held: those on which somebody was marked."""
    sessions = Session.objects.filter(training=training)
    marked = Mark.objects.filter(session__training=training)
    return Days(
        planned=len(set(sessions.values_list("date", flat=True))),
        held=len(set(marked.values_list("session__date", flat=True))),
    )


def against_plan(training: Training, report: TrainerReport | None) -> Against:
    """Days and costs; what the report says of the days stands over the sessions."""
    days = days_by_sessions(training)
    if report:
        planned, held = report.planned_days, report.held_days
        days = Days(
            planned=days.planned if planned is None else planned,
            held=days.held if held is None else held,
        )
    costs = list(CostLine.objects.filter(training=training).select_related("funder"))
    return Against(
        days=days,
        costs=costs,
        planned=sum((line.planned or Decimal() for line in costs), Decimal()),
        actual=sum((line.actual or Decimal() for line in costs), Decimal()),
    )

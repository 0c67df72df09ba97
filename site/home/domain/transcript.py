"""The record of one person: trainings, attendance, scores, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from certificates.models import Certificate
from curriculum.printing import PrintRefused, render_pdf
from lms.assessment.models import PostTestScore
from lms.delivery.models import Enrolment
from trainers_pool.models import Professional


class TranscriptRefused(Exception):
    """Carries in words why the record cannot be printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One training, in the words of the language that is active."""

    title: str
    days: str
    modules: str
    hours: str
    attendance: str
    scores: str
    result: str
    certificates: str


def draw_transcript(
    professional: Professional, *, printed_by: str, now: datetime
) -> bytes:
    """The state of now as PDF, in the language of the person."""
    with translation.override(professional.language):
        html = render_to_string(
            "home/pdf/transcript.html",
            {
                "person": professional.full_name,
                "lines": record_of(professional),
                "printed_at": date_format(
                    timezone.localtime(now), "SHORT_DATETIME_FORMAT"
                ),
                "printed_by": printed_by,
                "language": professional.language,
            },
        )
        try:
            return render_pdf(html)
        except PrintRefused as refusal:
            raise TranscriptRefused(str(refusal)) from refusal


def record_of(professional: Professional) -> list[Line]:
    """The trainings a person was in, the first one first."""
    return [_line(one) for one in _enrolments(professional)]


def _enrolments(professional: Professional) -> Any:
    return (
        Enrolment.objects.filter(professional=professional)
        .attending()
        .select_related("training", "completion")
        .prefetch_related(
            "training__editions__module",
            Prefetch(
                "post_test_scores",
                PostTestScore.objects.select_related("edition__module"),
            ),
            Prefetch(
                "certificates",
                Certificate.objects.valid().select_related("kind"),
                to_attr="valid_certificates",
            ),
        )
        .order_by("training__start_date", "pk")
    )


def _line(enrolment: Enrolment) -> Line:
    training = enrolment.training
    completion = getattr(enrolment, "completion", None)
    days = dict.fromkeys(map(date_format, (training.start_date, training.end_date)))
    return Line(
        title=training.title,
        days=" – ".join(days),
        modules=training.modules_taught(),
        hours=_hours(completion.present_minutes) if completion else "–",
        attendance=f"{number_format(completion.share, 1)} %" if completion else "–",
        scores="; ".join(
            f"{score.edition.module.code}: {score.percent} %"
            for score in enrolment.post_test_scores.all()
        )
        or "–",
        result=_result(enrolment, completion),
        certificates="; ".join(
            f"{one.kind.name} {one.number}" for one in enrolment.valid_certificates
        )
        or "–",
    )


def _result(enrolment: Enrolment, completion: Any) -> str:
    if completion is None:
        return enrolment.get_status_display()
    if not completion.is_completed:
        return _("Not completed")
    return _("Completed on %(day)s") % {"day": date_format(completion.completed_on)}


def _hours(minutes: int) -> str:
    return number_format(minutes / 60, 1)

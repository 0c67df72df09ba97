"""Tests on paper: the printed form, and the answers typed in from it.

On paper options have letters; what people wrote is typed as letters, too: ``b`` for one
answer, ``bd`` for several, ``cab`` for a matching (what belongs to 1, 2, 3) and for an
ordering (the first, the second, the third). A short text is typed as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.printing import PrintRefused, render_pdf
from lms.assessment.enums import AttemptSource, FormLetter, QuestionKind, Stage
from lms.assessment.models import Answer, Attempt, Form, Sitting
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Enrolment, Training

from .attempts import grade_again, hand_in, why_not_take
from .grading import LONGEST_TEXT
from .presenting import ShownPart, ShownQuestion, shown_on_paper

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: What was typed: the key of the place and the number of the part, from 0.
Typed = Mapping[tuple[int, int], str]


class PaperRefused(Exception):
    """Carries the reason in words fit for the person."""


def draw_paper_test(sitting: Sitting, letter: FormLetter) -> bytes:
    """The form as a PDF in the active language, with its code on every page."""
    form = _form(sitting, letter)
    context = {
        "sitting": sitting,
        "form": form,
        "code": paper_code(sitting, letter),
        "questions": shown_on_paper(form),
        "language": get_language(),
    }
    try:
        return render_pdf(render_to_string("lms_assessment/pdf/test.html", context))
    except PrintRefused as refusal:
        raise PaperRefused(str(refusal)) from refusal


def paper_code(sitting: Sitting, letter: str) -> str:
    return f"{sitting.code}-{letter}"


def questions_on_paper(sitting: Sitting, letter: FormLetter) -> list[ShownQuestion]:
    return shown_on_paper(_form(sitting, letter))


@transaction.atomic
def enter_paper(
    sitting: Sitting,
    *,
    enrolment: Enrolment,
    letter: FormLetter,
    typed: Typed,
    by: User | None,
    now: datetime,
) -> Attempt:
    """The attempt of one sheet, graded; typing the same person again replaces it.

    Refused where the person took the test on the site, and once the results stand.
    """
    training = Training.objects.select_for_update().get(pk=sitting.training_id)
    _refuse_if_settled(training, sitting)
    form = _form(sitting, letter)
    responses = {
        shown.place.pk: _response(shown, typed) for shown in shown_on_paper(form)
    }
    attempt, before = _attempt(sitting, enrolment, form, now=now, by=by)
    Answer.objects.bulk_create(
        Answer(attempt=attempt, form_question_id=place, response=response, saved_at=now)
        for place, response in responses.items()
    )
    attempt = grade_again(attempt, now=now) if before else hand_in(attempt, now=now)
    log(
        training,
        "lms_assessment.enter_paper",
        user=by,
        data={
            "sitting": sitting.pk,
            "enrolment": enrolment.pk,
            "before": before,
            "percent": attempt.percent,
        },
    )
    return attempt


def _refuse_if_settled(training: Training, sitting: Sitting) -> None:
    is_closed = training.status == TrainingStatus.CLOSED
    if not training.is_open and not (is_closed and sitting.stage == Stage.DELAYED):
        raise PaperRefused(
            _("Training %(code)s is closed; its results do not change any more.")
            % {"code": training.code}
        )


def _form(sitting: Sitting, letter: str) -> Form:
    return Form.objects.get(
        training=sitting.training_id, test=sitting.test_id, letter=letter
    )


def _attempt(
    sitting: Sitting,
    enrolment: Enrolment,
    form: Form,
    *,
    now: datetime,
    by: User | None,
) -> tuple[Attempt, dict[str, Any] | None]:
    """The attempt to fill, emptied, and what it was before where there was one."""
    earlier = Attempt.objects.filter(sitting=sitting, enrolment=enrolment).first()
    if words := why_not_take(sitting, enrolment):
        raise PaperRefused(words)
    if earlier is None:
        attempt = Attempt.objects.create(
            sitting=sitting,
            enrolment=enrolment,
            form=form,
            source=AttemptSource.PAPER,
            language=get_language() or "sq",
            seed=0,
            started_at=now,
            entered_by=by,
        )
        return attempt, None
    if earlier.source != AttemptSource.PAPER:
        raise PaperRefused(
            _("%(name)s took this test on the site.") % {"name": enrolment.professional}
        )
    before = {"form": earlier.form.letter, "percent": earlier.percent}
    earlier.answers.all().delete()
    earlier.form, earlier.entered_by = form, by
    earlier.save(update_fields=["form", "entered_by"])
    return earlier, before


def _response(shown: ShownQuestion, typed: Typed) -> dict[str, Any]:
    response = {}
    for place, part in enumerate(shown.parts):
        text = typed.get((shown.place.pk, place), "").strip()
        if not text:
            continue
        try:
            response[part.key] = read_typed(part, text)
        except ValueError as error:
            raise PaperRefused(
                _("Question %(number)s: %(reason)s")
                % {"number": shown.number, "reason": error}
            ) from error
    return response


def read_typed(part: ShownPart, text: str) -> Any:
    """What `text` answers; raises ValueError with words fit for the person."""
    if part.kind == QuestionKind.SHORT_TEXT:
        return text[:LONGEST_TEXT]
    letters = [sign for sign in text.lower() if sign.isalnum()]
    if part.kind == QuestionKind.TRUE_FALSE:
        return _one(letters, {"a": True, "b": False})
    keys = {choice.letter: choice.key for choice in part.choices}
    if part.kind == QuestionKind.SINGLE:
        return _one(letters, keys)
    chosen = [_one([letter], keys) for letter in letters]
    if part.kind == QuestionKind.MATCHING:
        if len(chosen) != len(part.rows):
            raise ValueError(_wrong_number(len(part.rows)))
        return dict(zip((row.key for row in part.rows), chosen, strict=True))
    if len(set(chosen)) != len(chosen):
        raise ValueError(_("a letter stands there twice."))
    if part.kind == QuestionKind.ORDERING and len(chosen) != len(keys):
        raise ValueError(_wrong_number(len(keys)))
    return chosen


def _one(letters: list[str], keys: Mapping[str, Any]) -> Any:
    if len(letters) != 1:
        raise ValueError(_("write one letter."))
    if letters[0] not in keys:
        raise ValueError(
            _("“%(letter)s” is no answer; write one of %(letters)s.")
            % {"letter": letters[0], "letters": ", ".join(keys)}
        )
    return keys[letters[0]]


def _wrong_number(wanted: int) -> str:
    return _("write %(count)s letters, one after the other.") % {"count": wanted}

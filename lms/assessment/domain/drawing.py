"""Drawing the two parallel forms of a training's test from the bank."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Avg, Q
from django.utils.translation import gettext as _

from curriculum.models import LearningObjective
from lms.assessment.enums import FormLetter
from lms.assessment.models import (
    FULL_POINTS,
    DrawRule,
    Form,
    FormQuestion,
    QuestionVersion,
    Test,
)
from lms.delivery.models import Training

from .question_content import content_of

#: Which form the questions of an objective go to, the easiest pair first: neither
#: form is always given the easier one.
_DEAL = (FormLetter.A, FormLetter.B, FormLetter.B, FormLetter.A)


class DrawingRefused(Exception):
    """Carries the reason in words fit for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that may be drawn, with what makes two of them alike."""

    version: QuestionVersion
    objectives: frozenset[int]
    kinds: tuple[str, ...]
    #: Mean points of those who were asked; half of all where nobody was yet.
    facility: float


@transaction.atomic
def draw_forms(
    training: Training,
    test: Test,
    *,
    now: datetime,
    chance: random.Random | None = None,
) -> list[Form]:
    """The forms A and B of `training`, drawn by the rules of `test` if they are not yet.

    Nobody can foresee what is drawn, save who gives a `chance` of their own.
    """
    Training.objects.select_for_update().get(pk=training.pk)
    drawn = list(Form.objects.filter(training=training, test=test).order_by("letter"))
    if drawn:
        return drawn
    picked = _picked(test, chance or random.SystemRandom())
    return [
        _write(training, test, letter, picked[letter], now) for letter in FormLetter
    ]


def why_not_draw(test: Test) -> str:
    """Why no forms could be drawn today, for who edits a test; empty where they could."""
    try:
        _picked(test, random.SystemRandom())
    except DrawingRefused as refusal:
        return str(refusal)
    return ""


def candidates(test: Test) -> list[Candidate]:
    """The newest versions of the module's questions that are whole in three languages."""
    versions = (
        QuestionVersion.objects.newest()
        .filter(question__module__editions=test.edition_id, question__is_retired=False)
        .annotate(
            mean=Avg(
                "asked__answers__points",
                filter=Q(asked__answers__points__isnull=False),
            )
        )
        .select_related("question")
        .prefetch_related("question__objectives")
        .order_by("question__key")
    )
    found = []
    for version in versions:
        content = content_of(version)
        if content.missing_languages:
            continue
        found.append(
            Candidate(
                version=version,
                objectives=frozenset(
                    objective.pk for objective in version.question.objectives.all()
                ),
                kinds=tuple(part.kind for part in content.parts),
                facility=FULL_POINTS / 2 if version.mean is None else version.mean,
            )
        )
    return found


Picked = dict[FormLetter, list[tuple[LearningObjective, Candidate]]]


def _picked(test: Test, chance: random.Random) -> Picked:
    rules = list(test.draw_rules.select_related("objective").order_by("sort_order"))
    if not rules:
        raise DrawingRefused(
            _("The test of %(edition)s says nothing of what is drawn. Add objectives.")
            % {"edition": test.edition}
        )
    return _pick(rules, candidates(test), chance)


def _pick(
    rules: Iterable[DrawRule], pool: list[Candidate], chance: random.Random
) -> Picked:
    picked: Picked = {letter: [] for letter in FormLetter}
    left = {candidate.version.pk: candidate for candidate in pool}
    for rule in sorted(rules, key=lambda rule: _fitting_count(rule, pool)):
        fitting = [one for one in left.values() if rule.objective_id in one.objectives]
        wanted = 2 * rule.number
        if len(fitting) < wanted:
            raise DrawingRefused(
                _(
                    "Two forms need %(wanted)s questions of “%(objective)s”, and there are "
                    "%(there)s that are in use and whole in three languages. Write more, "
                    "or draw fewer."
                )
                % {
                    "wanted": wanted,
                    "objective": rule.objective,
                    "there": len(fitting),
                }
            )
        chosen = chance.sample(fitting, wanted)
        chosen.sort(key=lambda one: (one.kinds, one.facility))
        for place, one in enumerate(chosen):
            picked[_DEAL[place % 4]].append((rule.objective, one))
            del left[one.version.pk]
    return picked


def _fitting_count(rule: DrawRule, pool: list[Candidate]) -> int:
    """Scarce objectives choose first, so that a question of two does not fail them."""
    return sum(rule.objective_id in one.objectives for one in pool)


def _write(
    training: Training,
    test: Test,
    letter: FormLetter,
    picked: list[tuple[LearningObjective, Candidate]],
    now: datetime,
) -> Form:
    form = Form.objects.create(
        training=training, test=test, letter=letter, drawn_at=now
    )
    in_order = sorted(picked, key=lambda one: (one[0].sort_order or 0, one[0].pk))
    FormQuestion.objects.bulk_create(
        FormQuestion(
            form=form, place=place, version=candidate.version, objective=objective
        )
        for place, (objective, candidate) in enumerate(in_order, start=1)
    )
    return form

"""What an answer is worth: whole numbers only, the same for everybody.

A response maps the key of each part to what was answered:

    single       the key of an option
    multiple     a list of keys of options
    true_false   true or false
    matching     {key of a pair's left: key of the pair whose right was chosen}
    ordering     a list of keys, in the order chosen
    short_text   what was written

A part that was left out is worth nothing. A question is worth FULL_POINTS at most:
the mean of its parts, rounded down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from curriculum.folding import fold
from lms.assessment.enums import QuestionKind
from lms.assessment.models import FULL_POINTS

from .question_content import Content, Part

Response = Mapping[str, Any]

LONGEST_TEXT = 200


class ResponseRefused(Exception):
    """Carries the reason in words fit for the person."""


def points_of(content: Content, response: Response) -> int:
    """0 to FULL_POINTS; `response` has passed `check_response`."""
    points = sum(_points(part, response.get(part.key)) for part in content.parts)
    return points // len(content.parts)


def percent_of(points: int, *, questions: int) -> int:
    """The result of a whole test, rounded down; 0 where nothing was asked."""
    return points * 100 // (FULL_POINTS * questions) if questions else 0


def check_response(content: Content, response: object) -> Response:
    """Return `response` if it could answer the question; refuse anything else."""
    if not isinstance(response, dict):
        raise ResponseRefused(_("This answer cannot be read. Open the test again."))
    parts = {part.key: part for part in content.parts}
    for key, answer in response.items():
        if key not in parts or not _could_answer(parts[key], answer):
            raise ResponseRefused(
                _("This answer does not belong to the question. Open the test again.")
            )
    return response


def _points(part: Part, answer: Any) -> int:
    if answer is None:
        return 0
    match part.kind:
        case QuestionKind.SINGLE:
            return FULL_POINTS * (answer in part.right_options)
        case QuestionKind.TRUE_FALSE:
            return FULL_POINTS * (answer is part.is_right)
        case QuestionKind.MULTIPLE:
            return _points_of_several(part.right_options, set(answer))
        case QuestionKind.MATCHING:
            right = sum(answer.get(pair.key) == pair.key for pair in part.pairs)
            return FULL_POINTS * right // len(part.pairs)
        case QuestionKind.ORDERING:
            wanted = [item.key for item in part.items]
            right = sum(
                one == other for one, other in zip(wanted, answer, strict=False)
            )
            return FULL_POINTS * right // len(wanted)
        case QuestionKind.SHORT_TEXT:
            accepted = {
                fold(text) for lines in part.accepted.values() for text in lines
            }
            return FULL_POINTS * (fold(answer) in accepted - {""})
    raise AssertionError(part.kind)


def _points_of_several(right: frozenset[str], chosen: set[str]) -> int:
    """A wrong choice takes back a right one, so that choosing everything gains nothing."""
    gained = len(chosen & right) - len(chosen - right)
    return FULL_POINTS * max(gained, 0) // len(right)


def _could_answer(part: Part, answer: object) -> bool:
    match part.kind:
        case QuestionKind.SINGLE:
            return answer in [option.key for option in part.options]
        case QuestionKind.TRUE_FALSE:
            return isinstance(answer, bool)
        case QuestionKind.MULTIPLE:
            return _are_some(answer, {option.key for option in part.options})
        case QuestionKind.MATCHING:
            keys = {pair.key for pair in part.pairs}
            return (
                isinstance(answer, dict)
                and answer.keys() <= keys
                and all(isinstance(one, str) and one in keys for one in answer.values())
            )
        case QuestionKind.ORDERING:
            return _are_some(answer, {item.key for item in part.items})
        case QuestionKind.SHORT_TEXT:
            return isinstance(answer, str) and len(answer) <= LONGEST_TEXT
    raise AssertionError(part.kind)


def _are_some(answer: object, keys: set[str]) -> bool:
    """Whether `answer` is a list of some of `keys`, none twice."""
    return (
        isinstance(answer, list)
        and all(isinstance(one, str) for one in answer)
        and len(set(answer)) == len(answer)
        and set(answer) <= keys
    )

"""The cells of a row: names, facts about the person, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from curriculum.folding import fold
from trainers_pool.enums import Sex

from .sheet_columns import Columns
from .sheet_grid import CellError, Formula, Value, shortened, text_of
from .sheet_headings import (
    EMAIL,
    FIRST_NAME,
    INSTITUTION,
    LAST_NAME,
    MUNICIPALITY,
    PHONE,
    PROFESSION,
    SEX,
    WHOLE_NAME,
)
from .sheet_meanings import Column

NAME_LENGTH = 100
FOLDED_NAME_LENGTH = 220
_LENGTHS = {
    EMAIL: 254,
    INSTITUTION: 255,
    PROFESSION: 255,
    MUNICIPALITY: 255,
    PHONE: 40,
    SEX: 40,
}
_TELEPHONE = re.compile(r"\+\s?\(?\d[\d\s()/.-]*")
_FEMALE = frozenset(
    ("f", "femer", "femra", "grua", "z", "zensko", "zenski", "zena", "female", "woman")
)
_MALE = frozenset(
    ("m", "mashkull", "burre", "musko", "muski", "muskarac", "male", "man")
)
#: What is written where there is no address.
_NO_EMAIL = frozenset(["n a", "nuk ka", "ska", "s ka", "nema", "none", "x"])


@dataclass(frozen=True)
class Problem:
    """What is wrong in one column of a row."""

    column: Column
    reason: str


def formula_problem(column: Column, value: Value) -> Problem | None:
    """A cell that computes, or would once it is opened somewhere else."""
    if isinstance(value, CellError):
        return Problem(
            column,
            _("The cell shows the error %(value)s. Write the text instead.")
            % {"value": shortened(value)},
        )
    text = text_of(value)
    if not isinstance(value, Formula) and (
        not text.startswith(("=", "+", "@")) or _TELEPHONE.fullmatch(text)
    ):
        return None
    return Problem(
        column,
        _("The cell holds a formula: %(value)s. Write its result as plain text.")
        % {"value": shortened(text)},
    )


def name_of(
    values: Mapping[str, Value], columns: Columns
) -> tuple[str, str, Problem | None]:
    """First and last name, written like names, or what is wrong with them."""
    if WHOLE_NAME in values:
        column = columns.fields[WHOLE_NAME]
        first, last = divided(text_of(values[WHOLE_NAME]), columns.is_surname_first)
    else:
        first, last = text_of(values[FIRST_NAME]), text_of(values[LAST_NAME])
        column = columns.fields[LAST_NAME if first else FIRST_NAME]
    if len(first) > NAME_LENGTH or len(last) > NAME_LENGTH:
        if WHOLE_NAME not in values and len(first) > NAME_LENGTH:
            column = columns.fields[FIRST_NAME]
        problem = Problem(
            column,
            _(
                "The name has %(length)s characters; a first or last name has at most "
                "%(most)s. Is the text in the right column?"
            )
            % {"length": max(len(first), len(last)), "most": NAME_LENGTH},
        )
        return first, last, problem
    if number := next((text for text in (first, last) if _is_number(text)), ""):
        if WHOLE_NAME not in values:
            column = columns.fields[FIRST_NAME if number == first else LAST_NAME]
        problem = Problem(
            column,
            _("“%(name)s” is a number, not a name. Is the text in the right column?")
            % {"name": shortened(number)},
        )
        return first, last, problem
    if not fold(first) or not fold(last):
        problem = Problem(
            column,
            _("“%(name)s” is not a whole name. Write the first and the last name.")
            % {"name": shortened(f"{first} {last}".strip())},
        )
        return first, last, problem
    if len(fold(f"{first} {last}")) > FOLDED_NAME_LENGTH:
        return first, last, Problem(column, _("The name is too long."))
    return as_name(first), as_name(last), None


def _is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def divided(name: str, is_surname_first: bool) -> tuple[str, str]:
    """A whole name in two: the first word, or what stands before a comma, apart."""
    if "," in name:
        last, _comma, first = name.partition(",")
        return first.strip(), last.strip()
    head, _space, tail = name.partition(" ")
    return (tail.strip(), head) if is_surname_first else (head, tail.strip())


def as_name(text: str) -> str:
    """A name typed in capitals or without any, as names are written."""
    if text.isupper() or text.islower():
        return text.title().replace("i\u0307", "i")
    return text


def facts_of(
    values: Mapping[str, Value], columns: Columns
) -> tuple[dict[str, str], list[Problem]]:
    """The facts of a row by field, and what is wrong with them."""
    facts, problems = {}, []
    for kind, value in values.items():
        text, column = text_of(value), columns.fields[kind]
        if not fold(text) and kind != PHONE:
            text = ""  # a dash, a slash: nothing is known
        if kind == EMAIL and "@" not in text and fold(text) in _NO_EMAIL:
            text = ""
        if len(text) > _LENGTHS[kind]:
            problems.append(_too_long(column, len(text), _LENGTHS[kind]))
        elif kind == EMAIL and text:
            text, problem = _email(text, column)
            problems.extend([problem] if problem else [])
        elif kind == SEX:
            text = sex_of(text)
        facts[kind] = text
    return facts, problems


def _too_long(column: Column, length: int, most: int) -> Problem:
    return Problem(
        column,
        _("The text has %(length)s characters; at most %(most)s are possible.")
        % {"length": length, "most": most},
    )


def _email(text: str, column: Column) -> tuple[str, Problem | None]:
    address = text.removeprefix("mailto:").strip(" ;,.<>")
    try:
        validate_email(address)
    except ValidationError:
        return text, Problem(
            column,
            _("“%(value)s” is not an e-mail address. Correct it or empty the cell.")
            % {"value": shortened(text)},
        )
    return address, None


def sex_of(text: str) -> str:
    folded = fold(text)
    if folded in _FEMALE:
        return Sex.FEMALE
    return Sex.MALE if folded in _MALE else Sex.NOT_STATED

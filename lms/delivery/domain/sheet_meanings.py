"""Columns whose headings the program does not know, and who says what they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.folding import fold

from .sheet_grid import SheetRefused, letter_of, shortened
from .sheet_headings import (
    EMAIL,
    FIRST_NAME,
    INSTITUTION,
    LAST_NAME,
    MUNICIPALITY,
    PHONE,
    PROFESSION,
    SEX,
    UNREAD,
    WHOLE_NAME,
)
from .sheet_said import Said

LABELS = {
    WHOLE_NAME: gettext_lazy("First and last name"),
    FIRST_NAME: gettext_lazy("First name"),
    LAST_NAME: gettext_lazy("Last name"),
    SEX: gettext_lazy("Sex"),
    INSTITUTION: gettext_lazy("Institution"),
    PROFESSION: gettext_lazy("Position"),
    MUNICIPALITY: gettext_lazy("Municipality"),
    EMAIL: gettext_lazy("E-mail"),
    PHONE: gettext_lazy("Telephone"),
    UNREAD: gettext_lazy("Not read"),
}


@dataclass(frozen=True)
class Column:
    """A column of the list; `name` is how a refusal calls it."""

    index: int
    heading: str
    width: int = 1
    #: Of an unknown one what it was said to be; "" where nobody said anything.
    meaning: str = ""
    #: Said of this sheet; otherwise remembered from an earlier one.
    is_said: bool = False

    @property
    def letter(self) -> str:
        return letter_of(self.index)

    @property
    def name(self) -> str:
        if not (heading := shortened(self.heading)):
            return self.letter
        return _("“%(heading)s” (%(letter)s)") % {
            "heading": heading,
            "letter": self.letter,
        }


class ColumnsUnknown(SheetRefused):
    """The list has no name or no day among the columns that are known."""

    def __init__(self, message: str, unknown: tuple[Column, ...]) -> None:
        super().__init__(message)
        self.unknown = unknown


@dataclass(frozen=True)
class Meanings:
    """What was said of the columns now, and what is remembered by folded heading."""

    said: Said
    remembered: Mapping[str, str]

    def of_heading(self, heading: str) -> str:
        """What a heading is known for, whatever column it stands above."""
        folded = fold(heading)
        if not folded:
            return ""
        return self._by_heading().get(folded) or self.remembered.get(folded, "")

    def explained(self, unknown: Iterable[Column]) -> list[Column]:
        """The columns with their meanings; refused where something else was meant."""
        columns = list(unknown)
        by_heading = self._by_heading()
        self._refuse_others(columns)
        explained = []
        for column in columns:
            folded = fold(column.heading)
            said = self.said.columns.get(column.letter) or by_heading.get(folded)
            meaning = said or self.remembered.get(folded, "")
            explained.append(replace(column, meaning=meaning, is_said=bool(said)))
        return explained

    def _by_heading(self) -> dict[str, str]:
        return {fold(text): meaning for text, meaning in self.said.headings.items()}

    def _refuse_others(self, columns: list[Column]) -> None:
        letters = {column.letter for column in columns}
        headings = {fold(column.heading) for column in columns}
        others = [one for one in self.said.columns if one not in letters] + [
            one for one in self.said.headings if fold(one) not in headings
        ]
        if others:
            unknown = ", ".join(column.name for column in columns) or "–"
            raise SheetRefused(
                _(
                    "“%(column)s” is no column that has to be explained. Those are: "
                    "%(unknown)s."
                )
                % {"column": shortened(others[0]), "unknown": unknown}
            )


def place_columns(
    explained: list[Column],
    fields: dict[str, Column],
    days: dict[date, Column],
    *,
    first: date,
    last: date,
) -> list[Column]:
    """Put explained columns into `fields` and `days`; returns all, in their order.

    What is said of this sheet comes before what is remembered. Two columns for one
    thing are refused where they were said; what is only remembered then means nothing.
    """
    placed = {}
    for column in sorted(explained, key=lambda one: not one.is_said):
        if column.meaning in ("", UNREAD):
            continue
        other = _in_the_way(column.meaning, fields, days)
        day = _day(column.meaning)
        if other or (day and not first <= day <= last):
            if column.is_said:
                raise _refusal(column, other)
            placed[column.index] = replace(column, meaning="")
        elif day:
            days[day] = column
        else:
            fields[column.meaning] = column
    return [placed.get(column.index, column) for column in explained]


def _day(meaning: str) -> date | None:
    return None if meaning in LABELS else date.fromisoformat(meaning)


def _in_the_way(
    meaning: str, fields: dict[str, Column], days: dict[date, Column]
) -> Column | None:
    if day := _day(meaning):
        return days.get(day)
    if meaning == WHOLE_NAME:
        return fields.get(WHOLE_NAME) or fields.get(FIRST_NAME)
    if meaning == FIRST_NAME:
        return fields.get(FIRST_NAME) or fields.get(WHOLE_NAME)
    return fields.get(meaning)


def _refusal(column: Column, other: Column | None) -> SheetRefused:
    day = _day(column.meaning)
    label = date_format(day) if day else str(LABELS[column.meaning])
    if other is None:
        return SheetRefused(
            _("Column %(column)s cannot be %(day)s: that is no day of the training.")
            % {"column": column.name, "day": label}
        )
    return SheetRefused(
        _(
            "Columns %(one)s and %(other)s cannot both be: %(meaning)s. Choose "
            "something else for one of them."
        )
        % {"one": other.name, "other": column.name, "meaning": label}
    )

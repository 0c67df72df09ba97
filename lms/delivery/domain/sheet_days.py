"""Which day a column stands for."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from .sheet_grid import Formula, SheetRefused, Value, text_of

_DAY_MONTH = re.compile(
    r"(?<![\d.,/:])(\d{1,2})\s?([./-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}|\d{2}))?(?![\d:])"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
#: Numbers in this range are days as Excel counts them (1954 to 2119).
_SERIALS = range(20_000, 80_001)


def day_of(heading: Value, *, first: date, last: date, column: str) -> date | None:
    """The day that heads `column`, None where the heading is no date.

    The year, where it is not written, is the one that puts the day into the training.
    A date that does not exist, or a day outside the training, refuses the sheet.
    """
    if heading is None or isinstance(heading, bool | Formula):
        return None
    if isinstance(heading, datetime):
        return _within(heading.date(), first, last, column)
    if isinstance(heading, date):
        return _within(heading, first, last, column)
    if isinstance(heading, int | float):
        return _of_number(heading, first, last, column)
    return _of_text(text_of(heading), first, last, column)


def looks_like_a_day(value: Value) -> bool:
    """Whether a cell holds one date, real or impossible."""
    if value is None or isinstance(value, bool | Formula):
        return False
    if isinstance(value, date):
        return True
    if isinstance(value, int | float):
        return _is_serial(value) or _is_day_and_month(value)
    text = text_of(value)
    return len(_YEAR_FIRST.findall(text) or _DAY_MONTH.findall(text)) == 1


def is_day_within(value: Value, *, first: date, last: date) -> bool:
    """Whether a cell holds one day of the training."""
    try:
        return day_of(value, first=first, last=last, column="") is not None
    except SheetRefused:
        return False


def _is_serial(number: float) -> bool:
    return number == int(number) and int(number) in _SERIALS


def _is_day_and_month(number: float) -> bool:
    """10.03 as a number: what the spreadsheet program made of a typed day and month."""
    return 1 <= number < 32 and number != int(number) and round(number, 2) == number


def _of_number(number: float, first: date, last: date, column: str) -> date | None:
    if _is_serial(number):
        return _within(from_excel(int(number)).date(), first, last, column)
    if not _is_day_and_month(number):
        return None
    # 12.1 may be the first or the tenth month: the training decides.
    readings = {f"{number:g}", f"{number:.2f}"}
    days = [day for text in readings for day in _possible(text, first, last)]
    for day in days:
        if first <= day <= last:
            return day
    if days:
        return _within(days[0], first, last, column)
    raise _no_such_day(f"{number:g}", column)


def _possible(text: str, first: date, last: date) -> list[date]:
    day, _dot, month = text.partition(".")
    return _dates(int(day), int(month), first, last)


def _of_text(text: str, first: date, last: date, column: str) -> date | None:
    found = [
        (int(day), int(month), int(year))
        for year, month, day in _YEAR_FIRST.findall(text)
    ]
    if not found:
        found = [
            (int(day), int(month), _year(year))
            for day, _sign, month, year in _DAY_MONTH.findall(text)
        ]
    if not found:
        return None
    if len(found) > 1:
        raise SheetRefused(
            _(
                "Column %(column)s names more than one day. Give each day its own column."
            )
            % {"column": column}
        )
    day, month, year = found[0]
    days = _dates(day, month, first, last, year)
    if not days:
        raise _no_such_day(text, column)
    inside = [day for day in days if first <= day <= last]
    return inside[0] if inside else _within(days[0], first, last, column)


def _year(text: str) -> int:
    return 0 if not text else int(text) + (2000 if len(text) == 2 else 0)


def _dates(day: int, month: int, first: date, last: date, year: int = 0) -> list[date]:
    days = []
    for candidate in [year] if year else range(first.year, last.year + 1):
        try:
            days.append(date(candidate, month, day))
        except ValueError:
            continue
    return days


def _within(day: date, first: date, last: date, column: str) -> date:
    if first <= day <= last:
        return day
    raise SheetRefused(
        _(
            "Column %(column)s is %(day)s, and the training is from %(first)s to "
            "%(last)s. Correct the heading, or choose the other training."
        )
        % {
            "column": column,
            "day": date_format(day),
            "first": date_format(first),
            "last": date_format(last),
        }
    )


def _no_such_day(text: str, column: str) -> SheetRefused:
    return SheetRefused(
        _("Column %(column)s: there is no day “%(text)s”. Correct the heading.")
        % {"column": column, "text": text[:40]}
    )

"""A page made from the frozen facts of a certificate.

Everything that varies is set here to a width and a height before the page is drawn, so
nothing can run off the page or on to a second one. Points, from the top left corner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from certificates.enums import Evidence
from curriculum.printing.fonts import (
    SANS,
    SERIF,
    SERIF_BOLD,
    SERIF_ITALIC,
    unprintable,
)
from curriculum.printing.qr import qr_code

from . import wording
from .fitting import DoesNotFit, Step, clean, fit, fit_list
from .page import Area, Block, Cell, Page, PageRefused
from .wording import LANGUAGES, together

LEFT, WIDTH = 62.0, 717.0

NAME_STEPS = (
    Step(32, 1), Step(28, 1), Step(24, 1), Step(22, 2), Step(19, 2), Step(16, 3),
    Step(14, 3), Step(12, 4),
)  # fmt: skip
TITLE_STEPS = (Step(17, 1), Step(15, 2), Step(13, 2), Step(11, 3), Step(9, 3))
MODULE_STEPS = (Step(9, 4), Step(8, 5), Step(7, 6), Step(6, 7), Step(5, 8))
CELL_STEPS = (Step(10.5, 1), Step(9, 2), Step(7.5, 3), Step(6, 4), Step(5, 4))
LABEL = (Step(7, 1), Step(6, 1), Step(5, 1))
LINE = (Step(9, 1), Step(8, 1), Step(7, 1), Step(6, 1), Step(5, 1))


def build_page(facts: dict[str, Any]) -> Page:
    """The page of these facts, or PageRefused with the reason."""
    names = facts["kind"]
    return Page(
        country=_wide(facts["issuer"]["country"]["sq"], 58, 17, SERIF_BOLD, 13),
        country_other=_wide(_others(facts["issuer"]["country"]), 75, 12, SERIF, 9),
        ministry=_wide(together(facts["issuer"]["ministry"]), 90, 12, SERIF, 9),
        office=_wide(together(facts["issuer"]["office"]), 103, 12, SERIF, 9),
        kind=_wide(names["sq"], 133, 40, SERIF_BOLD, 30),
        kind_other=_wide(_others(names), 174, 18, SERIF_ITALIC, 13),
        awarded_to=_wide(together(wording.AWARDED_TO), 206, 12, SANS, 8),
        holder=_block(
            facts["holder"], Area(LEFT, 219, WIDTH, 64), SERIF_BOLD, NAME_STEPS,
            rest=0.6, what=_("The name"),
        ),
        awarded_for=_wide(together(wording.FOR[facts["rests_on"]]), 295, 12, SERIF_ITALIC, 9),
        title=_block(
            facts["training"]["title"], Area(LEFT, 309, WIDTH, 46), SERIF_BOLD,
            TITLE_STEPS, what=_("The title of the training"),
        ),
        modules=tuple(_modules(facts["modules"])),
        cells=tuple(_cells(facts)),
        verify=_block(
            together(wording.VERIFY), Area(138, 498, 330, 12), SANS, LINE,
        ),
        address=_block(facts["address"], Area(138, 511, 330, 12), SANS, LINE),
        replaces=_replaces(facts["replaces"]),
        signature=_block(
            together(wording.SIGNATURE), Area(528, 484, 236, 12), SANS, (Step(6.5, 1),),
        ),
        signatory=_signatory(facts["signatory"]),
        qr=qr_code(facts["address"]),
        number=facts["number"],
        keyword=facts["code"].replace("-", ""),
    )  # fmt: skip


def _others(words: dict[str, str]) -> str:
    return f"{words['sr']} · {words['en']}"


def _wide(text: str, top: float, height: float, face: str, size: float) -> Block:
    """One line over the whole width, smaller where it is long."""
    steps = [Step(round(size * part / 20, 2), 1) for part in range(20, 9, -1)]
    return _block(text, Area(LEFT, top, WIDTH, height), face, steps)


def _block(
    text: str,
    area: Area,
    face: str,
    steps: Sequence[Step],
    *,
    rest: float = 0.5,
    what: str = "",
) -> Block:
    text = _printable(text)
    try:
        fitted = fit(text, face=face, width=area.width, steps=_within(area, steps))
    except DoesNotFit as error:
        raise _too_long(text, what) from error
    return Block(area, fitted, face, rest)


def _within(area: Area, steps: Sequence[Step]) -> list[Step]:
    return [step for step in steps if step.size * 1.25 * step.lines <= area.height + 1]


def _printable(text: str) -> str:
    text = clean(text)
    if strange := unprintable(text):
        raise PageRefused(
            _("“%(text)s” has signs that cannot be printed: %(signs)s. Correct them.")
            % {
                "text": text,
                "signs": ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in strange),
            }
        )
    return text


def _too_long(text: str, what: str) -> PageRefused:
    return PageRefused(
        _(
            "%(what)s is too long for the page (%(length)s signs): “%(text)s”. Shorten it."
        )
        % {"what": what or _("A text"), "length": len(text), "text": f"{text[:60]}…"}
    )


def _modules(modules: list[dict[str, str]]) -> Iterator[Cell]:
    width = (WIDTH - 2 * 18) / 3
    for column, language in enumerate(LANGUAGES):
        left = LEFT + column * (width + 18)
        label = f"{wording.LANGUAGE_NAMES[language]} · {wording.MODULES[language]}"
        area = Area(left, 374, width, 54)
        items = [
            _printable(f"{module['code']} {module[language]} ({module['edition']})")
            for module in modules
        ]
        steps = _within(area, MODULE_STEPS)
        try:
            fitted = fit_list(items, face=SERIF, width=width, steps=steps)
        except DoesNotFit as error:
            raise _too_long("; ".join(items), _("The list of modules")) from error
        yield Cell(
            _block(label, Area(left, 362, width, 10), SANS, LABEL),
            Block(area, fitted, SERIF, rest=0),
        )


def _cells(facts: dict[str, Any]) -> Iterator[Cell]:
    values = [
        (wording.PLACE, facts["place"] or "–", 180.0, _("The place")),
        (wording.DATES, days(facts["first_day"], facts["last_day"]), 145.0, ""),
        (wording.HOURS, _hours(facts), 80.0, ""),
        (wording.NUMBER, facts["number"], 165.0, ""),
        (wording.ISSUED_ON, day(facts["issued_on"]), 132.0, ""),
    ]
    if facts["valid_until"]:
        values.append((wording.VALID_UNTIL, day(facts["valid_until"]), 110.0, ""))
    scale = WIDTH / sum(width for _words, _value, width, _what in values)
    left = LEFT
    for words, value, wished, what in values:
        width = round(wished * scale, 1)
        yield Cell(
            _block(together(words), Area(left + 3, 436, width - 6, 10), SANS, LABEL),
            _block(
                value, Area(left + 3, 447, width - 6, 30), SERIF_BOLD, CELL_STEPS,
                rest=0, what=what,
            ),
        )  # fmt: skip
        left += width


def _hours(facts: dict[str, Any]) -> str:
    """All hours of the training; where only a part was attended, that one before."""
    whole = hours(facts["minutes"])
    if facts["rests_on"] != Evidence.PART:
        return whole
    return f"{hours(facts['present_minutes'])} / {whole}"


def _replaces(number: str) -> Block | None:
    if not number:
        return None
    text = f"{together(wording.REPLACES)}: {number}"
    return _block(text, Area(138, 524, 330, 12), SANS, LINE)


def _signatory(signatory: dict[str, str]) -> Block:
    text = " · ".join(filter(None, (signatory["name"], together(signatory))))
    steps = (Step(8, 2), Step(7, 3), Step(6, 3))
    return _block(text, Area(528, 522, 236, 24), SERIF, steps)


def day(value: str) -> str:
    return date.fromisoformat(value).strftime("%d.%m.%Y")


def days(first: str, last: str) -> str:
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def hours(minutes: int) -> str:
    """Full hours where they are full, else with one decimal place."""
    whole, rest = divmod(minutes, 60)
    return str(whole) if not rest else f"{minutes / 60:.1f}".replace(".", ",")

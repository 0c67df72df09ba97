"""Reading a text table: what it is written in and what parts its columns."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter

from django.utils.translation import gettext as _

from lms.delivery import conf

from .sheet_grid import Grid, SheetRefused

DELIMITERS = ";,\t"
#: Letters of Albanian, Serbian in Latin script and Turkish beyond plain ones.
OUR_LETTERS = frozenset("ëçšžčćđşıöüğâîñ" + "ËÇŠŽČĆĐŞİÖÜĞÂÎ" + "–—“”„‘’…•✓✔")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(content: bytes) -> list[Grid]:
    text = decoded(content)
    rows = _table(text, _delimiter(text))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > conf.sheet_max_rows():
        raise SheetRefused(
            _("The sheet has more than %(rows)s rows. Divide it into several files.")
            % {"rows": conf.sheet_max_rows()}
        )
    return [Grid(name="", rows=tuple(tuple(row) for row in rows))]


def decoded(content: bytes) -> str:
    """The text of `content`; of two code pages the one that gives our letters.

    Windows-1250 wins over 1252 where both read alike: the letters that the two share
    are ë, ç, š and ž, and only the first has č, ć and đ.
    """
    candidates = []
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            candidates.append(text)
    if not candidates:
        raise SheetRefused(
            _(
                "The file is neither a table of text nor an Excel workbook. Save the "
                "list as .xlsx or as .csv and choose that file."
            )
        )
    return max(candidates, key=_score)


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    start = content[:4000]
    if start[1::2].count(0) > len(start) // 4:
        return ("utf-16-le",)
    if start[::2].count(0) > len(start) // 4:
        return ("utf-16-be",)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ("cp1250", "cp1252")
    return ("utf-8",)


def _is_text(text: str) -> bool:
    return not any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text)


def _score(text: str) -> int:
    """Our letters count for a reading, other signs beyond plain ones against it."""
    counts = Counter(letter for letter in text if ord(letter) > 127)
    return sum(
        number if letter in OUR_LETTERS else -number
        for letter, number in counts.items()
    )


def _delimiter(text: str) -> str:
    """The sign that parts the most lines into the same number of columns."""
    head = "\n".join(text.splitlines()[:200])
    return max(DELIMITERS, key=lambda sign: _regularity(head, sign))


def _regularity(text: str, delimiter: str) -> int:
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        return 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max((lines * width for width, lines in widths.items()), default=0)


def _table(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    while True:
        line = reader.line_num + 1
        try:
            rows.append(next(reader))
        except StopIteration:
            return rows
        except csv.Error as error:
            raise SheetRefused(
                _(
                    "Line %(line)s has a quotation mark that is never closed, or a text "
                    "that is too long. Correct the line, or save the list as .xlsx."
                )
                % {"line": line}
            ) from error

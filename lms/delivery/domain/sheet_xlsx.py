"""Reading an Excel workbook without trusting it."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from lms.delivery import conf

from .sheet_grid import CellError, Formula, Grid, SheetRefused, Span, Value

#: More parts than any workbook of this kind has.
MAX_PARTS = 1000
#: How many times its packed size a workbook may have; only asked above `RATIO_FROM`.
MAX_RATIO = 200
RATIO_FROM = 1024 * 1024
#: The widest list that is read.
MAX_COLUMNS = 100

#: Everything that a damaged or hostile file makes the readers raise.
DAMAGED = (
    BadZipFile, LargeZipFile, InvalidFileException, ParseError, SyntaxError,
    struct.error, zlib.error, KeyError, IndexError, ValueError, TypeError,
    AttributeError, EOFError, OSError, RuntimeError, NotImplementedError,
    OverflowError,
)  # fmt: skip

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"'
)


def read_xlsx(content: bytes) -> list[Grid]:
    """The visible tabs of a workbook; formulas stay text, macros are not looked at."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            refuse_bomb(archive)
            return list(_tabs(content, archive))
    except DAMAGED as error:
        raise SheetRefused(
            _(
                "The file is damaged or is not an Excel workbook. Open it in a "
                "spreadsheet program and save it again as .xlsx or .csv."
            )
        ) from error


def refuse_bomb(archive: ZipFile) -> None:
    """Judge by the table of contents alone; nothing is unpacked before."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    too_dense = unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
    if (
        len(parts) > MAX_PARTS
        or unpacked > conf.sheet_max_unpacked_bytes()
        or too_dense
    ):
        raise SheetRefused(
            _(
                "The file would unpack to %(size)s MB and was not opened. Copy the list "
                "into a new workbook and save that."
            )
            % {"size": f"{unpacked / 1024 / 1024:.0f}"}
        )


def _tabs(content: bytes, archive: ZipFile) -> Iterator[Grid]:
    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=False, keep_links=False
    )
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            spans = _spans(archive.read(sheet._worksheet_path.lstrip("/")))
            yield Grid(name=sheet.title, rows=_rows(sheet), spans=spans)
    finally:
        book.close()


def _rows(sheet: Any) -> tuple[tuple[Value, ...], ...]:
    """The rows down to the last one with something in it."""
    most = conf.sheet_max_rows()
    rows: list[tuple[Value, ...]] = []
    empty = 0
    for cells in islice(sheet.iter_rows(), most * 10):
        row = _trimmed(cells)
        if not row:
            empty += 1
            continue
        rows.extend([()] * empty)
        rows.append(row)
        empty = 0
        if len(rows) > most:
            raise SheetRefused(
                _(
                    "The sheet has more than %(rows)s rows. Divide it into several files."
                )
                % {"rows": most}
            )
    return tuple(rows)


def _trimmed(cells: tuple[Any, ...]) -> tuple[Value, ...]:
    values = [_value(cell) for cell in cells]
    while values and (values[-1] is None or values[-1] == ""):
        values.pop()
    if len(values) > MAX_COLUMNS:
        raise SheetRefused(
            _(
                "The sheet has more than %(columns)s columns. Keep only those of the list."
            )
            % {"columns": MAX_COLUMNS}
        )
    return tuple(values)


def _value(cell: Any) -> Value:
    value = cell.value
    if cell.data_type == "f":
        return Formula(getattr(value, "text", None) or value or "=")
    if cell.data_type == "e":
        return CellError(value)
    return value


def _spans(part: bytes) -> tuple[Span, ...]:
    spans = []
    for found in islice(_MERGED.finditer(part), 5000):
        left, top, right, bottom = range_boundaries(found[1].decode())
        spans.append(Span(top - 1, left - 1, bottom - 1, min(right, MAX_COLUMNS) - 1))
    return tuple(spans)

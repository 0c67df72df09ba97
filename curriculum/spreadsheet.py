"""Tables as xlsx, for people who go on with them; no cell becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A text that begins with one of these is a formula to a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n")


def defuse(value: Any) -> Any:
    """`value` as a spreadsheet shows it instead of running it: text stays text."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def xlsx_response(
    name: str, headings: Sequence[object], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """One sheet with a head line, as a file called `name`.xlsx."""
    book = Workbook()
    sheet = book.active
    sheet.append([str(heading) for heading in headings])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_as_cell(value) for value in row])
    written = io.BytesIO()
    book.save(written)
    response = HttpResponse(written.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _as_cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    return defuse(str(value))

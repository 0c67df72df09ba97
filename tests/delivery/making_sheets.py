"""Sheets for tests, made in memory."""

import io
import zipfile
from datetime import UTC, datetime

from openpyxl import Workbook

NOW = datetime(2026, 3, 13, 8, 0, tzinfo=UTC)
HEADINGS = ["Emri", "Mbiemri", "Institucioni", "Pozita", "E-mail", "10.03", "11.03"]


def xlsx(*rows, merged=(), tabs=(), hidden=()):
    """The bytes of a workbook with `rows` on its first tab and more on others."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Lista"
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    for title, more in tabs:
        other = book.create_sheet(title)
        for row in more:
            other.append(row)
    for title in hidden:
        book[title].sheet_state = "hidden"
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows, delimiter=";", encoding="utf-8"):
    lines = (delimiter.join(map(str, row)) for row in rows)
    return "\r\n".join(lines).encode(encoding)


def sheet(*rows):
    """A csv with the usual headings."""
    return csv(HEADINGS, *rows)


def person(
    first="Arta",
    last="Berisha",
    institution="Policia e Kosovës",
    profession="Hetues",
    email="arta@example.org",
    marks=("P", "P"),
):
    return [first, last, institution, profession, email, *marks]


def bomb(parts=1, size=60 * 1024 * 1024):
    """A workbook by its first bytes that would unpack to `size` a part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * size)
    return file.getvalue()

"""Every refusal says what is wrong, where, and what to do; nothing is half done."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_reader import read_grids
from lms.delivery.domain.sheet_rows import read_list
from lms.delivery.models import Enrolment, Session, SheetImport
from tests.delivery.making_sheets import (
    HEADINGS,
    NOW,
    bomb,
    csv,
    person,
    saved,
    sheet,
    xlsx,
)
from trainers_pool.models import Institution, Professional

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 12)


def read(content):
    return read_list(read_grids(content), first=FIRST, last=LAST, today=LAST)


def rejected(content):
    """(row, column, reason) of the only rejected row."""
    (line,) = read(content).rejected
    return line.row, line.column, line.reason


def is_read_or_refused(content):
    """Refused in a whole sentence, or read with every row in its place."""
    refused, reading = "", None
    try:
        reading = read(content)
    except SheetRefused as refusal:
        refused = str(refusal)
    if reading is None:
        assert refused[-1] in ".?"
        return
    numbers = [line.number for line in reading.rows]
    assert numbers == sorted(set(numbers))
    assert not set(numbers) & {line.row for line in reading.rejected}


def damaged():
    whole = xlsx(HEADINGS, person())
    return whole[: len(whole) // 2]


def other_zip():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"  \n ", "The file is empty"),
        (damaged(), "damaged or is not an Excel workbook"),
        (other_zip(), "damaged or is not an Excel workbook"),
        (b"PK\x03\x04" + b"rubbish" * 20, "damaged or is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file"),
        (b"%PDF-1.7 scanned", "not a sheet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a sheet"),
        (b"\0\1\2\3\4\5" * 50, "neither a table of text nor an Excel workbook"),
        (b'Emri;Mbiemri;10.03\nArta;"Berisha;P\nA;B;P\n', "Line 2 has a quotation mark"),
        (csv(["Institucioni", "10.03"], ["Policia", "P"]), "No column of names"),
        (csv(["Emri", "Mbiemri", "Komuna"], ["A", "B", "C"]), "No column of attendance"),
        (csv(["Emri", "Mbiemri", "31.02"], ["A", "B", "P"]), "“31.02” (C): there is no day “31.02”"),
        (csv(["Emri", "Mbiemri", "10.13."], ["A", "B", "P"]), "there is no day “10.13.”"),
        (xlsx(["Emri", "Mbiemri", 31.02], ["A", "B", "P"]), "there is no day “31.02”"),
        (csv(["Emri", "Mbiemri", "13.03"], ["A", "B", "P"]), "Column “13.03” (C) is 13.03.2026, and the training is from 10.03.2026 to 12.03.2026"),
        (csv(["Emri", "Mbiemri", "10.03.2025"], ["A", "B", "P"]), "is 10.03.2025"),
        (xlsx(["Emri", "Mbiemri", date(2026, 4, 1)], ["A", "B", "P"]), "is 01.04.2026"),
        (csv(["Emri", "Mbiemri", "10.03", "10.03."], ["A", "B", "P", "P"]), "Columns “10.03” (C) and “10.03.” (D) stand for the same day"),
        (xlsx(["Emri", "Mbiemri", "10.03", "=C1+1"], ["A", "B", "P", "P"]), "The heading of column “=C1+1” (D) is a formula"),
        (csv(["Emri", "Mbiemri", "10.03-12.03"], ["A", "B", "P"]), "names more than one day"),
        (xlsx(HEADINGS, person(), tabs=[("Dita 2", [HEADINGS, person()])]), "several lists, on the tabs Lista, Dita 2"),
    ],
)  # fmt: skip
def test_sheet_is_refused_with_words(content, words):
    with pytest.raises(SheetRefused) as refusal:
        read(content)

    assert words in str(refusal.value)


def test_sheet_without_rows_is_refused(training):
    with pytest.raises(
        SheetRefused, match=r"list\.csv: Below the headings there is no"
    ):
        preview(sheet(), "list.csv", training=training, now=NOW)


def test_refusal_names_the_file_without_its_folder(training):
    with pytest.raises(SheetRefused, match=r"^a\.xlsx: The file is damaged"):
        preview(damaged(), r"C:\Users\arta\a.xlsx", training=training, now=NOW)


def test_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    def explode(*args, **kwargs):
        raise AssertionError("unpacked")

    content = bomb()
    monkeypatch.setattr(zipfile.ZipFile, "open", explode)
    monkeypatch.setattr(zipfile.ZipFile, "read", explode)
    with pytest.raises(SheetRefused, match="would unpack to 60 MB and was not opened"):
        read_grids(content)


@pytest.mark.parametrize(
    "content",
    [bomb(size=6 * 1024 * 1024), bomb(parts=1001, size=1)],
    ids=["density", "parts"],
)
def test_other_bombs_are_refused(content):
    with pytest.raises(SheetRefused, match="was not opened"):
        read_grids(content)


def test_workbook_of_usual_density_is_no_bomb():
    """Negative control of the guard."""
    rows = [person(first=f"Emri{n}", email=f"e{n}@example.org") for n in range(500)]

    assert len(read(xlsx(HEADINGS, *rows)).rows) == 500


def test_entities_in_a_workbook_are_not_expanded():
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    attack = f'<!DOCTYPE w [<!ENTITY l0 "ha">{lol}]><worksheet>&l8;</worksheet>'
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(HEADINGS, person()))) as good,
        zipfile.ZipFile(file, "w") as bad,
    ):
        for part in good.namelist():
            is_sheet = part == "xl/worksheets/sheet1.xml"
            bad.writestr(part, attack if is_sheet else good.read(part))

    with pytest.raises(SheetRefused):
        read(file.getvalue())


def test_too_large_a_file_is_refused(settings):
    settings.LMS_DELIVERY_SHEET_MAX_BYTES = 1024 * 1024

    with pytest.raises(SheetRefused, match=r"has 2\.0 MB; at most 1\.0 MB are read"):
        read_grids(b"x" * 2 * 1024 * 1024)


@pytest.mark.parametrize("make", [xlsx, csv])
def test_too_long_a_sheet_is_refused(settings, make):
    settings.LMS_DELIVERY_SHEET_MAX_ROWS = 5

    with pytest.raises(SheetRefused, match="more than 5 rows"):
        read_grids(make(HEADINGS, *[person()] * 6))


def test_too_wide_a_sheet_is_refused():
    with pytest.raises(SheetRefused, match="more than 100 columns"):
        read_grids(xlsx([*HEADINGS, *["x"] * 100]))


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (person(marks=("?", "P")), "“10.03” (F)", "“?” is not a mark. Write P, X, ✓"),
        (person(marks=("P", "prezent")), "“11.03” (G)", "“prezent” is not a mark"),
        (person(first="A" * 5000), "“Emri” (A)", "5000 characters; a first or last name has at most 100"),
        (person(last="B" * 5000), "“Mbiemri” (B)", "5000 characters"),
        (person(first="", last=""), "“Emri” (A)", "The row has text but no name"),
        (person(first="", last="", institution="", profession="", email=""), "“Emri” (A)", "no name"),
        (person(last=""), "“Mbiemri” (B)", "“Arta” is not a whole name"),
        (person(first="—"), "“Mbiemri” (B)", "is not a whole name"),
        (person(email="arta@"), "“E-mail” (E)", "“arta@” is not an e-mail address"),
        (person(email="a@b.org, c@d.org"), "“E-mail” (E)", "is not an e-mail address"),
        (person(institution="I" * 256), "“Institucioni” (C)", "256 characters; at most 255"),
        (person(institution='=HYPERLINK("http://x")'), "“Institucioni” (C)", "holds a formula: =HYPERLINK"),
        (person(first="@SUM(A1)"), "“Emri” (A)", "holds a formula"),
        (person(profession="+cmd|' /C calc'!A0"), "“Pozita” (D)", "holds a formula"),
        (person(marks=("=A1", "P")), "“10.03” (F)", "holds a formula: =A1"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("make", [xlsx, csv])
def test_row_is_rejected_with_its_column_and_reason(row, column, words, make):
    number, found, reason = rejected(make(HEADINGS, row))

    assert (number, found) == (2, column)
    assert words in reason


def test_array_formula_and_error_in_a_cell_are_rejected():
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(person())
    book.active["C2"] = ArrayFormula("C2", '=CONCATENATE("a","b")')
    book.active.append(person(first="Besa"))
    book.active["C3"] = "#REF!"

    lines = read(saved(book)).rejected

    assert [(line.row, line.column) for line in lines] == [
        (2, "“Institucioni” (C)"),
        (3, "“Institucioni” (C)"),
    ]
    assert "shows the error #REF!" in lines[1].reason


def test_row_with_two_faults_is_rejected_once_and_names_both():
    _number, column, reason = rejected(sheet(person(email="x@", marks=("?", "P"))))

    assert column == "“E-mail” (E)"
    assert "Column “10.03” (F): “?” is not a mark" in reason


def test_name_of_100_letters_is_accepted():
    """Negative control of the limit."""
    assert read(sheet(person(first="A" * 100))).rejected == ()


@pytest.mark.django_db
def test_with_a_rejected_row_nothing_is_applied(training):
    content = sheet(person(), person(first="Besa", email="b@example.org", marks="?P"))

    report = apply(content, "l.csv", training=training, by=None, now=timezone.now())

    assert report.applied is False
    assert [line.row for line in report.rejected] == [3]
    for model in (Professional, Enrolment, Session, SheetImport, Institution):
        assert not model.objects.exists()


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    is_read_or_refused(content)


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=40), st.integers(0, 4000))
def test_any_damage_to_a_workbook_is_read_or_refused(noise, place):
    whole = xlsx(HEADINGS, person())
    is_read_or_refused(whole[:place] + noise + whole[place + len(noise) :])


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=9), max_size=8))
def test_any_texts_below_the_headings_are_rows_or_rejected(rows):
    content = xlsx(
        HEADINGS, *[[cell.translate(_PLAIN) for cell in row] for row in rows]
    )

    reading = read(content)

    assert len(reading.rows) + len(reading.rejected) <= len(rows)


_PLAIN = dict.fromkeys(range(32)) | {0xFFFE: None, 0xFFFF: None}


@pytest.mark.parametrize("mark", ["P", "M", "-"])
def test_mark_on_a_day_to_come_rejects_the_row(mark):
    grids = read_grids(sheet(person(marks=("P", mark))))

    (line,) = read_list(grids, first=FIRST, last=LAST, today=FIRST).rejected

    assert (line.row, line.column) == (2, "“11.03” (G)")
    assert line.reason.startswith("The day is still to come: 11.03.2026.")


def test_sheet_of_days_to_come_is_refused(training):
    content = sheet(person(marks=("", "")))
    before = NOW - timedelta(days=30)

    with pytest.raises(
        SheetRefused, match=r"still to come: 10\.03\.2026, 11\.03\.2026"
    ):
        preview(content, "l.csv", training=training, now=before)
    report = apply(sheet(person()), "l.csv", training=training, by=None, now=before)

    assert len(report.rejected) == 1
    assert not Session.objects.exists()


def test_number_in_place_of_a_name_names_its_column():
    headings = ["Nr.", "Emri", "Mbiemri", "10.03"]

    row, column, reason = rejected(csv(headings, ["1", "12", "", "P"]))

    assert (row, column) == (2, "“Emri” (B)")
    assert reason.startswith("“12” is a number, not a name.")

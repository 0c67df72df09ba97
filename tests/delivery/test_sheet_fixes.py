"""Cells put right in the preview: read as if they had stood there from the beginning."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_reader import read_grids
from lms.delivery.domain.sheet_rows import read_list
from lms.delivery.domain.sheet_said import Said, cell_name, place_of
from lms.delivery.domain.tracing import trace_of
from lms.delivery.models import Enrolment, Evidence, SheetImport, SheetRow
from tests.delivery.making_sheets import HEADINGS, NOW, csv, person, saved, sheet, xlsx

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 12)
ROWS = [
    person(),
    person("Besa", "Kuçi", email="b@b.org", marks=("?", "M")),
    person("Zana", "Hoxha", email="", marks=("", "x")),
]
TEXTS = st.one_of(
    st.sampled_from(["P", "M", "", "?", "12", "Arta", "a@b.org", "=1+1", "Gjithsej"]),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20),
)


def read(content, **fixes):
    said = Said(fixes=fixes)
    return read_list(read_grids(content), first=FIRST, last=LAST, today=LAST, said=said)


def what_it_says(reading):
    rejected = [(line.row, line.column, line.reason) for line in reading.rejected]
    return reading.rows, rejected, reading.days


@settings(max_examples=150, deadline=None)
@given(
    row=st.integers(0, len(ROWS) - 1),
    column=st.integers(0, len(HEADINGS) - 1),
    text=TEXTS,
)
def test_fixed_cell_reads_like_one_that_always_stood_there(row, column, text):
    written = [list(line) for line in ROWS]
    written[row][column] = text

    fixed = read(xlsx(HEADINGS, *ROWS), **{cell_name(row + 1, column): text})

    assert what_it_says(fixed) == what_it_says(read(as_text(written)))


def as_text(rows):
    """A workbook with nothing but texts, so that none becomes a formula."""
    book = Workbook()
    for number, line in enumerate([HEADINGS, *rows], start=1):
        for place, value in enumerate(line, start=1):
            cell = book.active.cell(number, place)
            cell.value = value
            cell.data_type = "s"
    return saved(book)


@given(st.integers(0, 5000), st.integers(0, 900))
def test_cells_are_named_as_spreadsheet_programs_do(row, column):
    assert place_of(cell_name(row, column)) == (row, column)


def test_rejected_row_names_its_bad_cells_with_their_texts():
    (line,) = read(sheet(person(email="arta(at)x", marks=("?", "P")))).rejected

    assert [(cell.cell, cell.text) for cell in line.cells] == [
        ("E2", "arta(at)x"),
        ("F2", "?"),
    ]
    assert line.cells[1].column == "“10.03” (F)"


def test_bad_cell_of_merged_ones_is_the_one_that_holds_the_text():
    content = xlsx(
        HEADINGS,
        person(marks=("?", "P")),
        person("Besa", email="b@b.org", marks=(None, "P")),
        merged=["F2:F3"],
    )

    cells = [line.cells[0].cell for line in read(content).rejected]
    assert cells == ["F2", "F2"]
    assert read(content, F2="P").rejected == ()


def test_row_without_a_name_may_be_given_one():
    content = sheet(person(first="", last=""))

    assert read(content).rejected[0].cells[0].cell == "A2"
    (row,) = read(content, A2="Arta", B2="Berisha").rows
    assert row.full_name == "Arta Berisha"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("F9", "The list has no cell F9: it ends at G2."),
        ("H2", "The list has no cell H2: it ends at G2."),
        ("ZZZ9999999", "The list has no cell"),
        ("F1", "Cell F1 stands above the list."),
        ("F0", "“F0” is no cell."),
        ("f2", "“f2” is no cell."),
        ("12", "“12” is no cell."),
        ("", "“” is no cell."),
        ("F2; DROP", "is no cell."),
    ],
)
def test_cell_that_is_not_there_is_refused(cell, words):
    with pytest.raises(SheetRefused) as refused:
        read(sheet(person()), **{cell: "P"})

    assert words in str(refused.value)


def test_too_long_a_text_is_refused():
    with pytest.raises(SheetRefused, match="longer than 255 characters"):
        read(sheet(person()), F2="x" * 256)


@pytest.mark.django_db
class TestApplied:
    CONTENT = sheet(person(marks=("?", "P")), person("Besa", email="b@b.org"))

    def apply(self, training, content=CONTENT, **fixes):
        said = Said(fixes=fixes)
        return apply(content, "l.csv", training=training, by=None, now=NOW, said=said)

    def test_without_the_fix_nothing_is_applied(self, training):
        """Negative control."""
        assert not self.apply(training).applied
        assert not Enrolment.objects.exists()

    def test_row_keeps_both_texts_and_the_file_stays_as_it_came(self, training):
        report = self.apply(training, F2="P")

        fixes = SheetRow.objects.order_by("number").values_list("fixes", flat=True)
        assert report.applied
        assert list(fixes) == [{"F2": ["?", "P"]}, {}]
        with Evidence.objects.get().file.open() as file:
            assert file.read() == self.CONTENT

    def test_trace_says_what_the_file_says(self, training):
        self.apply(training, F2="P")

        place = Enrolment.objects.get(professional__first_name="Arta")
        first, second = trace_of(place)
        assert (first.words[0].event.cell, first.words[0].corrected_from) == ("F2", "?")
        assert second.words[0].corrected_from is None

    def test_same_file_with_other_fixes_is_the_same_file(self, training):
        self.apply(training, F2="P")

        report = self.apply(training, F2="M")

        assert "already applied" in report.note
        assert SheetImport.objects.count() == 1

    def test_preview_lists_what_was_put_right(self, training):
        report = preview(
            self.CONTENT,
            "l.csv",
            training=training,
            now=NOW,
            said=Said(fixes={"G3": "M", "F2": "P"}),
        )

        found = [(fix.cell, fix.stood, fix.read) for fix in report.fixes]
        assert found == [("F2", "?", "P"), ("G3", "P", "M")]


def test_fix_of_a_csv_row_that_is_shorter_than_the_headings():
    content = csv(HEADINGS, ["Arta", "Berisha", "QPS"])

    (row,) = read(content, G2="P").rows

    assert row.marks[date(2026, 3, 11)] == "present"

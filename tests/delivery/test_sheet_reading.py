"""Sheets as people make them: headings, dates, encodings, merged cells, footers."""

from datetime import date, datetime

import pytest

from lms.delivery.domain.sheet_csv import decoded
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_reader import read_grids
from lms.delivery.domain.sheet_rows import read_list
from tests.delivery.making_sheets import HEADINGS, csv, person, sheet, xlsx

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 12)


def read(content, first=FIRST, last=LAST, today=None):
    return read_list(read_grids(content), first=first, last=last, today=today or last)


def names(content):
    return [row.full_name for row in read(content).rows]


@pytest.mark.parametrize(
    "headings",
    [
        ["Emri", "Mbiemri", "Gjinia", "Institucioni", "Pozita", "Komuna", "E-mail", "Telefoni"],
        ["Ime", "Prezime", "Pol", "Institucija", "Radno mesto", "Opština", "E-mail", "Telefon"],
        ["First name", "Last name", "Sex", "Institution", "Position", "Municipality", "Email", "Phone"],
        ["EMRI", "MBIEMRI", "GJINIA", "INSTITUCIONI", "POZITA", "KOMUNA", "EMAIL", "TEL."],
        ["Name", "Surname", "Gender", "Organisation", "Job title", "City", "e-mail", "Mobile"],
        ["Име", "Презиме", "Пол", "Институција", "Радно место", "Општина", "Е-маил", "Телефон"],
        [
            "Emri / Ime / First name", "Mbiemri / Prezime", "Gjinia (M/F)", "Institucioni",
            "Pozita", "Komuna", "E-mail", "Nr. tel",
        ],
    ],
    ids=["sq", "sr", "en", "capitals", "other en", "Cyrillic", "all at once"],
)  # fmt: skip
def test_headings_in_any_language_are_understood(headings):
    row = ["Arta", "Berisha", "F", "Policia", "Hetues", "Pejë", "a@b.org", "+383 44 1"]

    (found,) = read(csv([*headings, "10.03"], [*row, "P"])).rows

    assert (found.first_name, found.last_name, found.sex) == ("Arta", "Berisha", "F")
    assert (found.institution, found.profession) == ("Policia", "Hetues")
    assert (found.municipality, found.email, found.phone) == (
        "Pejë",
        "a@b.org",
        "+383 44 1",
    )
    assert found.marks == {FIRST: "present"}


@pytest.mark.parametrize("above", [0, 3, 29])
def test_headings_stand_anywhere_in_the_first_thirty_rows(above):
    title = [["Republika e Kosovës"]] * above

    assert names(csv(*title, HEADINGS, person())) == ["Arta Berisha"]


def test_headings_below_the_first_thirty_rows_are_not_found():
    with pytest.raises(SheetRefused, match="No column of names was found"):
        read(csv(*[["Republika"]] * 30, HEADINGS, person()))


def test_columns_stand_in_any_order():
    rows = [
        ["10.03", "E-mail", "Mbiemri", "Nr.", "Emri"],
        ["P", "a@b.org", "Berisha", 1, "Arta"],
    ]

    assert names(csv(*rows)) == ["Arta Berisha"]


@pytest.mark.parametrize(
    ("heading", "written", "expected"),
    [
        ("Emri dhe mbiemri", "Arta Berisha", ("Arta", "Berisha")),
        ("Ime i prezime", "Ana Marija Petrović", ("Ana", "Marija Petrović")),
        ("Prezime i ime", "Petrović Ana", ("Ana", "Petrović")),
        ("Name", "Berisha, Arta", ("Arta", "Berisha")),
        ("Ime", "Arta Berisha", ("Arta", "Berisha")),
        ("Emri dhe mbiemri", "ARTA BERISHA", ("Arta", "Berisha")),
        ("Emri dhe mbiemri", "İBRAHİM ĐORĐEVIĆ", ("Ibrahim", "Đorđević")),
        ("Emri dhe mbiemri", "Љубица Ђорђевић", ("Љубица", "Ђорђевић")),
    ],
)
def test_whole_name_is_divided(heading, written, expected):
    (row,) = read(csv([heading, "10.03"], [written, "P"])).rows

    found = (row.first_name.replace("İ", "I"), row.last_name)
    assert found == expected


@pytest.mark.parametrize(
    "heading",
    [
        "10.03", "10.03.", "10.3.", "10. 3. 2026", "10.03.2026", "10/03/2026", "10-03-26",
        "2026-03-10", "E martë 10.03", "Dita 1 (10.03)", date(2026, 3, 10),
        datetime(2026, 3, 10, 9), 46091, 10.03, 10.3,
    ],
)  # fmt: skip
def test_day_columns_are_understood(heading):
    reading = read(xlsx(["Emri", "Mbiemri", heading], ["Arta", "Berisha", "X"]))

    assert reading.days == (date(2026, 3, 10),)
    assert reading.rows[0].marks == {date(2026, 3, 10): "present"}


def test_day_of_october_typed_as_a_number_is_told_from_january_by_the_training():
    content = xlsx(["Emri", "Mbiemri", 12.1], ["Arta", "Berisha", "X"])

    reading = read(content, first=date(2026, 10, 11), last=date(2026, 10, 13))

    assert reading.days == (date(2026, 10, 12),)


def test_year_of_a_day_follows_the_training_over_new_year():
    content = csv(["Emri", "Mbiemri", "31.12", "02.01"], ["Arta", "Berisha", "P", "P"])

    reading = read(content, first=date(2026, 12, 30), last=date(2027, 1, 2))

    assert reading.days == (date(2026, 12, 31), date(2027, 1, 2))


@pytest.mark.parametrize(
    "mark",
    ["P", "p", "X", "x", "✓", "✔", "✔️", "1", 1, 1.0, "Yes", "PO", "da", "DA", "Prisutan", "PRISUTNA", " P ", "ДА"],
)  # fmt: skip
def test_mark_is_present(mark):
    content = xlsx(["Emri", "Mbiemri", "10.03"], ["Arta", "Berisha", mark])

    assert read(content).rows[0].marks == {FIRST: "present"}


@pytest.mark.parametrize(
    "mark", ["M", "m", "-", "–", "0", 0, "No", "JO", "ne", "НЕ", "", None, " "]
)
def test_mark_is_absent(mark):
    content = xlsx(["Emri", "Mbiemri", "10.03"], ["Arta", "Berisha", mark])

    assert read(content).rows[0].marks == {FIRST: "absent"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("M", "M"),
        ("F", "F"),
        ("Ž", "F"),
        ("ž", "F"),
        ("Femër", "F"),
        ("muški", "M"),
        ("?", ""),
        ("", ""),
    ],
)
def test_sex_is_understood(written, expected):
    content = csv(
        ["Emri", "Mbiemri", "Pol", "10.03"], ["Arta", "Berisha", written, "P"]
    )

    assert read(content).rows[0].sex == expected


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1250"]
)
def test_csv_is_read_in_every_encoding(encoding):
    rows = [
        ["Ime", "Prezime", "Radno mesto", "10.03"],
        ["Çlirim", "Đorđević Šćekić", "Punëtor žž", "da"],
    ]

    (row,) = read(csv(*rows, encoding=encoding)).rows

    assert row.full_name == "Çlirim Đorđević Šćekić"
    assert row.profession == "Punëtor žž"


def test_windows_1252_is_recognised_where_1250_has_no_such_letter():
    text = "Emri;Mbiemri;Institucioni\nAnaïs;Nuñez;Ñandú Rõmão São\n"

    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_parted_by_any_delimiter(delimiter):
    assert names(csv(HEADINGS, person(), delimiter=delimiter)) == ["Arta Berisha"]


def test_csv_with_a_line_break_in_a_cell_keeps_the_row_numbers_of_the_sheet():
    text = 'Emri;Mbiemri;10.03\n"Arta";"Beri\nsha";P\nBesa;Kuçi;P\n'

    assert [row.number for row in read(text.encode()).rows] == [2, 3]


def test_empty_rows_and_numbered_rows_without_text_are_not_rows():
    rows = [
        ["Nr.", *HEADINGS],
        [1, *person()],
        [],
        [2],
        [3, *person(first="Besa")],
        [4],
    ]

    reading = read(xlsx(*rows))

    assert [row.first_name for row in reading.rows] == ["Arta", "Besa"]
    assert reading.rejected == ()


@pytest.mark.parametrize(
    "footer",
    [
        [["Gjithsej: 24"], ["Nënshkrimi i trajnerit: ________"]],
        [["", "Gjithsej", "", "", "", "", 22, 24]],
        [["", "", "", "", "", "", 22, 24]],
        [["", "UKUPNO", "", "", "", "", "=COUNTIF(G2:G9,\"P\")", "=SUM(H2:H9)"]],
        [[], ["", "Trajneri:"], ["", "Arta Krasniqi"]],
        [["", "", "", "", "", "", "Potpis trenera: ____"]],
        [["Datum: 12.03.2026", "", "", "Mesto: Gračanica"]],
        [["", "_______________"]],
    ],
    ids=["first column", "name column", "sums", "formulas", "signature", "day column", "place", "line"],
)  # fmt: skip
def test_lines_below_the_table_are_not_rows(footer):
    reading = read(xlsx(["Nr.", *HEADINGS], [1, *person()], *footer))

    assert [row.full_name for row in reading.rows] == ["Arta Berisha"]
    assert reading.rejected == ()


def test_somebody_called_like_a_footer_is_a_row():
    rows = [person(first="Vula", last="Krasniqi"), person(first="Data", last="Kuçi")]

    assert names(sheet(*rows)) == ["Vula Krasniqi", "Data Kuçi"]


@pytest.mark.parametrize("marks", ["PM", "11", "10", "✓-"])
@pytest.mark.parametrize(
    "headings", [["Emri", "Mbiemri"], ["Emri dhe mbiemri"]], ids=["two", "one"]
)
def test_somebody_called_like_a_total_and_marked_is_a_row(headings, marks):
    def line(first, last):
        name = [first, last] if len(headings) == 2 else [f"{first} {last}"]
        return [*name, *marks]

    content = csv(
        [*headings, "10.03", "11.03"],
        line("Arta", "Krasniqi"),
        line("Suma", "Berisha"),
        line("Besa", "Kuçi"),
    )

    assert names(content) == ["Arta Krasniqi", "Suma Berisha", "Besa Kuçi"]


@pytest.mark.parametrize(
    "line",
    [
        ["Suma", "", "1", "1"],
        ["Suma", "Berisha", "", ""],
        ["Suma", "totale", "1", "1"],
        ["Gjithsej", "pjesëmarrës", "1", "0"],
        ["Total", "participants", "1", "1"],
        ["Ukupno", "prisutnih", "1", "1"],
        ["Suma", "Berisha", "24", "22"],
        ["Suma", "e ditës", "1", "1"],
        ["Nënshkrimi", "i trajnerit", "X", "X"],
    ],
    ids=" ".join,
)
def test_total_of_a_small_list_is_no_row(line):
    """The other way round: it may look like marks, but it names nobody."""
    content = csv(["Emri", "Mbiemri", "10.03", "11.03"], ["Arta", "Kuçi", *"PP"], line)

    reading = read(content)

    assert [row.full_name for row in reading.rows] == ["Arta Kuçi"]
    assert reading.rejected == ()


def test_headings_repeated_on_every_page_are_not_rows():
    content = sheet(person(), HEADINGS, person(first="Besa", email=""))

    assert names(content) == ["Arta Berisha", "Besa Berisha"]


def test_institution_merged_over_several_rows_belongs_to_each():
    rows = [
        HEADINGS,
        person(),
        person(first="Besa", institution=None, email="b@example.org"),
        person(first="Zana", institution="QPS", email="z@example.org"),
    ]

    reading = read(xlsx(*rows, merged=["C2:C3"]))

    found = [row.institution for row in reading.rows]
    assert found == ["Policia e Kosovës", "Policia e Kosovës", "QPS"]


def test_mark_merged_over_the_days_counts_for_each():
    reading = read(xlsx(HEADINGS, person(marks=("P", None)), merged=["F2:G2"]))

    assert set(reading.rows[0].marks.values()) == {"present"}


def test_title_merged_over_the_table_is_no_heading():
    content = xlsx(["Lista e pjesëmarrësve"], HEADINGS, person(), merged=["A1:G1"])

    assert names(content) == ["Arta Berisha"]


def test_days_below_merged_headings_are_found():
    rows = [
        ["Nr.", "Emri dhe mbiemri", "E-mail", "Ditët", None],
        [None, None, None, "10.03", "11.03"],
        [1, "Arta Berisha", "a@example.org", "P", "M"],
    ]

    reading = read(xlsx(*rows, merged=["A1:A2", "B1:B2", "C1:C2", "D1:E1"]))

    assert [row.full_name for row in reading.rows] == ["Arta Berisha"]
    assert list(reading.rows[0].marks.values()) == ["present", "absent"]


def test_days_above_the_headings_are_found():
    rows = [
        [None, None, "10.03", "11.03"],
        ["Emri", "Mbiemri", "P/M", "P/M"],
        ["Arta", "Berisha", "P", "M"],
    ]

    assert read(xlsx(*rows)).days == (date(2026, 3, 10), date(2026, 3, 11))


def test_whole_name_heading_merged_over_two_columns_joins_them():
    rows = [["Emri dhe mbiemri", None, "10.03"], ["Arta", "Berisha", "P"]]

    assert names(xlsx(*rows, merged=["A1:B1"])) == ["Arta Berisha"]


def test_tabs_without_a_list_and_hidden_tabs_are_left_out():
    other = ("Udhëzime", [["Plotësoni listën"]])
    old = ("Vjetër", [HEADINGS, person(first="Besa")])

    content = xlsx(HEADINGS, person(), tabs=[other, old], hidden=["Vjetër"])

    assert names(content) == ["Arta Berisha"]


def test_numbers_and_spaces_in_cells_read_as_text():
    row = [
        "Arta\u00a0 ",
        "Beri\u200bsha",
        "Policia  e\nKosovës",
        "Hetues",
        " arta@example.org; ",
        "P",
        "P",
    ]

    (found,) = read(xlsx(HEADINGS, row)).rows

    assert (found.first_name, found.last_name) == ("Arta", "Berisha")
    assert (found.institution, found.email) == ("Policia e Kosovës", "arta@example.org")


@pytest.mark.parametrize("written", ["-", "/", "n/a", "nuk ka", "NEMA"])
def test_nothing_in_the_place_of_an_email_is_no_email(written):
    assert read(sheet(person(email=written))).rows[0].email == ""


def test_formula_in_the_column_of_numbers_is_not_read():
    content = xlsx(["Nr.", *HEADINGS], ["=ROW()-1", *person()])

    assert names(content) == ["Arta Berisha"]


def test_telephone_with_a_plus_is_no_formula():
    content = csv([*HEADINGS, "Telefoni"], [*person(), "+383 (0) 44-474.696"])

    assert read(content).rows[0].phone == "+383 (0) 44-474.696"


def test_columns_that_are_not_read_are_named():
    headings = ["Nr.", *HEADINGS, "Dita 3", "Nënshkrimi", "Vërejtje"]

    reading = read(csv(headings, [1, *person(), "P", "A.B.", ""]))

    assert reading.ignored == ("“Dita 3” (I)", "“Vërejtje” (K)")


@pytest.mark.parametrize(
    ("headings", "line"),
    [
        (["Emri", "Mbiemri", "Institucioni", "10.03"], ["Gjithsej", "1", "", "1"]),
        (["Nr.", "Emri", "Mbiemri", "10.03"], ["Gjithsej", "1", "", "1"]),
        (["Nr.", "Emri", "Mbiemri", "10.03"], ["Ukupno:", "", "1", "1"]),
        (["Emri", "Institucioni", "Pozita", "10.03"], ["Total", "1", "", "100 %"]),
    ],
)  # fmt: skip
def test_total_with_a_number_in_any_column_is_no_row(headings, line):
    row = [*["Arta Berisha"] * 3, "P"]

    reading = read(csv(headings, row, line))

    assert (len(reading.rows), reading.rejected) == (1, ())


def test_empty_day_to_come_is_left_out():
    reading = read(sheet(person(marks=("P", ""))), today=FIRST)

    assert (reading.days, reading.to_come) == ((FIRST,), (date(2026, 3, 11),))
    assert reading.rows[0].marks == {FIRST: "present"}

"""`import_sheet` with what the program cannot know: columns, cells and people."""

import pytest
from django.core.management import CommandError

from lms.delivery.models import Enrolment, KnownHeading, SheetRow
from tests.delivery.making_sheets import csv, person, sheet
from tests.delivery.test_commands import run, run_json
from tests.factories.people import ProfessionalFactory

pytestmark = pytest.mark.django_db
UNKNOWN = csv(["Adı Soyadı", "Gün=1"], ["Arta Berisha", "P"])


@pytest.fixture
def path(tmp_path, training):
    def make(content):
        path = tmp_path / "list.csv"
        path.write_bytes(content)
        return path

    return make


def imported(path, *options):
    return run("import_sheet", path, "--training", "TIT-2026-01", *options)


def test_columns_are_explained_by_their_headings(path):
    options = ["--column", "adı soyadı=name", "--column", "Gün=1=2026-03-11"]

    found = run_json(
        "import_sheet", path(UNKNOWN), "--training", "TIT-2026-01", *options, "--apply"
    )

    assert (found["applied"], found["created"]) == (True, 1)
    assert found["sessions"] == ["2026-03-11"]
    assert found["columns"] == [
        {"column": "A", "heading": "Adı Soyadı", "meaning": "name"},
        {"column": "B", "heading": "Gün=1", "meaning": "2026-03-11"},
    ]
    assert KnownHeading.objects.count() == 2


def test_cell_is_put_right(path):
    file = path(sheet(person(marks=("?", "P"))))

    found = run_json(
        "import_sheet", file, "--training", "TIT-2026-01", "--fix", "F2=P", "--apply"
    )

    assert found["applied"]
    assert found["fixes"] == [{"cell": "F2", "stood": "?", "read": "P"}]
    assert SheetRow.objects.get().fixes == {"F2": ["?", "P"]}


def test_cell_may_be_emptied(path):
    out = imported(path(sheet(person(marks=("?", "P")))), "--fix", "F2=", "--apply")

    assert "Cell F2 is read as “”; in the file it says “?”." in out


@pytest.mark.parametrize("who", ["same", "new"])
def test_person_of_a_row_is_decided(path, who):
    arta = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )
    option = f"2={arta.pk if who == 'same' else 'new'}"

    out = imported(path(sheet(person())), "--person", option, "--apply")

    assert "Row 2, Arta Berisha: decided." in out
    assert (Enrolment.objects.get().professional == arta) == (who == "same")
    assert SheetRow.objects.get().decided_at


def test_decision_stands_in_the_json(path):
    arta = ProfessionalFactory(
        first_name="Arta", last_name="Berisha", email="x@example.org"
    )

    found = run_json(
        "import_sheet", path(sheet(person())), "--training", "TIT-2026-01",
        "--person", f"2={arta.pk}",
    )  # fmt: skip

    assert found["decided"] == [{"row": 2, "name": "Arta Berisha", "person": arta.pk}]
    assert (found["review"], found["matched"]) == ([], 1)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--fix", "F2"], "--fix “F2” has to be written with “=”, as in --fix F12=P."),
        (["--fix", "=P"], "--fix “=P” has to be written with “=”"),
        (["--fix", "F9=P"], "list.csv: The list has no cell F9: it ends at G2."),
        (["--fix", "Row 2=P"], "“Row 2” is no cell."),
        (["--column", "Firma"], "--column “Firma” has to be written with “=”"),
        (["--column", "Firma=employer"], "“employer” is nothing that a column can be."),
        (["--column", "Firma=name"], "“Firma” is no column that has to be explained."),
        (["--column", "Emri=name"], "“Emri” is no column that has to be explained."),
        (["--person", "2"], "--person “2” has to be written with “=”"),
        (["--person", "two=new"], "--person “two” names no row and person."),
        (["--person", "2=Arta"], "--person “2=Arta” names no row and person."),
        (["--person", f"2={'9' * 5000}"], "names no row and person."),
        (["--person", "2=new"], "Row 2 needs no decision."),
        (["--person", "9=new"], "Row 9 needs no decision."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(path, options, words):
    with pytest.raises(CommandError) as refused:
        imported(path(sheet(person())), *options, "--apply")

    assert words in str(refused.value)
    assert not Enrolment.objects.exists()


def test_unknown_columns_are_named_with_the_refusal(path):
    with pytest.raises(CommandError, match="Or say with --column what these are: Adı"):
        imported(path(csv(["Adı Soyadı", "10.03"], ["Arta Berisha", "P"])))

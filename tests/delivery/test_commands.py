import io
import json
import re

import pytest
from django.core.management import CommandError, call_command

from lms.delivery.models import Enrolment, Mark, Session, Training
from tests.delivery.making_sheets import HEADINGS, csv, person, sheet
from tests.factories.delivery import ActionFactory, TrainingFactory
from tests.factories.people import ProfessionalFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def run_json(*arguments):
    return json.loads(run(*arguments, "--format", "json"))


@pytest.fixture
def file(tmp_path):
    def make(*rows):
        path = tmp_path / "list.csv"
        path.write_bytes(sheet(*rows))
        return path

    return make


@pytest.mark.parametrize(
    ("start", "end"), [("2026-03-10", "2026-03-12"), ("10.03.2026", "12.3.2026.")]
)
def test_create_training_makes_one_without_sessions(edition, start, end):
    ActionFactory(code="III.1.9")

    found = run_json(
        "create_training", "TIT-2026-01", "--modules", "M03", "--from", start, "--to", end,
        "--title", "Trajnim", "--place", "Prizren", "--actions", "III.1.9",
    )  # fmt: skip

    training = Training.objects.get()
    assert found == {
        "code": "TIT-2026-01", "title": "Trajnim", "status": "planned",
        "from": "2026-03-10", "to": "2026-03-12", "place": "Prizren",
        "modules": [{"code": "M03", "edition": "2026-1"}], "actions": ["III.1.9"],
    }  # fmt: skip
    assert (training.sessions.count(), training.editions.count()) == (0, 1)


def test_create_training_prints_a_table_for_people(edition):
    out = run(
        "create_training",
        "T-1",
        "--modules",
        "M03",
        "--from",
        "2026-03-10",
        "--to",
        "2026-03-10",
    )

    assert "T-1 Referral" in out
    assert "10.03.2026 – 10.03.2026" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["T-1", "--modules", "M99"], "There is no module M99."),
        (["T-1", "--modules", "M03", "--to", "2026-03-09"], r"The last day \(09.03.2026\) is before the first day"),
        (["T-1", "--modules", "M03", "--from", "31.02.2026"], "“31.02.2026” is not a day. Write it as 2026-03-10"),
        (["TAKEN-1", "--modules", "M03"], "The code TAKEN-1 is taken"),
        (["T-1", "--modules", "M03", "--actions", "X.1"], "There is no action row X.1."),
    ],
)  # fmt: skip
def test_create_training_is_refused_in_one_sentence(edition, arguments, words):
    TrainingFactory(code="TAKEN-1")
    days = ["--from", "2026-03-10", "--to", "2026-03-12"]

    with pytest.raises(CommandError, match=words):
        run("create_training", arguments[0], *days, *arguments[1:])
    assert Training.objects.count() == 1


def test_import_sheet_previews_by_default(training, file):
    found = run_json("import_sheet", file(person()), "--training", "TIT-2026-01")

    assert (found["rows"], found["created"], found["applied"]) == (1, 1, False)
    for model in (Professional, Enrolment, Session, Mark):
        assert not model.objects.exists()


def test_import_sheet_applies_when_asked(training, file):
    found = run_json(
        "import_sheet", file(person()), "--training", "TIT-2026-01", "--apply"
    )

    assert (found["applied"], found["sessions"]) == (True, ["2026-03-10", "2026-03-11"])
    assert Mark.objects.count() == 2


def test_import_sheet_twice_is_harmless(training, file):
    path = file(person())
    run("import_sheet", path, "--training", "TIT-2026-01", "--apply")

    found = run_json("import_sheet", path, "--training", "TIT-2026-01", "--apply")

    assert found["applied"] is False
    assert "was already applied" in found["note"]
    assert Mark.objects.count() == 2


def test_import_sheet_with_a_rejected_row_prints_the_report_and_fails(training, file):
    path, out = (
        file(person(), person(first="Besa", email="b@b.org", marks="?P")),
        io.StringIO(),
    )

    with pytest.raises(CommandError, match="Nothing was applied: 1 row is rejected"):
        call_command(
            "import_sheet",
            str(path),
            "--training",
            "TIT-2026-01",
            "--apply",
            "--format",
            "json",
            stdout=out,
        )

    found = json.loads(out.getvalue())
    assert found["applied"] is False
    assert [(line["row"], line["column"]) for line in found["rejected"]] == [
        (3, "“10.03” (F)")
    ]
    assert not Enrolment.objects.exists()


def test_import_sheet_with_a_rejected_row_previews_without_failing(training, file):
    found = run_json(
        "import_sheet", file(person(marks="?P")), "--training", "TIT-2026-01"
    )

    assert len(found["rejected"]) == 1


def test_import_sheet_prints_a_table_for_people(training, file):
    ProfessionalFactory(first_name="Arta", last_name="Berisha", email="x@example.org")
    rows = [
        person(),
        person("Besa", email="b@b.org"),
        person("Besa", email="b@b.org"),
        person("Zana", marks="?P"),
    ]

    out = run("import_sheet", file(*rows), "--training", "TIT-2026-01")

    assert (
        "Row 2, Arta Berisha: in review. Somebody of this name has another e-mail."
        in out
    )
    assert "Row 4, Besa Berisha: same person as row 3." in out
    assert "Row 5, column “10.03” (F): rejected. “?” is not a mark." in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--training", "NO-1"], "There is no training NO-1."),
        (["--training", "CLOSED-1"], "Training CLOSED-1 is closed"),
        (["--training", "CLOSED-1", "--apply"], "Training CLOSED-1 is closed"),
    ],
)
def test_import_sheet_is_refused_in_one_sentence(file, arguments, words):
    TrainingFactory(code="CLOSED-1", closed=True)

    with pytest.raises(CommandError, match=words):
        run("import_sheet", file(person()), *arguments)


def test_import_sheet_of_a_file_that_is_not_there_is_refused(training, tmp_path):
    with pytest.raises(CommandError, match=r"There is no file .*/no\.xlsx\. Check"):
        run("import_sheet", tmp_path / "no.xlsx", "--training", "TIT-2026-01")
    with pytest.raises(CommandError, match=r"is a folder\. Name a file in it\.$"):
        run("import_sheet", tmp_path, "--training", "TIT-2026-01")


def test_import_sheet_of_a_wrong_file_is_refused(training, tmp_path):
    path = tmp_path / "scan.xlsx"
    path.write_bytes(b"%PDF-1.7")

    with pytest.raises(CommandError, match=r"scan\.xlsx: The file is not a sheet"):
        run("import_sheet", path, "--training", "TIT-2026-01", "--apply")


def test_import_sheet_of_a_large_file_names_its_size(training, tmp_path, settings):
    settings.LMS_DELIVERY_SHEET_MAX_BYTES = 1024 * 1024
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"x" * 3 * 1024 * 1024)

    with pytest.raises(
        CommandError, match=r"large\.xlsx: The file has 3\.0 MB; at most 1\.0"
    ):
        run("import_sheet", path, "--training", "TIT-2026-01")


def test_import_sheet_names_the_municipalities_it_leaves_out(training, tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(csv([*HEADINGS, "Komuna"], [*person(), "Atlantida"]))

    out = run("import_sheet", path, "--training", "TIT-2026-01")

    assert re.search(r"^Municipalities left out +Atlantida$", out, re.MULTILINE)

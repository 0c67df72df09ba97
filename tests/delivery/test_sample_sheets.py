"""The three sample sheets against a reading of their raw files by other means."""

from datetime import date
from pathlib import Path

import pandas
import pytest
from django.utils import timezone

from lms.delivery.domain.importing import apply, preview
from lms.delivery.enums import MarkValue
from lms.delivery.models import Enrolment, Mark, Session, SheetRow
from tests.factories.delivery import TrainingFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"

PRIZREN = ("2026-03_prizren_mnr_psv.xlsx", date(2026, 3, 10), date(2026, 3, 12))
PEJA = ("2026-04_peja_identifikimi.xlsx", date(2026, 4, 21), date(2026, 4, 22))
GRACANICA = (
    "2026-05_gracanica_transnational.csv",
    date(2026, 5, 12),
    date(2026, 5, 13),
)


def presence_in(file):
    """E-mail → days present, by pandas and the known places of the cells."""
    if file.endswith(".csv"):
        table = pandas.read_csv(DATA / file, sep=";", encoding="cp1250")
        rows = zip(table["E-mail"], table["12.05."], table["13.05."], strict=True)
        return {email: [one == "DA", two == "DA"] for email, one, two in rows}
    table = pandas.read_excel(DATA / file, header=None)
    column = 7 if "prizren" in file else 6
    rows = table[table[column].astype(str).str.contains("@")]
    days, sign = (range(9, 12), "P") if "prizren" in file else (range(8, 10), "✓")
    return {
        row[column]: [row[day] == sign for day in days] for _, row in rows.iterrows()
    }


def imported(file, first, last):
    training = TrainingFactory(start_date=first, end_date=last)
    content = (DATA / file).read_bytes()
    return training, apply(
        content, file, training=training, by=None, now=timezone.now()
    )


@pytest.mark.parametrize(
    ("sheet", "rows"), [(PRIZREN, 24), (PEJA, 28), (GRACANICA, 22)], ids=lambda x: x
)
def test_sample_sheet_becomes_the_marks_that_stand_in_it(sheet, rows):
    training, report = imported(*sheet)

    marks = Mark.objects.filter(enrolment__training=training).order_by("session__date")
    found = {}
    for mark in marks.select_related("enrolment__professional"):
        days = found.setdefault(mark.enrolment.professional.email, [])
        days.append(mark.value == MarkValue.PRESENT)
    assert report.applied
    assert report.rows == rows == report.created
    assert found == presence_in(sheet[0])


def test_sample_sheets_name_62_people_of_whom_twelve_come_twice():
    reports = [imported(*sheet)[1] for sheet in (PRIZREN, PEJA, GRACANICA)]

    found = [(report.matched, report.created) for report in reports]
    assert found == [(0, 24), (8, 20), (4, 18)]
    assert Professional.objects.count() == 62
    assert Enrolment.objects.count() == 24 + 28 + 22
    assert [report.review for report in reports] == [(), (), ()]


def test_sample_sheets_bring_the_same_people_in_any_order():
    for sheet in (GRACANICA, PRIZREN, PEJA):
        imported(*sheet)

    assert Professional.objects.count() == 62
    assert not Professional.objects.filter(sex="").exists()


def test_preview_of_a_sample_sheet_writes_nothing():
    training = TrainingFactory(start_date=PEJA[1], end_date=PEJA[2])
    content = (DATA / PEJA[0]).read_bytes()

    report = preview(content, PEJA[0], training=training, now=timezone.now())

    assert (report.rows, report.created, report.applied) == (28, 28, False)
    assert report.sessions == (date(2026, 4, 21), date(2026, 4, 22))
    for model in (Professional, Enrolment, Session, SheetRow):
        assert not model.objects.exists()

from datetime import date

import pytest
from django.utils import timezone

from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.models import Mark, Session
from tests.factories.delivery import SessionFactory

pytestmark = pytest.mark.django_db


def sheet(*marks):
    head = "Emri;Mbiemri;10.03;11.03"
    return "\n".join([head, *(f"Arta{n};Gashi;{m}" for n, m in enumerate(marks))])


@pytest.fixture
def called_off(training):
    return SessionFactory(
        training=training,
        date=date(2026, 3, 10),
        cancelled_at=timezone.now(),
        cancel_reason="Snow",
    )


def test_empty_column_of_a_called_off_day_is_left_out(training, called_off):
    content = sheet(";P", "-;P").encode()

    report = apply(content, "a.csv", training=training, by=None, now=timezone.now())

    assert report.sessions == (date(2026, 3, 11),)
    assert [s.date.day for s in Session.objects.taking_place()] == [11]
    assert Mark.objects.filter(session=called_off).count() == 0


def test_presence_on_a_called_off_day_refuses_the_sheet(training, called_off):
    with pytest.raises(
        SheetRefused,
        match=r"was called off: Snow\. The sheet says that Arta1 Gashi was present on "
        r"10\.03\.2026",
    ):
        preview(
            sheet(";P", "P;P").encode(),
            "a.csv",
            training=training,
            now=timezone.now(),
        )


def test_day_with_another_session_takes_its_marks(training, called_off):
    there = SessionFactory(training=training, date=date(2026, 3, 10))

    apply(
        sheet("P;P").encode(), "a.csv", training=training, by=None, now=timezone.now()
    )

    assert Mark.objects.filter(session=there, value="present").count() == 1
    assert not Mark.objects.filter(session=called_off).exists()

"""Columns with unknown headings: explained by a person, remembered for the next sheet."""

from datetime import date

import pytest

from lms.delivery.domain.headings import days_offered, remembered_for
from lms.delivery.domain.importing import apply, preview
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.domain.sheet_meanings import ColumnsUnknown
from lms.delivery.domain.sheet_said import Said
from lms.delivery.models import Enrolment, KnownHeading, Mark, MarkEvent
from tests.delivery.making_sheets import HEADINGS, NOW, csv, person, xlsx
from tests.factories.delivery import SessionFactory, TrainingFactory
from tests.factories.users import UserFactory
from trainers_pool.models import Professional

pytestmark = pytest.mark.django_db
UNKNOWN = csv(
    ["Adı Soyadı", "Kurum", "1. gün", "11.03"], ["Arta Berisha", "QPS", *"PM"]
)
SAID = {"A": "name", "B": "institution", "C": "2026-03-10"}


def looked(training, content, **said):
    return preview(content, "l.csv", training=training, now=NOW, said=Said(**said))


def applied(training, content, by=None, **said):
    return apply(content, "l.csv", training=training, by=by, now=NOW, said=Said(**said))


def test_list_without_a_known_name_asks_what_its_columns_are(training):
    with pytest.raises(ColumnsUnknown, match="No column of names") as refused:
        looked(training, UNKNOWN)

    found = [(column.letter, column.heading) for column in refused.value.unknown]
    assert found == [("A", "Adı Soyadı"), ("B", "Kurum"), ("C", "1. gün")]


def test_list_without_a_known_day_asks_what_its_columns_are(training):
    content = csv(["Emri dhe mbiemri", "Dita e parë"], ["Arta Berisha", "P"])

    with pytest.raises(ColumnsUnknown, match="No column of attendance") as refused:
        looked(training, content)

    assert [column.heading for column in refused.value.unknown] == ["Dita e parë"]


def test_sheet_with_nothing_known_is_refused_without_questions(training):
    """Negative control: the first person is never taken for the headings."""
    content = csv(["Arta Berisha", "10.03.1980", "P"], ["Besa Kuçi", "1.1.1990", "P"])

    with pytest.raises(SheetRefused, match="No column of names") as refused:
        looked(training, content)

    assert not isinstance(refused.value, ColumnsUnknown)


def test_explained_columns_are_read(training):
    applied(training, UNKNOWN, columns=SAID)

    place = Enrolment.objects.get()
    marks = Mark.objects.order_by("session__date")
    assert place.professional.full_name == "Arta Berisha"
    assert str(place.institution) == "QPS"
    assert [(mark.session.date.day, mark.value) for mark in marks] == [
        (10, "present"),
        (11, "absent"),
    ]
    cells = MarkEvent.objects.order_by("session__date").values_list("cell", flat=True)
    assert list(cells) == ["C2", "D2"]


def test_explained_sheet_reads_as_one_with_known_headings(training):
    known = csv(
        ["Emri dhe mbiemri", "Institucioni", "10.03", "11.03"],
        ["Arta Berisha", "QPS", "P", "M"],
    )

    assert (
        looked(training, UNKNOWN, columns=SAID).lines == looked(training, known).lines
    )


def test_meanings_are_remembered_once_the_sheet_is_applied(training):
    user = UserFactory()
    looked(training, UNKNOWN, columns=SAID)
    assert not KnownHeading.objects.exists()

    applied(training, UNKNOWN, by=user, columns={**SAID})

    known = KnownHeading.objects.values_list("folded", "field", "said_by", "said_at")
    assert list(known) == [
        ("1 gun", "day:1", user.pk, NOW),
        ("adi soyadi", "name", user.pk, NOW),
        ("kurum", "institution", user.pk, NOW),
    ]


def test_next_sheet_of_that_kind_needs_nothing(training):
    applied(training, UNKNOWN, columns=SAID)
    later = TrainingFactory(start_date=date(2026, 3, 3), end_date=date(2026, 3, 4))
    content = csv(["Kurum", "ADI SOYADI", "1. Gün"], ["QPS", "Besa Kuçi", "P"])

    report = applied(later, content)

    assert report.applied
    assert report.ignored_columns == ()
    assert report.sessions == (date(2026, 3, 3),)


def test_nothing_is_remembered_of_a_sheet_with_faults(training):
    content = csv(["Emri dhe mbiemri", "Dita"], ["Arta Berisha", "?"])

    report = applied(training, content, columns={"B": "2026-03-10"})

    assert not report.applied
    assert not KnownHeading.objects.exists()


def test_remembered_heading_never_overrides_one_the_program_knows(training):
    KnownHeading.objects.create(folded="pozita", field="email", said_at=NOW)
    KnownHeading.objects.create(folded="shenime", field="institution", said_at=NOW)
    content = csv([*HEADINGS, "Shënime"], [*person(), "me vonesë"])

    report = looked(training, content)

    assert (report.lines[0].profession, report.lines[0].email) == (
        "Hetues",
        "arta@example.org",
    )
    assert report.lines[0].institution == "Policia e Kosovës"
    assert report.ignored_columns == ("“Shënime” (H)",)


def test_what_is_said_now_overrides_what_is_remembered(training):
    KnownHeading.objects.create(folded="kurum", field="profession", said_at=NOW)

    applied(training, UNKNOWN, columns=SAID)

    assert str(Enrolment.objects.get().institution) == "QPS"
    assert KnownHeading.objects.get(folded="kurum").field == "institution"


def test_column_that_is_not_to_be_read_is_no_longer_asked_about(training):
    content = csv([*HEADINGS, "Shënime"], [*person(), "me vonesë"])

    assert looked(training, content).ignored_columns == ("“Shënime” (H)",)
    assert looked(training, content, columns={"H": "unread"}).ignored_columns == ()


def test_days_are_counted_by_the_sessions_where_there_are_any(training):
    KnownHeading.objects.create(folded="2 gun", field="day:2", said_at=NOW)
    assert remembered_for(training) == {"2 gun": "2026-03-11"}

    SessionFactory(training=training, date=date(2026, 3, 10))
    assert remembered_for(training) == {}
    SessionFactory(training=training, date=date(2026, 3, 12))
    assert remembered_for(training) == {"2 gun": "2026-03-12"}


def test_long_training_offers_its_first_days_and_those_with_a_session():
    training = TrainingFactory(start_date=date(2026, 1, 1), end_date=date(2026, 12, 31))
    SessionFactory(training=training, date=date(2026, 10, 5))

    days = days_offered(training)

    assert (len(days), days[0], days[-1]) == (61, date(2026, 1, 1), date(2026, 10, 5))


def test_same_heading_with_two_meanings_is_not_remembered(training):
    content = csv(["Emri dhe mbiemri", "Dita", "Dita"], ["Arta Berisha", *"PM"])

    report = applied(training, content, columns={"B": "2026-03-10", "C": "2026-03-11"})

    assert report.applied
    assert not KnownHeading.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"A": "name", "B": "name"}, "“Adı Soyadı” (A) and “Kurum” (B) cannot both be"),
        ({"A": "name", "B": "first_name"}, "cannot both be: First name"),
        ({**SAID, "C": "2026-03-11"}, "“11.03” (D) and “1. gün” (C) cannot both be"),
        ({**SAID, "C": "2026-04-01"}, "that is no day of the training"),
        ({**SAID, "D": "email"}, "“D” is no column that has to be explained"),
        ({**SAID, "Z": "email"}, "“Z” is no column that has to be explained"),
    ],
    ids=["same", "two kinds of name", "same day", "foreign day", "known", "nowhere"],
)
def test_what_cannot_be_is_refused_in_words(training, said, words):
    with pytest.raises(SheetRefused) as refused:
        looked(training, UNKNOWN, columns=said)

    assert words in str(refused.value)


def test_first_and_last_name_may_be_explained_apart(training):
    content = csv(["Ad", "Soyad", "10.03", "Emri"], ["Arta", "Berisha", "P", ""])
    looked_at = csv(["Ad", "Soyad", "10.03"], ["Arta", "Berisha", "P"])

    report = looked(training, looked_at, columns={"A": "first_name", "B": "last_name"})

    assert report.lines[0].name == "Arta Berisha"
    with pytest.raises(SheetRefused, match="cannot both be"):
        looked(training, content, columns={"A": "first_name"})


def test_unknown_heading_beside_a_known_first_name_is_the_last_name(training):
    content = xlsx(["Emri", "Familja", "10.03"], ["Arta", "Berisha", "P"])

    applied(training, content, columns={"B": "last_name"})

    assert Professional.objects.get().full_name == "Arta Berisha"


def test_column_may_be_named_by_its_heading(training):
    headings = {"adı soyadı": "name", "Kurum": "institution", "1. gün": "2026-03-10"}

    assert looked(training, UNKNOWN, headings=headings).lines == (
        looked(training, UNKNOWN, columns=SAID).lines
    )
    with pytest.raises(SheetRefused, match="“Firma” is no column"):
        looked(training, UNKNOWN, headings={"Firma": "institution"})

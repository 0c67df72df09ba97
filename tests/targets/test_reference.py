"""What the Strategy asks to be counted, as it is loaded."""

from __future__ import annotations

from datetime import date

import pytest

import lms.delivery.reference
import trainers_pool.reference
from lms.targets import reference
from lms.targets.models import Indicator, IndicatorLink, Target
from trainers_pool.models import Profession

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(db):
    trainers_pool.reference.load()
    lms.delivery.reference.load()
    return reference.load()


def targets_of(code):
    return [
        (
            target.kind,
            target.value,
            target.due_on,
            [profession.code for profession in target.audience.all()],
        )
        for target in Indicator.objects.get(action__code=code).targets.all()
    ]


def test_load_adds_every_row_and_objective(loaded):
    assert loaded == "Targets: 37 indicators added"
    assert Indicator.objects.filter(action__level="action").count() == 33
    assert IndicatorLink.objects.filter(status="proposed").count() == 11
    assert IndicatorLink.objects.filter(status="accepted").count() == 37 + 2 + 17


def test_load_again_adds_nothing_and_keeps_what_was_edited(
    loaded, django_assert_num_queries
):
    edited = Indicator.objects.get(action__code="I.1")
    edited.targets.update(value=160)
    edited.links.filter(status="proposed").delete()

    with django_assert_num_queries(2):
        assert reference.load() == "Targets: 0 indicators added"

    assert edited.targets.get().value == 160
    assert not edited.links.filter(status="proposed").exists()


def test_big_counters_are_the_150_and_the_500(loaded):
    values = Target.objects.filter(indicator__is_headline=True).values_list(
        "indicator__action__code", "value"
    )

    assert dict(values) == {"I.1": 150, "III": 500}


def test_every_indicator_counts_its_own_code_in_the_period_of_the_strategy(loaded):
    for indicator in Indicator.objects.select_related("action"):
        assert indicator.links.get(action=indicator.action).status == "accepted"
        assert (indicator.counted_from, indicator.counted_to) == (
            date(2022, 1, 1),
            date(2026, 12, 31),
        )


def test_direct_rows_count_and_candidates_are_proposals(loaded):
    links = IndicatorLink.objects.filter(indicator__action__code="I.1")

    assert {link.action.code for link in links.accepted()} == {"I.1", "I.1.3", "I.1.5"}
    assert {link.action.code for link in links.proposed()} == {
        "II.1.7", "III.1.15", "III.2.1", "III.2.2", "III.2.3", "III.3.1", "III.4.1",
    }  # fmt: skip


def test_row_with_several_targets_has_them_with_their_audiences(loaded):
    end = date(2024, 12, 31)

    assert targets_of("IV.2.6") == [
        ("sessions_per_year", 4, end, []),
        ("people_trained", 20, end, ["prosecutor"]),
        ("people_trained", 30, end, ["investigator"]),
    ]


@pytest.mark.parametrize(
    ("code", "due_on"),
    [
        ("III.1.9", date(2022, 12, 31)),
        ("IV.1.7", date(2023, 12, 31)),
        ("III.1.1", date(2024, 12, 31)),
        ("IV.3.4", date(2026, 12, 31)),
        ("III", None),
    ],
)
def test_deadline_is_the_last_day_of_its_year(loaded, code, due_on):
    assert Indicator.objects.get(action__code=code).due_on == due_on


def test_row_about_victims_is_out_of_scope(loaded):
    row = Indicator.objects.get(action__code="III.4.4")

    assert row.is_out_of_scope
    assert not row.audience.exists()
    assert Indicator.objects.filter(is_out_of_scope=True).count() == 1


def test_notes_and_leads_are_there_in_three_languages(loaded):
    indicator = Indicator.objects.get(action__code="I.1")

    assert "150" in indicator.note_sq
    assert "2022–2026" in indicator.note_sr
    assert "The source gives no date for the 150" in indicator.note_en
    [lead] = Indicator.objects.get(action__code="III.1.9").lead_institutions.all()
    assert lead.abbreviation == "MPB"


def test_indicator_without_its_code_in_the_lists_waits(db):
    trainers_pool.reference.load()

    assert reference.load() == "Targets: 0 indicators added"
    assert not Indicator.objects.exists()
    assert Profession.objects.exists()

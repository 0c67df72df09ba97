"""The code-to-target map: deeds, their words, and the effect of a proposal."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from lms.targets.domain.links import (
    LinkRefused,
    accept_link,
    effect_of,
    effects_of,
    reject_link,
    return_link,
)
from lms.targets.models import IndicatorLink
from tests.factories.targets import IndicatorFactory, LinkFactory, trained
from tests.factories.users import UserFactory

from .conftest import ON

pytestmark = pytest.mark.django_db


@pytest.fixture
def deed():
    return {"by": UserFactory(), "now": timezone.now()}


@pytest.fixture
def link():
    row = IndicatorFactory(action__code="III.1.15")
    return LinkFactory(indicator__action__code="I.1", action=row.action)


def logged():
    return [
        (entry.action, entry.user, entry.data)
        for entry in ModelLogEntry.objects.filter(
            action__startswith="lms_targets."
        ).order_by("timestamp", "pk")
    ]


@pytest.mark.parametrize(
    ("act", "status", "name"),
    [
        (accept_link, "accepted", "lms_targets.accept_link"),
        (reject_link, "rejected", "lms_targets.reject_link"),
    ],
)
def test_decision_is_kept_with_who_and_when(link, deed, act, status, name):
    act(link, **deed)

    link.refresh_from_db()
    assert (link.status, link.decided_by, link.decided_at) == (
        status,
        deed["by"],
        deed["now"],
    )
    assert logged() == [(name, deed["by"], {"indicator": "I.1", "action": "III.1.15"})]


@pytest.mark.parametrize("act", [accept_link, reject_link])
def test_returned_link_is_a_proposal_again(link, deed, act, counted):
    act(link, **deed)

    return_link(link, **deed)

    link.refresh_from_db()
    assert link.status == "proposed"
    assert logged()[-1][0] == "lms_targets.return_link"


def test_accepted_and_returned_link_moves_the_count_there_and_back(link, deed, counted):
    trained(link.action.indicator)
    assert counted(link.indicator).people == 0

    accept_link(link, **deed)
    assert counted(link.indicator).people == 1

    return_link(link, **deed)
    assert counted(link.indicator).people == 0


def test_rejected_link_can_still_be_accepted(link, deed):
    reject_link(link, **deed)

    assert accept_link(link, **deed).status == "accepted"


@pytest.mark.parametrize(
    ("before", "act", "words"),
    [
        ("accepted", accept_link, "III.1.15 → I.1 counts already. Open the map again."),
        (
            "accepted",
            reject_link,
            "III.1.15 → I.1 is decided already. Open the map again.",
        ),
        (
            "rejected",
            reject_link,
            "III.1.15 → I.1 is decided already. Open the map again.",
        ),
        (
            "proposed",
            return_link,
            "III.1.15 → I.1 is a proposal already. Open the map again.",
        ),
    ],
)
def test_deed_that_was_done_already_is_refused(link, deed, before, act, words):
    IndicatorLink.objects.filter(pk=link.pk).update(status=before)

    with translation.override("en"), pytest.raises(LinkRefused) as refusal:
        act(link, **deed)

    assert str(refusal.value) == words
    assert logged() == []


def test_own_link_of_an_indicator_stays(deed):
    indicator = IndicatorFactory(action__code="III.1.9")

    with translation.override("en"), pytest.raises(LinkRefused) as refusal:
        return_link(indicator.links.get(), **deed)

    assert str(refusal.value) == "III.1.9 always counts for itself."


def test_link_to_a_row_out_of_scope_is_never_accepted(deed):
    link = LinkFactory(indicator__out_of_scope=True, indicator__action__code="III.4.4")

    with translation.override("en"), pytest.raises(LinkRefused) as refusal:
        accept_link(link, **deed)

    assert str(refusal.value) == "III.4.4 is out of scope: nothing counts for it."


def test_effect_is_who_is_not_counted_yet(link, counted):
    row = link.action.indicator
    both = trained(row)
    trained(link.indicator, professional=both.professional)
    trained(row)
    trained(row)

    assert effect_of(link, on=ON) == 2


def test_effect_is_what_accepting_adds(link, deed, counted):
    for _person in range(3):
        trained(link.action.indicator)
    before, effect = counted(link.indicator).people, effect_of(link, on=ON)

    accept_link(link, **deed)

    assert counted(link.indicator).people == before + effect == 3
    link.refresh_from_db()
    assert effect_of(link, on=ON) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_effects_of_all_links_cost_one_query(django_assert_num_queries, number):
    for _link in range(number):
        row = IndicatorFactory()
        LinkFactory(action=row.action)
        LinkFactory(action=row.action, rejected=True)
        trained(row)
    links = list(IndicatorLink.objects.select_related("indicator"))

    with django_assert_num_queries(1):
        effects = effects_of(links, on=ON)

    assert list(effects.values()) == [1] * 2 * number

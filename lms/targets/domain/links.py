"""The code-to-target map: what is proposed, what counts, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.targets.domain.standing import counted, standings
from lms.targets.enums import LinkStatus
from lms.targets.models import IndicatorLink

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


NOT_COUNTING = (LinkStatus.PROPOSED, LinkStatus.REJECTED)


class LinkRefused(Exception):
    """Carries the reason in words fit for the coordinator."""


@transaction.atomic
def accept_link(
    link: IndicatorLink, *, by: User | None, now: datetime
) -> IndicatorLink:
    """From now on trainings tagged with the code count for the indicator."""
    link = _locked(link)
    if link.status == LinkStatus.ACCEPTED:
        raise LinkRefused(
            _("%(link)s counts already. Open the map again.") % {"link": link}
        )
    if link.indicator.is_out_of_scope:
        raise LinkRefused(
            _("%(code)s is out of scope: nothing counts for it.")
            % {"code": link.indicator.code}
        )
    return _decide(link, LinkStatus.ACCEPTED, "accept_link", by=by, now=now)


@transaction.atomic
def reject_link(
    link: IndicatorLink, *, by: User | None, now: datetime
) -> IndicatorLink:
    """Decided: trainings tagged with the code do not count for the indicator."""
    link = _locked(link)
    if link.status != LinkStatus.PROPOSED:
        raise LinkRefused(
            _("%(link)s is decided already. Open the map again.") % {"link": link}
        )
    return _decide(link, LinkStatus.REJECTED, "reject_link", by=by, now=now)


@transaction.atomic
def return_link(
    link: IndicatorLink, *, by: User | None, now: datetime
) -> IndicatorLink:
    """The link is a proposal again and counts nothing."""
    link = _locked(link)
    if link.status == LinkStatus.PROPOSED:
        raise LinkRefused(
            _("%(link)s is a proposal already. Open the map again.") % {"link": link}
        )
    if link.is_own:
        raise LinkRefused(
            _("%(code)s always counts for itself.") % {"code": link.indicator.code}
        )
    return _decide(link, LinkStatus.PROPOSED, "return_link", by=by, now=now)


def effect_of(link: IndicatorLink, *, on: date) -> int:
    """How many more people the indicator would have if the link counted."""
    return effects_of([link], on=on).get(link.pk, 0)


def effects_of(links: Iterable[IndicatorLink], *, on: date) -> dict[int, int]:
    """The same for many links that do not count, each taken alone, in one query."""
    others = [
        link
        for link in links
        if link.status != LinkStatus.ACCEPTED and not link.indicator.is_out_of_scope
    ]
    if not others:
        return {}
    indicators = {link.indicator_id: link.indicator for link in others}.values()
    counts_already = counted(standings(indicators, on=on)).filter(
        professional=OuterRef("professional"), indicator_id=OuterRef("indicator_id")
    )
    rows = (
        counted(standings(indicators, on=on, statuses=NOT_COUNTING))
        .filter(~Exists(counts_already), link_id__in=[link.pk for link in others])
        .values_list("link_id")
        .annotate(Count("professional", distinct=True))
    )
    return {link.pk: 0 for link in others} | dict(rows)


def _locked(link: IndicatorLink) -> IndicatorLink:
    return (
        IndicatorLink.objects.select_for_update(of=("self",))
        .select_related("indicator__action", "action")
        .get(pk=link.pk)
    )


def _decide(
    link: IndicatorLink,
    status: LinkStatus,
    deed: str,
    *,
    by: User | None,
    now: datetime,
) -> IndicatorLink:
    link.status, link.decided_by, link.decided_at = status, by, now
    link.save(update_fields=["status", "decided_by", "decided_at"])
    data = {"indicator": link.indicator.code, "action": link.action.code}
    log(link, f"lms_targets.{deed}", user=by, data=data)
    return link

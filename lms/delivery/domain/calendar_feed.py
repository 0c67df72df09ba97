"""A trainer's sessions at a private address: made, renewed, and found by its token."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.models import CalendarFeed, Session, Training
from lms.delivery.models.calendar_feed import new_feed_token
from lms.delivery.models.session import SessionQuerySet
from trainers_pool.enums import TrainerStatus
from trainers_pool.models import Trainer

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: Sessions that are longer ago are left out.
KEPT = timedelta(days=366)


class FeedRefused(Exception):
    """Carries the reason in words fit for the trainer."""


@transaction.atomic
def make_feed(trainer: Trainer, *, by: User | None, now: datetime) -> CalendarFeed:
    """A new address; the one before, if there was any, leads nowhere from now on."""
    trainer = Trainer.objects.select_for_update().get(pk=trainer.pk)
    if _has_left(trainer, on=localdate(now)):
        raise FeedRefused(
            _("You have left the trainer pool, so there is no calendar to follow.")
        )
    feed, __ = CalendarFeed.objects.update_or_create(
        trainer=trainer, defaults={"token": new_feed_token(), "made_at": now}
    )
    log(trainer, "lms_delivery.make_feed", user=by)
    return feed


def feed_of(token: str, *, on: date) -> CalendarFeed | None:
    """The feed, while its trainer may sign in and has not left the pool."""
    feed = (
        CalendarFeed.objects.select_related("trainer__professional")
        .filter(token=token, trainer__professional__user__is_active=True)
        .first()
    )
    return None if feed is None or _has_left(feed.trainer, on=on) else feed


def sessions_of(trainer: Trainer, *, on: date) -> SessionQuerySet:
    """Of every training the trainer has not declined, called off ones too."""
    trainings = Training.objects.taught_by(trainer.professional)
    return Session.objects.filter(
        training__in=trainings.values("pk"), date__gte=on - KEPT
    ).for_calendar()


def _has_left(trainer: Trainer, *, on: date) -> bool:
    period = trainer.status_on(on)
    return period is not None and period.status == TrainerStatus.LEFT

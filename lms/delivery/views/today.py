from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lms.delivery.domain.facilitation import open_questions_to
from lms.delivery.domain.overview import today_of
from lms.delivery.models import CalendarFeed, Training
from lms.delivery.permissions import (
    trainer_of,
    trainings_seen_by,
    user_can_create_training,
)
from trainers_pool.models import Trainer

from .access import trainer_page


@trainer_page
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """A trainer's first page: the next session, what is left to do, the trainings.

    The office, which teaches nothing itself, sees those of everybody.
    """
    trainer = trainer_of(request.user)
    if trainer:
        trainings = Training.objects.taught_by(trainer.professional)
    else:
        trainings = trainings_seen_by(request.user)
    context = {
        "today": today_of(trainings, now=timezone.now()),
        "questions": open_questions_to(trainer) if trainer else (),
        "is_own": trainer is not None,
        "feed": _feed_address(request, trainer) if trainer else "",
        "can_create": user_can_create_training(request.user),
    }
    return render(request, "lms_delivery/today.html", context)


def _feed_address(request: HttpRequest, trainer: Trainer) -> str:
    """Where the trainer's calendar follows the sessions; "" before it was made."""
    feed = CalendarFeed.objects.filter(trainer=trainer).first()
    if feed is None:
        return ""
    path = reverse("lms_delivery_plain:calendar_feed", args=[feed.token])
    return request.build_absolute_uri(path)

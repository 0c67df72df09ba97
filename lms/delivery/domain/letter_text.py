"""A letter as the mail that leaves: one person's own, in their language, names no other."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from curriculum.conf import public_url
from lms.delivery.enums import LetterKind
from lms.delivery.later import later_tests
from lms.delivery.models import Evaluation, Letter, Session, Training

from .evaluation import reason_shut

SUBJECTS = {
    LetterKind.INVITATION: _("Invitation: %(training)s"),
    LetterKind.WEEK: _("Reminder: %(training)s, %(day)s"),
    LetterKind.DAY: _("Reminder: %(training)s, %(day)s"),
    LetterKind.THANKS: _("Thank you for taking part: %(training)s"),
    LetterKind.CANCELLED: _("Called off: %(training)s"),
    LetterKind.LATER: _("What has stayed? A short test: %(training)s"),
}


def compose(letter: Letter, *, today: date) -> EmailMessage:
    """The mail to `letter.address` in `letter.language`, from the records of now."""
    with translation.override(letter.language):
        context = _context(letter, today)
        subject = SUBJECTS[LetterKind(letter.kind)] % {
            "training": letter.training.title,
            "day": context["first_day"],
        }
        body = render_to_string(f"lms_delivery/mail/{letter.kind}.txt", context)
    return EmailMessage(
        # A title of several lines would break the head of the mail.
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[letter.address],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _context(letter: Letter, today: date) -> dict[str, Any]:
    training = letter.training
    sessions = list(Session.objects.filter(training=training).taking_place().in_order())
    first_day = sessions[0].date if sessions else training.start_date
    return {
        "name": letter.professional.full_name,
        "training": training,
        "first_day": date_format(first_day),
        "days": _days(training),
        "hours": [
            f"{date_format(one.date)} {one.starts:%H:%M}–{one.ends:%H:%M}"
            for one in sessions
        ],
        "place": ", ".join(
            dict.fromkeys(str(part) for part in _places(training) if part)
        ),
        "site": f"{public_url()}/",
        "evaluation": _evaluation_link(training, today),
        "test": _test_link(letter),
    }


def _test_link(letter: Letter) -> str:
    """Where the test months later is taken; "" for letters about something else."""
    if letter.kind != LetterKind.LATER:
        return ""
    test = later_tests(timezone.now()).get(letter.training_id)
    return f"{public_url()}{test.path()}" if test else ""


def _days(training: Training) -> str:
    days = dict.fromkeys(map(date_format, (training.start_date, training.end_date)))
    return " – ".join(days)


def _places(training: Training) -> tuple[object, ...]:
    return training.place, training.municipality


def _evaluation_link(training: Training, today: date) -> str:
    """Where the training is evaluated; "" while nobody can."""
    evaluation = Evaluation.objects.filter(training=training).first()
    if not evaluation or reason_shut(training, today=today):
        return ""
    path = reverse("lms_delivery:evaluation", args=[evaluation.token])
    return f"{public_url()}{path}"

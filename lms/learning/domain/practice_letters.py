"""The letter that asks a supervisor about a step in the field."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.conf import public_url
from lms.learning.models import PracticeSignOff


def compose(sign_off: PracticeSignOff) -> EmailMessage:
    """In the language that was chosen for the supervisor, with the link."""
    enrolment = sign_off.enrolment
    with translation.override(sign_off.language):
        path = reverse("lms_learning:sign_off", args=[sign_off.token])
        until = timezone.localtime(sign_off.expires_at)
        context = {
            "name": sign_off.supervisor_name,
            "person": str(enrolment.professional),
            "training": enrolment.training.title,
            "step": sign_off.step.title,
            "day": date_format(sign_off.done_on),
            "link": f"{public_url()}{path}",
            "until": date_format(until, "SHORT_DATETIME_FORMAT"),
            "site": f"{public_url()}/",
        }
        subject = _("Please confirm a practice step of %(person)s") % context
        body = render_to_string("lms_learning/mail/sign_off.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=[sign_off.supervisor_email],
        headers={"Auto-Submitted": "auto-generated"},
    )

"""The letter with the link behind which a person chooses a password."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.formats import date_format
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from curriculum.conf import public_url
from users.models import User


def link_of(user: User) -> str:
    """The whole address, in the language of the person; each call makes another one."""
    with translation.override(_language(user)):
        path = reverse(
            "password_reset_confirm",
            args=[
                urlsafe_base64_encode(force_bytes(user.pk)),
                default_token_generator.make_token(user),
            ],
        )
    return f"{public_url()}{path}"


def compose(user: User) -> EmailMessage:
    """An invitation to whoever never signed in, else the way to a new password."""
    is_new = not user.has_usable_password()
    with translation.override(_language(user)):
        until = timezone.localtime() + timedelta(
            seconds=settings.PASSWORD_RESET_TIMEOUT
        )
        context = {
            "name": user.get_full_name() or user.get_username(),
            "username": user.get_username(),
            "link": link_of(user),
            "until": date_format(until, "SHORT_DATETIME_FORMAT"),
            "site": f"{public_url()}/",
        }
        subject = _("Your login at Fener") if is_new else _("A new password for Fener")
        name = "invited" if is_new else "forgotten"
        body = render_to_string(f"home/mail/{name}.txt", context)
    return EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _language(user: User) -> str:
    chosen = UserProfile.objects.filter(user=user).values_list(
        "preferred_language", flat=True
    )
    return chosen.first() or settings.LANGUAGE_CODE

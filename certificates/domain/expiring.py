"""What time does to certificates: they end, and their holders are told before."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from certificates.enums import CertificateState
from certificates.models import Certificate, ExpiryReminder
from certificates.models.certificate import LIVING
from curriculum.conf import public_url

logger = logging.getLogger("certificates")

#: The holder is told so many days before the end.
STAGES = (90, 60, 30, 7)


def expire(*, today: date) -> int:
    """Enter the end of whatever is over; how many. Pages say so from the day on."""
    over = Certificate.objects.valid().filter(valid_until__lt=today)
    return sum(_expire(pk, today=today) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: int, *, today: date) -> bool:
    certificate = (
        Certificate.objects.valid()
        .select_for_update()
        .filter(pk=pk, valid_until__lt=today)
        .first()
    )
    if certificate is None:
        return False
    certificate.state = CertificateState.EXPIRED
    certificate.state_reason = _("Valid until %(day)s") % {
        "day": _last_day(certificate)
    }
    certificate.save(update_fields=["state", "state_reason"])
    log(certificate, "certificates.expire")
    return True


def ending(*, today: date) -> QuerySet[Certificate]:
    """Valid ones that end within the first stage, and are not renewed."""
    longer = Certificate.objects.filter(
        kind=OuterRef("kind"),
        enrolment__professional=OuterRef("enrolment__professional"),
        state__in=LIVING,
        valid_until__gt=OuterRef("valid_until"),
    )
    until = today + timedelta(days=STAGES[0])
    return (
        Certificate.objects.valid()
        .filter(~Exists(longer), valid_until__range=(today, until))
        .select_related("kind", "enrolment__professional")
        .order_by("valid_until", "pk")
    )


def stage_of(certificate: Certificate, *, today: date) -> int:
    """The latest stage that is reached; those before it are not made up for."""
    left = (certificate.valid_until - today).days if certificate.valid_until else 0
    return min(stage for stage in STAGES if left <= stage)


def remind(*, now: datetime) -> list[ExpiryReminder]:
    """Tell the holders, and the office in one mail, of what has come nearer its end.

    A mail that the server refuses leaves no row, so that the next round tries again;
    what breaks in any other way is not tried twice.
    """
    today = timezone.localdate(now)
    made = []
    for certificate in ending(today=today):
        stage = stage_of(certificate, today=today)
        reminder, is_new = ExpiryReminder.objects.get_or_create(
            certificate=certificate, days=stage, defaults={"made_at": now}
        )
        if is_new and _tell_holder(reminder):
            made.append(reminder)
    if made:
        _tell_office(made)
    return made


def _tell_holder(reminder: ExpiryReminder) -> bool:
    person = reminder.certificate.enrolment.professional
    if not person.email:
        return True
    try:
        _letter(reminder, person.email, person.language).send()
    except OSError as error:
        logger.warning("A reminder could not be sent: %s", type(error).__name__)
        reminder.delete()
        return False
    ExpiryReminder.objects.filter(pk=reminder.pk).update(sent_at=timezone.now())
    return True


def _last_day(certificate: Certificate) -> str:
    return date_format(certificate.valid_until) if certificate.valid_until else ""


def _letter(reminder: ExpiryReminder, address: str, language: str) -> EmailMessage:
    certificate = reminder.certificate
    with translation.override(language):
        context = {
            "name": certificate.enrolment.professional.full_name,
            "kind": certificate.kind.name,
            "number": certificate.number,
            "day": _last_day(certificate),
            "link": f"{public_url()}{reverse('certificates:verify', args=[certificate.code])}",
            "site": f"{public_url()}/",
        }
        subject = _("%(kind)s %(number)s is valid until %(day)s") % context
        body = render_to_string("certificates/mail/ending.txt", context)
    return _mail(subject, body, [address])


def _tell_office(reminders: Iterable[ExpiryReminder]) -> None:
    """Numbers and days, no names: the mail of an office is read by many."""
    by_language: dict[str, list[str]] = {}
    for user in _office():
        profile = getattr(user, "wagtail_userprofile", None)
        language = (profile and profile.preferred_language) or settings.LANGUAGE_CODE
        by_language.setdefault(language, []).append(user.email)
    mails = [
        _office_mail(list(reminders), addresses, language)
        for language, addresses in by_language.items()
    ]
    try:
        get_connection().send_messages(mails)
    except OSError as error:
        logger.warning("The office could not be told: %s", type(error).__name__)


def _office() -> QuerySet:
    """Active people with an e-mail who may issue certificates."""
    users = get_user_model()._default_manager.with_perm(
        "certificates.issue_certificate",
        include_superusers=False,
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return users.exclude(email="").select_related("wagtail_userprofile").order_by("pk")


def _office_mail(
    reminders: list[ExpiryReminder], addresses: list[str], language: str
) -> EmailMessage:
    with translation.override(language):
        lines = [
            f"{one.certificate.number}: {_last_day(one.certificate)}"
            for one in reminders
        ]
        body = render_to_string(
            "certificates/mail/office.txt",
            {
                "lines": lines,
                "link": f"{public_url()}{reverse('certificate:index')}",
                "site": f"{public_url()}/",
            },
        )
        subject = _("Certificates that end soon: %(count)s") % {"count": len(lines)}
    return _mail(subject, body, [], bcc=addresses)


def _mail(
    subject: str, body: str, to: list[str], bcc: list[str] | None = None
) -> EmailMessage:
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        to=to,
        bcc=bcc,
        headers={"Auto-Submitted": "auto-generated"},
    )

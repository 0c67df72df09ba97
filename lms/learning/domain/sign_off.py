"""A supervisor says that a step in the field was done, by a link or on paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.domain.refusal import FieldRefused
from lms.delivery.enums import ATTENDING_STATUSES, TrainingStatus
from lms.delivery.models import Enrolment
from lms.delivery.models.evaluation import new_token
from lms.learning.enums import PRACTICE_KINDS, PracticeState
from lms.learning.models import PracticeSignOff, PracticeStep
from trainers_pool.models import Professional

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: So long a link is good.
LINK_DAYS = 14


class SignOffRefused(FieldRefused):
    """Carries the reason in words fit for the person."""


@transaction.atomic
def ask_supervisor(
    enrolment: Enrolment,
    *,
    step: PracticeStep,
    done_on: date,
    name: str,
    email: str,
    language: str,
    by: User | None,
    now: datetime,
) -> PracticeSignOff:
    """Make a link for whoever saw the step done; an earlier link opens nothing more.

    The letter with it is a task of its own.
    """
    enrolment = _locked(enrolment)
    sign_off = _to_change(enrolment, step, done_on, now=now)
    if sign_off.pk and not sign_off.may_be_asked(now=now):
        raise SignOffRefused(
            _(
                "A supervisor was asked about this step already. Wait for the answer; "
                "after a day you can ask somebody else."
            )
        )
    _refuse_oneself(enrolment.professional, email)
    _fill(sign_off, done_on=done_on, name=name, email=email.strip(), now=now)
    sign_off.supervisor = Professional.objects.filter(email__iexact=email).first()
    sign_off.language = language
    sign_off.token = new_token()
    sign_off.expires_at = now + timedelta(days=LINK_DAYS)
    sign_off.save()
    _log(sign_off, "ask_supervisor", by)
    return sign_off


@transaction.atomic
def answer_sign_off(
    sign_off: PracticeSignOff, *, is_confirmed: bool, words: str, now: datetime
) -> PracticeSignOff:
    """What the supervisor says; the link is used up with it."""
    token = sign_off.token
    sign_off = PracticeSignOff.objects.select_for_update().get(pk=sign_off.pk)
    if token is None or sign_off.token != token:
        raise SignOffRefused(_("This link was used already or has been replaced."))
    if reason := reason_shut(sign_off, now=now):
        raise SignOffRefused(reason)
    if not words.strip():
        raise SignOffRefused(_("Say in a few words what you saw."), field="words")
    sign_off.words = words.strip()
    sign_off.token = None
    sign_off.signed_at = now if is_confirmed else None
    sign_off.declined_at = None if is_confirmed else now
    sign_off.save()
    _log(sign_off, "confirm_practice" if is_confirmed else "decline_practice", None)
    return sign_off


@transaction.atomic
def record_paper(
    enrolment: Enrolment,
    *,
    step: PracticeStep,
    done_on: date,
    name: str,
    words: str,
    by: User | None,
    now: datetime,
) -> PracticeSignOff:
    """A sign-off on paper, for people who never sign in; a link that waits goes."""
    enrolment = _locked(enrolment)
    sign_off = _to_change(enrolment, step, done_on, now=now)
    if sign_off.pk and sign_off.state(now=now) == PracticeState.SIGNED:
        raise SignOffRefused(_("This step is confirmed already."), field="step")
    if not words.strip():
        raise SignOffRefused(
            _("Say what the paper says and where it is kept."), field="words"
        )
    _fill(sign_off, done_on=done_on, name=name, email="", now=now)
    sign_off.words = words.strip()
    sign_off.token = sign_off.expires_at = sign_off.asked_at = None
    sign_off.supervisor = None
    sign_off.signed_at = now
    sign_off.is_paper = True
    sign_off.recorded_by = by
    sign_off.save()
    _log(sign_off, "record_paper_practice", by)
    return sign_off


def reason_shut(sign_off: PracticeSignOff, *, now: datetime) -> str:
    """Why the link opens nothing; "" if it does."""
    if sign_off.is_expired(now=now):
        return _("This link has expired. Ask the person to send you a new one.")
    if sign_off.enrolment.training.status == TrainingStatus.CANCELLED:
        return _("The training was cancelled.")
    return ""


def _locked(enrolment: Enrolment) -> Enrolment:
    return (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("training", "professional__user")
        .get(pk=enrolment.pk)
    )


def _to_change(
    enrolment: Enrolment, step: PracticeStep, done_on: date, *, now: datetime
) -> PracticeSignOff:
    """The row of the step, new or old, once nothing speaks against it."""
    training = enrolment.training
    if training.status == TrainingStatus.CANCELLED:
        raise SignOffRefused(_("The training was cancelled."))
    is_part = training.editions.filter(pk=step.edition_id).exists()
    if training.kind not in PRACTICE_KINDS or not is_part:
        raise SignOffRefused(_("This training has no such step."), field="step")
    if enrolment.status not in ATTENDING_STATUSES:
        raise SignOffRefused(_("Only participants of the training do its steps."))
    if not training.start_date <= done_on <= localdate(now):
        raise SignOffRefused(
            _("The day has to lie between the first day of the training and today."),
            field="done_on",
        )
    row = PracticeSignOff.objects.filter(enrolment=enrolment, step=step).first()
    return row or PracticeSignOff(enrolment=enrolment, step=step)


def _refuse_oneself(person: Professional, email: str) -> None:
    own = {_bare(person.email)}
    if person.user is not None:
        own |= {_bare(person.user.email), _bare(person.user.get_username())}
    if _bare(email) in own - {""}:
        raise SignOffRefused(
            _("This is your own e-mail. Somebody else has to confirm the step."),
            field="email",
        )


def _bare(email: str) -> str:
    """One mailbox for all its spellings: no capitals, nothing after a plus."""
    name, at, domain = email.strip().casefold().partition("@")
    return name.split("+")[0] + at + domain


def _fill(
    sign_off: PracticeSignOff, *, done_on: date, name: str, email: str, now: datetime
) -> None:
    sign_off.done_on = done_on
    sign_off.supervisor_name = name.strip()
    sign_off.supervisor_email = email
    sign_off.asked_at = now
    sign_off.words = ""
    sign_off.declined_at = None


def _log(sign_off: PracticeSignOff, deed: str, by: User | None) -> None:
    log(
        sign_off.enrolment,
        f"lms_learning.{deed}",
        user=by,
        data={"step": sign_off.step_id},
    )

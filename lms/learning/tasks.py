"""Letters to supervisors, which a page does not wait for."""

from __future__ import annotations

from django_tasks import task
from wagtail.log_actions import log

from lms.delivery.domain.mailing import hand_over

from .domain.practice_letters import compose
from .models import PracticeSignOff


@task()
def mail_sign_off(pk: int) -> str:
    """Send the link; the answer is why it did not leave, "" if it did.

    What was answered or replaced meanwhile needs no letter.
    """
    rows = PracticeSignOff.objects.select_related(
        "enrolment__professional", "enrolment__training", "step"
    )
    sign_off = rows.filter(pk=pk, token__isnull=False).first()
    if sign_off is None:
        return ""
    outcome = hand_over(compose(sign_off))
    reason = str(outcome.reason or "")
    deed = "sign_off_failed" if reason else "sign_off_sent"
    log(sign_off.enrolment, f"lms_learning.{deed}", data={"reason": reason})
    return reason

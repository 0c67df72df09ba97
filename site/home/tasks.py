"""Letters about logins, which a page does not wait for."""

from __future__ import annotations

from django_tasks import task
from wagtail.log_actions import log

from home.domain.account_letters import compose
from lms.delivery.domain.mailing import hand_over
from users.models import User


@task()
def mail_link(user_id: int) -> str:
    """Send the link; the answer is why it did not leave, "" if it did.

    The link is made here, so that no queue ever holds one. What came of it stands in
    the history of the person.
    """
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return ""
    outcome = hand_over(compose(user))
    person = getattr(user, "professional", None)
    if person is not None:
        deed = "home.link_failed" if outcome.reason else "home.link_sent"
        log(person, deed, data={"reason": str(outcome.reason or "")})
    return str(outcome.reason or "")

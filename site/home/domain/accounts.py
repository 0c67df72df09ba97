"""How a person comes to a login, and back to it when the password is forgotten.

No password is ever sent or known to the office: a letter holds a link that is good for
`PASSWORD_RESET_TIMEOUT` and once, and behind it the person chooses one.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from home.roles import PARTICIPANTS
from home.tasks import mail_link
from lms.delivery import conf
from lms.delivery.enums import ATTENDING_STATUSES
from lms.delivery.models import Training
from trainers_pool.models import Professional
from users.models import User

#: So many letters with a link leave to one login within the time.
LINKS_AT_ONCE = 3
LINKS_WITHIN_SECONDS = 15 * 60


class AccountRefused(Exception):
    """Carries the reason in words fit for the person."""


@transaction.atomic
def invite(professional: Professional, *, username: str = "", by: User | None) -> User:
    """Make the login of a person, or repeat the letter of one that was never used.

    With an e-mail the letter leaves to it. Without one the office chooses the name of
    the login and hands the link over itself.
    """
    professional = Professional.objects.select_for_update().get(pk=professional.pk)
    user = cast("User | None", professional.user)
    if reason := reason_not_to_invite(professional, username=username):
        raise AccountRefused(reason)
    if user is None:
        user = _make(professional, username.strip() or professional.email.lower())
    elif user.email != professional.email:
        user.email = professional.email
        user.save(update_fields=["email"])
    log(professional, "home.invite", user=by)
    if professional.email:
        _mail_on_commit(user)
    return user


def reason_not_to_invite(professional: Professional, *, username: str = "") -> str:
    """Why there is no letter to send; "" if there is."""
    user = cast("User | None", professional.user)
    person = {"person": professional}
    if professional.email and not conf.mail_enabled():
        return _("This site sends no mail. The operator can switch it on.")
    if user is not None:
        if not user.is_active:
            return _("The login of %(person)s is closed.") % person
        if user.has_usable_password():
            return (
                _(
                    "%(person)s has a login already. A forgotten password is asked for "
                    "on the page where one signs in."
                )
                % person
            )
        return ""
    name = username.strip() or professional.email.lower()
    if not name:
        return (
            _("%(person)s has no e-mail. Choose a name to sign in with, or enter one.")
            % person
        )
    if User.objects.filter(username__iexact=name).exists():
        return _(
            "Somebody signs in as %(name)s already. Choose another name to sign in with."
        ) % {"name": name}
    return ""


def _make(professional: Professional, username: str) -> User:
    user = User(
        username=username,
        email=professional.email,
        first_name=professional.first_name,
        last_name=professional.last_name,
    )
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name=PARTICIPANTS))
    keep_language(user, language=professional.language)
    professional.user = user
    professional.save(update_fields=["user", "folded_name"])
    return user


def without_login(training: Training) -> list[Professional]:
    """Who takes part and has an e-mail, but no login yet or one never used."""
    people = Professional.objects.filter(
        enrolments__in=training.enrolments.filter(status__in=ATTENDING_STATUSES)
    )
    return [
        person
        for person in people.exclude(email="").select_related("user")
        if person.user is None
        or (person.user.is_active and not person.user.has_usable_password())
    ]


def invite_enrolled(training: Training, *, by: User | None) -> tuple[int, list[str]]:
    """Invite all who take part; how many letters leave, and why others do not."""
    sent, refused = 0, []
    for person in without_login(training):
        try:
            invite(person, by=by)
            sent += 1
        except AccountRefused as refusal:
            refused.append(str(refusal))
    return sent, refused


def ask_for_links(email: str) -> None:
    """A letter to every login with this address; says to nobody whether there is one."""
    for user in User.objects.filter(email__iexact=email.strip(), is_active=True):
        send_link(user)


def send_link(user: User) -> None:
    """One more letter with a link, unless there were too many just now."""
    if not user.email or not user.is_active or not conf.mail_enabled():
        return
    key = f"home:links:{user.pk}"
    cache.add(key, 0, timeout=LINKS_WITHIN_SECONDS)
    try:
        is_too_much = cache.incr(key) > LINKS_AT_ONCE
    except ValueError:
        is_too_much = False
    if not is_too_much:
        _mail_on_commit(user)


def _mail_on_commit(user: User) -> None:
    transaction.on_commit(lambda: mail_link.enqueue(user.pk))


@transaction.atomic
def keep_language(user: User, *, language: str) -> None:
    """The language in which the own pages open and letters to the person are written."""
    if language not in dict(settings.LANGUAGES):
        raise AccountRefused(_("Choose one of the languages."))
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save(update_fields=["preferred_language"])
    Professional.objects.filter(user=user).update(language=language)


def kept_language(user: Any) -> str:
    """What the person chose; "" where nobody has."""
    languages = UserProfile.objects.filter(user=user)
    return languages.values_list("preferred_language", flat=True).first() or ""

"""The roll call without names, the same for everybody: what a phone keeps of the page."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.delivery import conf
from lms.delivery.enums import MarkValue

SCRIPTS = ("store", "sync", "list", "page")
TEMPLATES = ("base.html", "lms_delivery/base.html", "lms_delivery/roll_call_shell.html")


@require_safe
@cache_control(no_cache=True)
def roll_call_shell(request: HttpRequest) -> HttpResponse:
    """The page that a phone opens without network; it holds nobody's name."""
    return render(request, "lms_delivery/roll_call_shell.html", app_context())


def app_context() -> dict[str, Any]:
    """What the phone's part of the roll call needs to start, and its words."""
    return {
        "app": {
            "api": reverse("lms_delivery_plain:api_roll_call", args=[0]),
            "marks": reverse("lms_delivery_plain:api_marks", args=[0]),
            "page": reverse("lms_delivery:roll_call", args=[0]),
            "checkIn": reverse("lms_delivery:check_in", args=[0]),
            "today": reverse("lms_delivery:today"),
            "login": reverse(settings.LOGIN_URL),
            "worker": reverse("lms_delivery_plain:service_worker"),
            "marksAre": [
                {"value": value, "label": str(label)}
                for value, label in MarkValue.choices
            ],
            "words": words(),
        },
        "scripts": [f"lms_delivery/roll_call/{name}.js" for name in SCRIPTS],
    }


def words() -> dict[str, str]:
    """What the page says in the reader's language; {n} and the like are filled in."""
    return {
        "present": _("present"),
        "missing": _("without a mark"),
        "everyone": _("Everyone else is present"),
        "undo": _("Undo"),
        "undone": _("Undone."),
        "nothingToUndo": _("That mark has reached the office. Choose another mark."),
        "search": _("Find a name"),
        "found": _("{n} of {all} people shown"),
        "keeping": _("Saving on this phone …"),
        "kept": _("On this phone, not yet at the office: {n}"),
        "sent": _("Everything has reached the office."),
        "nothing": _("Nothing is marked yet."),
        "sendNow": _("Send now"),
        "offline": _("No network. The marks are safe on this phone."),
        "later": _(
            "The office cannot be reached just now. It is tried again by itself."
        ),
        "otherNetwork": _(
            "Another network answered instead of the office. Sign in to the Wi-Fi, "
            "or use mobile data. The marks are safe on this phone."
        ),
        "signIn": _("Sign in again, and everything is sent."),
        "signInLink": _("Sign in"),
        "refused": _("Not accepted by the office: {n}"),
        "again": _("Try again"),
        "remove": _("Remove from this phone"),
        "disputed": _("Another phone says something else. The lead trainer decides."),
        "walkIn": _("Somebody who is not on the list"),
        "walkInName": _("First and last name"),
        "walkInPlace": _("Institution"),
        "walkInAdd": _("Add as present"),
        "walkInMark": _("not on the list"),
        "walkInEmpty": _("Write down the name."),
        "cannotKeep": _(
            "This browser keeps nothing, perhaps because of a private window. Marks "
            "would be lost without network, so use the plain form."
        ),
        "failed": _(
            "This mark could not be saved on the phone. Mark the person again."
        ),
        "full": _("The phone is full. Free some space, then mark the person again."),
        "plain": _("Plain form"),
        "checkIn": _("Self check-in"),
        "neverOpened": _(
            "This roll call is not on this phone yet. Open it once with network."
        ),
        "onThisPhone": _("Roll calls on this phone"),
        "noneOnThisPhone": _("No roll call is on this phone."),
        "readOnly": _("You see the attendance here; it cannot be changed."),
        "nobody": _("Nobody is enrolled yet."),
        "others": _("Marks of another person wait on this phone: {n}"),
    }


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the roll call where there is no network."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


def _worker() -> str:
    return _made_worker() if not settings.DEBUG else _made_worker.__wrapped__()


@cache
def _made_worker() -> str:
    """The worker with its list of files; every change of one of them is a new version."""
    shells = {}
    digest = hashlib.sha256()
    for language, _name in settings.LANGUAGES:
        with override(language):
            shells[language] = reverse("lms_delivery:roll_call_shell")
            app = render_to_string("lms_delivery/_roll_call_app.html", app_context())
            digest.update(app.encode())
    for name in TEMPLATES:
        digest.update(get_template(name).template.source.encode())  # type: ignore[attr-defined]  # of Django's own engine
    names = (*conf.roll_call_assets(), "lms_delivery/roll_call.css")
    scripts = (f"lms_delivery/roll_call/{name}.js" for name in SCRIPTS)
    assets = [static(name) for name in (*names, *scripts)]
    script = render_to_string(
        "lms_delivery/service-worker.js",
        {"shells": json.dumps(shells), "assets": json.dumps(assets)},
    )
    digest.update(script.encode())
    return script.replace("VERSION", digest.hexdigest()[:16])

"""Run inside the host: what its owner does after adding an app, then a first visit.

Prints one JSON document: where the apps came from, and the status of each address.
"""

import json
import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fener_settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.admin.viewsets import viewsets  # noqa: E402
from wagtail.snippets.views.snippets import SnippetViewSet  # noqa: E402


def prepare():
    call_command("check", fail_level="WARNING")
    call_command("migrate", verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True)
    if settings.FLOORS:
        call_command("seed_reference", stdout=sys.stderr)


def listings():
    """The admin listing of every viewset that one of our apps registered."""
    for viewset in viewsets.viewsets:
        ours = any(type(viewset).__module__.startswith(app) for app in settings.FLOORS)
        if ours and hasattr(viewset, "index_view"):
            is_snippet = isinstance(viewset, SnippetViewSet)
            yield reverse(viewset.get_url_name("list" if is_snippet else "index"))


def visit():
    from curriculum.models import LessonPage, ModulePage  # noqa: PLC0415

    client = Client()
    lesson = LessonPage.objects.live().filter(locale__language_code="en").first()
    pages = [*ModulePage.objects.live().filter(locale=lesson.locale)[:2], lesson]
    answers = {page.url: client.get(page.url) for page in pages}
    shown = [
        page.title in answers[page.url].content.decode().replace("&#x27;", "'")
        for page in pages
    ]
    user = get_user_model().objects.filter(username="host").first()
    user = user or get_user_model().objects.create_superuser("host")
    client.force_login(user)
    answers |= {address: client.get(address) for address in listings()}
    return {
        "came_from": {app: import_module(app).__file__ for app in settings.FLOORS},
        "statuses": {
            address: answer.status_code for address, answer in answers.items()
        },
        "shown": shown,
        "listings": len(answers) - len(pages),
    }


prepare()
sys.stdout.write(json.dumps(visit() if settings.FLOORS else {}))

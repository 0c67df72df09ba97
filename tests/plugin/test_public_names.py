"""docs/plugin.md lists what a host may rely on: all of it exists, and nothing is left out."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.dispatch import Signal
from django.template import loader
from django.urls import NoReverseMatch, get_resolver
from wagtail.models import Page

from curriculum.blocks import LessonBlock

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "plugin.md"
APPS = [
    "certificates",
    "lms.targets",
    "lms.learning",
    "lms.assessment",
    "lms.packages",
    "lms.delivery",
    "trainers_pool",
    "curriculum",
]
HOST_BLOCKS = {
    "title",
    "description",
    "content",
    "extra_css",
    "extra_js",
    "body_class",
    # Only where a host names who is signed in; a page kept on a phone empties them.
    "account",
    "rooms",
}


def listed(title):
    """(name, second cell) of each row of the table below `### title`."""
    text = DOCUMENT.read_text(encoding="utf-8")
    section = re.search(rf"^### {title}\n(.*?)(?=^##|\Z)", text, re.M | re.S)[1]
    return re.findall(r"^\| `([^`]+)` \|([^|]*)\|", section, re.MULTILINE)


def names(title):
    return {name for name, _cell in listed(title)}


def ours(name):
    """The modules called `name` that the apps have."""
    found = [f"{app}.{name}" for app in APPS if find_spec(f"{app}.{name}")]
    return [import_module(module) for module in found]


def test_addresses_are_the_ones_the_apps_have():
    existing = {
        f"{module.app_name}:{pattern.name}"
        for module in ours("urls") + ours("plain_urls")
        for pattern in module.urlpatterns
    }

    assert names("Addresses") == existing


@pytest.mark.parametrize(("name", "arguments"), listed("Addresses"))
def test_address_takes_the_arguments_that_are_listed(name, arguments):
    namespace, view = name.split(":")
    resolver = get_resolver()
    prefix, child = resolver.namespace_dict.get(namespace) or _nested(namespace)

    (possibility,) = child.reverse_dict.getlist(view)

    assert possibility[0][0][1] == re.findall(r"`(\w+)`", arguments)
    assert prefix is not None


def _nested(namespace):
    """A namespace inside i18n_patterns."""
    for pattern in get_resolver().url_patterns:
        inner = getattr(pattern, "namespace_dict", {})
        if namespace in inner:
            return inner[namespace]
    raise NoReverseMatch(namespace)


def test_lesson_blocks_are_the_ones_a_lesson_has():
    assert names("StreamField blocks of a lesson") == set(LessonBlock().child_blocks)


def test_page_types_are_the_ones_the_apps_have():
    labels = {apps.get_app_config(app.replace(".", "_")).label for app in APPS}
    existing = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.app_label in labels
    }

    assert names("Page types") == existing


def settings_read(module):
    """Names of settings in the source of a conf.py, with its PREFIX if it has one."""
    prefix = getattr(module, "PREFIX", "")
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            for argument in call.args[:2]:
                text = getattr(argument, "value", None)
                if isinstance(text, str) and re.fullmatch(r"[A-Z][A-Z_]+", text):
                    yield prefix + text


def test_settings_are_the_ones_the_apps_read():
    read = {name for module in ours("conf") for name in settings_read(module)}

    assert names("Settings") == read


def test_settings_are_read_in_conf_alone():
    """But for what is Django's: the user model, debugging, languages, storages, cookies."""
    django_own = (
        r"AUTH_USER_MODEL|DEBUG|LANGUAGES|LANGUAGE_CODE|STORAGES|WAGTAIL\w*|LOGIN_URL"
        r"|(?:LANGUAGE|CSRF)_COOKIE_NAME"
    )
    elsewhere = []
    for app in APPS:
        for path in (ROOT / app.replace(".", "/")).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            found = re.findall(rf"\bsettings\.(?!(?:{django_own})\b)([A-Z_]+)", text)
            elsewhere += [
                f"{path.name}: {name}" for name in found if path.name != "conf.py"
            ]

    assert elsewhere == []


def test_signals_are_the_ones_the_apps_declare():
    existing = {
        f"{module.__name__}.{name}"
        for module in ours("signals")
        for name, value in vars(module).items()
        if isinstance(value, Signal)
    }

    assert names("Signals") == existing


def test_commands_are_the_ones_the_apps_have():
    existing = {
        (command, app) for command, app in get_commands().items() if app in APPS
    }

    assert {(name, app.strip("` ")) for name, app in listed("Commands")} == existing


@pytest.mark.parametrize("app", APPS)
def test_templates_of_an_app_ask_only_for_the_blocks_a_host_has(app):
    """Through the `base.html` of the app, which adds no demand of its own."""
    folder = ROOT / app.replace(".", "/") / "templates"
    sources = {
        path: path.read_text(encoding="utf-8") for path in folder.rglob("*.html")
    }
    parents = {
        parent
        for text in sources.values()
        for parent in re.findall(r'{% extends "([^"]+)"', text)
        if not parent.startswith("wagtailadmin/")
    }
    filled = {
        block
        for text in sources.values()
        if re.search(r'{% extends "[^"]*base\.html"', text)
        and "wagtailadmin" not in text
        for block in re.findall(r"{% block (\w+)", text)
    }

    assert all(loader.get_template(parent) for parent in parents)
    assert filled <= HOST_BLOCKS

"""The site itself: languages, home pages, roles."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from home.roles import load_roles

#: Before everything: the others hang their pages below the home pages.
FLOOR = -1

_TEXTS = Path(__file__).parent / "data" / "home.toml"


@transaction.atomic
def load() -> str:
    added = load_home_pages()
    load_roles()
    return f"home: {added} home pages added, roles are there"


def load_home_pages() -> int:
    """A home page in every language, translations of each other; how many are new."""
    texts = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
    codes = [code for code, _name in settings.LANGUAGES]
    locales = {
        code: Locale.objects.get_or_create(language_code=code)[0] for code in codes
    }
    first = HomePage.objects.filter(depth=2).order_by("path").first()
    there = set(HomePage.objects.values_list("locale__language_code", flat=True))
    missing = [code for code in codes if code not in there]
    for code in missing:
        page = _add_home(locales[code], first, texts[code])
        first = first or page
    if not there:
        _make_default_site(HomePage.objects.get(locale=locales[codes[0]]))
    return len(missing)


def _add_home(locale: Locale, first: Page | None, texts: dict[str, str]) -> HomePage:
    now = timezone.now()
    page = HomePage(
        locale=locale,
        slug=locale.language_code,
        first_published_at=now,
        last_published_at=now,
        **texts,
    )
    if first is not None:
        page.translation_key = first.translation_key
    return Page.get_first_root_node().add_child(instance=page)


def _make_default_site(root: HomePage) -> None:
    """Point the default site here and drop the welcome page of a fresh Wagtail."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", is_default_site=True, root_page=root)
    welcome = site.root_page
    site.root_page = root
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()

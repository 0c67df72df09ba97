"""What stands around every page: the menu, the languages, the rooms of the person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse, translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from trainers_pool.models import Affiliation, Professional, Trainer
from users.models import User

#: Home pages stand at this depth of Wagtail's tree, their children are the menu.
HOME_DEPTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Somewhere to go; `code` is the language of what is there."""

    name: str
    url: str
    is_current: bool = False
    code: str = ""

    @property
    def short(self) -> str:
        return self.code.partition("-")[0].upper()


class Surroundings:
    """The links around one response, for at most one query to a visitor.

    `page` is the Wagtail page that is shown, None on the pages that are views.
    """

    def __init__(self, request: HttpRequest, page: Page | None) -> None:
        self.request = request
        self.page = page if page is not None and page.pk else None
        self.language = get_language() or settings.LANGUAGE_CODE

    @property
    def home_url(self) -> str:
        return f"/{self.language}/"

    @cached_property
    def _pages(self) -> list[Page]:
        """The menu of this language, and the way to the page in every language."""
        wanted = Q(
            depth=HOME_DEPTH + 1,
            show_in_menus=True,
            locale__language_code=self.language,
        )
        if self.page is not None:
            steps = range(HOME_DEPTH, self.page.depth + 1)
            way = Page.objects.filter(
                path__in=[self.page.path[: step * Page.steplen] for step in steps]
            )
            wanted |= Q(translation_key__in=way.values("translation_key"))
        return list(
            Page.objects.live()
            .filter(wanted)
            .select_related("locale")
            .only(
                "path",
                "depth",
                "slug",
                "url_path",
                "title",
                "live",
                "show_in_menus",
                "translation_key",
                "locale__language_code",
            )
            .order_by("path")
        )

    @cached_property
    def menu(self) -> list[Link]:
        """The pages an editor put into the menu, then the public rooms."""
        pages = [
            self._link(page.title, page.url)
            for page in self._pages
            if page.show_in_menus
            and page.depth == HOME_DEPTH + 1
            and page.locale.language_code == self.language
        ]
        rooms = [
            self._link(_("Progress"), reverse("lms_targets:progress")),
            self._link(
                pgettext("menu", "Verify"), reverse("certificates:verify_search")
            ),
            self._link(_("Search"), reverse("search")),
        ]
        return pages + rooms

    @cached_property
    def languages(self) -> list[Link]:
        """The same page in every language, or the nearest above it that exists."""
        address = self._translated_page if self.page is not None else self._translated
        return [
            Link(
                name=name,
                code=code,
                url=self.request.get_full_path()
                if code == self.language
                else address(code),
                is_current=code == self.language,
            )
            for code, name in settings.LANGUAGES
        ]

    @cached_property
    def _way(self) -> set:
        """Translation keys of the pages from the home page down to this one."""
        path = self.page.path if self.page is not None else ""
        return {
            page.translation_key for page in self._pages if path.startswith(page.path)
        }

    def _translated_page(self, code: str) -> str:
        there = [
            page
            for page in self._pages
            if page.locale.language_code == code and page.translation_key in self._way
        ]
        if not there:
            return f"/{code}/"
        return max(there, key=lambda page: page.depth).url

    def _translated(self, code: str) -> str:
        path = self.request.get_full_path()
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            return f"/{code}/"
        translated = translate_url(path, code)
        if translated != path:
            return translated
        with override(code):
            try:
                twin = resolve(f"/{code}{self.request.path_info}")
            except Resolver404:
                return f"/{code}/"
        return f"/{code}/" if twin.url_name == "wagtail_serve" else f"/{code}{path}"

    @cached_property
    def rooms(self) -> list[Link]:
        """Where this person works; empty for a visitor."""
        return rooms_of(self.request.user, current_path=self.request.path)

    def _link(self, name: str, url: str) -> Link:
        return Link(
            name=name,
            url=url,
            is_current=self.request.path.startswith(url),
        )


def rooms_of(user: User | AnonymousUser, *, current_path: str = "") -> list[Link]:
    """The pages of a person, the one that opens after signing in first."""
    if not user.is_authenticated:
        return []
    person = (
        Professional.objects.filter(user=user)
        .annotate(
            is_trainer=Exists(Trainer.objects.filter(professional=OuterRef("pk"))),
            is_focal_point=Exists(
                Affiliation.objects.current().filter(
                    professional=OuterRef("pk"), is_focal_point=True
                )
            ),
        )
        .first()
    )
    names = []
    if user.has_perm("wagtailadmin.access_admin"):
        names.append(("wagtailadmin_home", _("Desk")))
    if person and person.is_trainer:
        names.append(("lms_delivery:today", _("Today")))
    if person and person.is_focal_point:
        names.append(("my_institution", _("My institution")))
    names.append(("my_learning", _("My learning")))
    link = partial(_room, current_path=current_path)
    return [link(name=name, label=label) for name, label in names]


def _room(*, name: str, label: str, current_path: str) -> Link:
    url = reverse(name)
    return Link(name=label, url=url, is_current=current_path == url)

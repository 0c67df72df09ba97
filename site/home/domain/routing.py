"""Finding the page of an address in two queries, however deep it stands."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult


def route_ahead(request: HttpRequest, path: str) -> None:
    """Spare Wagtail its walk from the root, which costs two queries a level.

    `Page.route_for_request` keeps its answer on the request; a live page at exactly this
    address is that answer. Everything else (several sites, a page with routes of its
    own, nothing there) is left to Wagtail's walk.
    """
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) != 1:
        return
    paths = [root.root_path for root in roots if root.language_code == get_language()]
    if not paths:
        return
    page = Page.objects.live().filter(url_path=f"{paths[0]}{path}").specific().first()
    if page is not None and type(page).route is Page.route:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]  # Wagtail's own

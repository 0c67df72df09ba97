"""Who sees what every visitor sees."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def is_plain_visit(request: HttpRequest) -> bool:
    """Asks for a page and nothing else, with no session and no message waiting."""
    harmless = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    return (
        request.method == "GET"
        and not request.GET
        and request.COOKIES.keys() <= harmless
    )

"""What is no page: the script that answers for lessons where there is no network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(no_cache=True)
def reading_worker(request: HttpRequest) -> HttpResponse:
    """Answers for the modules of one language; each page says where these begin."""
    script = render_to_string("curriculum/reading-worker.js")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from lms.delivery.enums import ActionLevel
from lms.targets import conf
from lms.targets.domain.progress import report
from lms.targets.domain.suppression import SMALLEST

from .charts import bar_chart, line_chart


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How far the country is, for everybody: numbers only, nothing about a person."""
    on = timezone.localdate()
    context = {"figures": _figures(on), "on": on}
    response = render(request, "lms_targets/progress.html", context)
    keep_for_visitors(request, response)
    return response


def keep_for_visitors(request: HttpRequest, response: HttpResponse) -> None:
    """A page of somebody who is signed in is nobody else's."""
    seconds = conf.public_cache_seconds()
    if request.user.is_authenticated or not seconds:
        patch_cache_control(response, private=True, max_age=0)
    else:
        patch_cache_control(response, public=True, max_age=seconds)


def _figures(on: date) -> SafeString:
    """The part of the page that takes counting, kept for a minute in each language."""
    key = f"lms_targets.figures.{get_language()}.{on:%Y%m%d}"
    seconds = conf.public_cache_seconds()
    html = cache.get(key) if seconds else None
    if html is None:
        html = render_to_string("lms_targets/_figures.html", _context(on))
        if seconds:
            cache.set(key, str(html), seconds)
    return mark_safe(html)  # noqa: S308 -- rendered above by an escaping template


def _context(on: date) -> dict[str, Any]:
    found = report(on=on)
    prefetch_related_objects(
        [each.indicator for each in found.counts],
        "lead_institutions",
        "targets__audience",
    )
    rows = [
        each
        for each in found.counts
        if each.indicator.action.level == ActionLevel.ACTION
    ]
    return {
        "report": found,
        "counters": [each.count for each in found.headlines],
        "headlines": [
            {
                "progress": each,
                "chart": line_chart(each),
                "breakdowns": [(one, bar_chart(one)) for one in each.breakdowns],
            }
            for each in found.headlines
        ],
        "rows": rows,
        "objectives": [
            each
            for each in found.counts
            if each not in rows and not each.indicator.is_headline
        ],
        "is_overlap_small": 0 < found.overlap < SMALLEST,
    }

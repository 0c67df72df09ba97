from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from lms.targets import conf
from lms.targets.domain.counting import count
from lms.targets.domain.plain import as_plain


@require_safe
def api_targets(request: HttpRequest) -> JsonResponse:
    """The list of `count_targets` for today, for everybody."""
    on = timezone.localdate()
    key, seconds = f"lms_targets.api.{on:%Y%m%d}", conf.public_cache_seconds()
    rows = cache.get(key) if seconds else None
    if rows is None:
        rows = [as_plain(each) for each in count(on=on)]
        if seconds:
            cache.set(key, rows, seconds)
    response = JsonResponse(rows, safe=False)
    patch_cache_control(response, public=True, max_age=seconds)
    return response

from __future__ import annotations

from django import template
from django.utils import timezone

from lms.targets.domain.counting import headline
from lms.targets.domain.figures import IndicatorCount

register = template.Library()


@register.inclusion_tag("lms_targets/_counters.html")
def target_counters() -> dict[str, list[IndicatorCount]]:
    """The big counters of today, for a page that has not asked for them itself."""
    return {"counters": headline(on=timezone.localdate())}

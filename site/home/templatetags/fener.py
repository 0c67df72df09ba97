from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from home.domain.navigation import Surroundings

register = template.Library()


@register.simple_tag(takes_context=True)
def surroundings(context: RequestContext) -> Surroundings:
    """Menu, languages, trail and rooms of what is being shown."""
    return Surroundings(context["request"], context.get("page"))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of `static/icons.svg`; always beside a word, so readers skip it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )

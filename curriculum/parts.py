"""What apps on the floors above put on the page of a lesson and of a module.

They register a function with Wagtail's hook ``curriculum_lesson_parts`` or
``curriculum_module_parts``; it is called with the request and the page and returns safe
HTML, or "" where there is nothing to say. Whatever is put there for a visitor is kept and
shown to all visitors.
"""

from __future__ import annotations

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

LESSON_HOOK = "curriculum_lesson_parts"
MODULE_HOOK = "curriculum_module_parts"


def parts_of(hook: str, request: HttpRequest, page: Page) -> list[str]:
    said = [function(request, page) for function in hooks.get_hooks(hook)]
    return [html for html in said if html]

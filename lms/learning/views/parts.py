"""What a person who is signed in finds on the page of a lesson and of a module."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.models import Page

from curriculum.models import LessonPage, ModulePage
from lms.learning.domain.progress import edition_of, progress_of
from lms.learning.models import LessonProgress
from lms.learning.permissions import learner_behind


def lesson_part(request: HttpRequest, page: Page) -> str:
    """The button for whoever has read the lesson; nothing for a visitor."""
    person = learner_behind(request.user) if hasattr(request, "user") else None
    if person is None or not isinstance(page, LessonPage) or not page.live:
        return ""
    edition = edition_of(page.module_page, today=timezone.localdate())
    if edition is None:
        return ""
    rows = LessonProgress.objects.filter(professional=person)
    here = rows.filter(edition=edition, lesson_number=page.number).first()
    earlier = (
        rows.done()
        .filter(edition__module=edition.module_id, lesson_number=page.number)
        .exclude(edition=edition)
        .select_related("edition")
        .order_by("-edition__valid_from")
        .first()
    )
    context = {"page": page, "here": here, "edition": edition, "earlier": earlier}
    return render_to_string("lms_learning/_lesson.html", context, request=request)


def module_part(request: HttpRequest, page: Page) -> str:
    """How many lessons of the module were read, and the button to go on."""
    person = learner_behind(request.user) if hasattr(request, "user") else None
    if person is None or not isinstance(page, ModulePage) or not page.live:
        return ""
    found = progress_of(person, today=timezone.localdate(), modules=[page.module_id])
    context = {"module": next(iter(found), None)}
    return render_to_string("lms_learning/_module.html", context, request=request)

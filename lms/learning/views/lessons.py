"""A person says which lesson is read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from curriculum.models import LessonPage
from lms.learning.domain.progress import (
    ProgressRefused,
    open_lesson,
    read_lesson,
    unread_lesson,
)
from lms.learning.permissions import learner_behind

#: The buttons of the page; opening comes from the page itself.
DEEDS = {"read": read_lesson, "unread": unread_lesson, "open": open_lesson}


@require_POST
@login_required
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it for the person who is signed in, and stay on the lesson."""
    page = get_object_or_404(LessonPage.objects.live().public(), pk=pk)
    person = learner_behind(request.user)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if person is None or deed is None:
        raise Http404
    try:
        deed(page, professional=person, now=timezone.now(), today=timezone.localdate())
    except ProgressRefused as refusal:
        messages.error(request, str(refusal))
    if request.POST["deed"] == "open":
        return HttpResponse(status=204)
    if request.POST["deed"] == "read":
        messages.success(request, _("“%(lesson)s”: read.") % {"lesson": page.title})
    return redirect(page.get_url(request))

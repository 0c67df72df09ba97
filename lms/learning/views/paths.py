"""The modules of one's profession, and how far one is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.learning.domain.paths import paths_of
from lms.learning.permissions import learner_behind


@never_cache
@login_required
@require_safe
def my_path(request: HttpRequest) -> HttpResponse:
    """Empty for a login without a person behind it."""
    person = learner_behind(request.user)
    paths = paths_of(person, today=timezone.localdate()) if person else []
    return render(request, "lms_learning/my_path.html", {"paths": paths})

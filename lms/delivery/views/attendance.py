from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.delivery.domain.tracing import trace_of
from lms.delivery.permissions import user_can_trace_marks

from .access import refuse_unless, trainer_page, training_or_404


@trainer_page
@require_safe
def attendance(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Every word about the attendance of one person, and where it comes from."""
    training = training_or_404(request, code)
    refuse_unless(user_can_trace_marks(request.user, training))
    enrolments = training.enrolments.select_related(
        "professional", "institution", "profession"
    )
    enrolment = get_object_or_404(enrolments, pk=pk)
    context = {
        "training": training,
        "enrolment": enrolment,
        "traces": trace_of(enrolment),
    }
    return render(request, "lms_delivery/attendance.html", context)

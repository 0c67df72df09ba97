from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.disputes import (
    DisputeRefused,
    clocks_off,
    disputes_of,
    settle_dispute,
)
from lms.delivery.enums import FacilitatorRole, MarkValue
from lms.delivery.forms.disputes import DecisionForm
from lms.delivery.models import Enrolment, Facilitator, Session
from lms.delivery.permissions import user_can_lead_training

from .access import person_of, refuse_unless, session_or_404, trainer_page


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def disputes(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was said where devices disagree; the lead trainer decides."""
    session = session_or_404(request, pk)
    can_decide = user_can_lead_training(request.user, session.training)
    if request.method == "POST":
        refuse_unless(can_decide)
        _settle(request, session)
        return redirect(request.path)
    context = {
        "session": session,
        "training": session.training,
        "disputes": disputes_of(session),
        "clocks": clocks_off(session),
        "can_decide": can_decide and session.training.is_open,
        "leads": Facilitator.objects.filter(
            training=session.training_id, role=FacilitatorRole.LEAD
        ).select_related("trainer__professional"),
    }
    return render(request, "lms_delivery/disputes.html", context)


def _settle(request: HttpRequest, session: Session) -> None:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the marks."))
        return
    enrolment = get_object_or_404(
        Enrolment.objects.select_related("professional"),
        pk=form.cleaned_data["enrolment"],
        training=session.training_id,
    )
    try:
        mark = settle_dispute(
            enrolment,
            session=session,
            value=form.cleaned_data["value"],
            known=form.cleaned_data["known"],
            by=person_of(request),
            now=timezone.now(),
        )
    except DisputeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Decided: %(person)s, %(mark)s.")
            % {"person": enrolment.professional, "mark": MarkValue(mark.value).label},
        )

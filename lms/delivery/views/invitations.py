from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.delivery.domain.clashes import near_clashes
from lms.delivery.domain.facilitation import FacilitatorRefused, answer_invitation
from lms.delivery.enums import FacilitatorAnswer
from lms.delivery.forms import InvitationForm
from lms.delivery.forms.refusal import add_refusal
from lms.delivery.models import Facilitator
from lms.delivery.permissions import trainer_of

from .access import person_of, trainer_page
from .kept import keeps_what_was_typed, take_kept


@keeps_what_was_typed
@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A trainer's own question, answered by the button that was pressed."""
    facilitator = get_object_or_404(
        Facilitator.objects.select_related("training"),
        pk=pk,
        trainer=trainer_of(request.user) or -1,
    )
    kept = take_kept(request)
    form = InvitationForm(request.POST if request.method == "POST" else kept)
    accepts = request.POST.get("answer") == FacilitatorAnswer.ACCEPTED
    if request.method == "POST" and form.is_valid():
        try:
            answer_invitation(
                facilitator,
                accepts=accepts,
                by=person_of(request),
                now=timezone.now(),
                **form.cleaned_data,
            )
        except FacilitatorRefused as refusal:
            add_refusal(form, refusal)
        else:
            code = {"code": facilitator.training.code}
            if accepts:
                words = _("You come to training %(code)s.") % code
            else:
                words = _("You declined training %(code)s.") % code
            messages.success(request, words)
            if accepts:
                person = facilitator.trainer.professional
                for warning in near_clashes(facilitator.training, person=person):
                    messages.warning(request, warning)
            return redirect("lms_delivery:today")
    context = {
        "training": facilitator.training,
        "facilitator": facilitator,
        "is_open": facilitator.answer == FacilitatorAnswer.ASKED,
        "form": form,
        "is_kept": kept is not None,
    }
    return render(request, "lms_delivery/invitation.html", context)

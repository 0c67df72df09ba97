from __future__ import annotations

from itertools import chain

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_POST

from lms.delivery.domain.pack import hand_over, parts_of
from lms.delivery.packing import parts_above
from lms.delivery.permissions import user_can_take_pack

from .access import person_of, refuse_unless, trainer_page, training_or_404


@trainer_page
@require_POST
def handover_pack(request: HttpRequest, code: str) -> FileResponse:
    """Everything about a training in one file; who takes it is logged."""
    training = training_or_404(request, code)
    refuse_unless(user_can_take_pack(request.user, training))
    parts = chain(parts_of(training), parts_above(request.user, training))
    pack = hand_over(training, parts=parts, by=person_of(request), now=timezone.now())
    response = FileResponse(
        pack,
        as_attachment=True,
        filename=f"{training.code}.zip",
        content_type="application/zip",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

"""A record as page and on paper: the own one, and anybody's for the office."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.domain.transcript import TranscriptRefused, draw_transcript, record_of
from home.permissions import user_can_print_records
from trainers_pool.models import Professional
from trainers_pool.permissions import professional_of
from users.models import User


@never_cache
@require_safe
@login_required
def my_record(request: HttpRequest) -> HttpResponse:
    return _page(request, _self(request), reverse("my_record_pdf"))


@never_cache
@require_safe
@login_required
def my_record_pdf(request: HttpRequest) -> HttpResponse:
    return _pdf(request, _self(request))


@never_cache
@require_safe
@login_required
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Of anybody; for those who keep the register of people."""
    return _page(request, _anybody(request, pk), reverse("record_pdf", args=[pk]))


@never_cache
@require_safe
@login_required
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _pdf(request, _anybody(request, pk))


def _self(request: HttpRequest) -> Professional:
    person = professional_of(request.user)
    if person is None:
        raise Http404
    return person


def _anybody(request: HttpRequest, pk: int) -> Professional:
    if not user_can_print_records(request.user):
        raise PermissionDenied
    return get_object_or_404(Professional, pk=pk)


def _page(request: HttpRequest, person: Professional, pdf: str) -> HttpResponse:
    context = {"person": person, "lines": record_of(person), "pdf": pdf}
    return render(request, "home/record.html", context)


def _pdf(request: HttpRequest, person: Professional) -> HttpResponse:
    user = cast(User, request.user)
    try:
        pdf = draw_transcript(
            person,
            printed_by=user.get_full_name() or user.get_username(),
            now=timezone.now(),
        )
    except TranscriptRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("after_login")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="record-{person.pk}.pdf"'
    return response

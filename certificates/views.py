"""Verification by anybody, and the holder's own file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from certificates import conf

from .badge import has_badge
from .domain.codes import as_written
from .domain.printing import note_printing
from .domain.strange_files import what_is
from .domain.verifying import (
    as_data,
    face_of,
    public_name,
    verify_code,
    verify_file,
    verify_named,
)
from .forms import FileForm, NameForm
from .models import Certificate
from .permissions import user_can_download
from .repeating import repeated
from .throttling import WEIGHT_OF_A_NAME, count_unknown, seconds_to_wait
from .uploads import LookedAt

View = Callable[..., HttpResponse]

#: Notice of each state.
_TONES = {
    "ahead": "warn",
    "issued": "good",
    "void": "bad",
    "replaced": "warn",
    "expired": "warn",
}


def discreet(view: View) -> View:
    """In no index, in no cache, in no other site's log."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return wrapper


@discreet
@csrf_exempt  # Reading the token reads the file: the handler has to be there before.
@require_http_methods(["GET", "HEAD", "POST"])
def verify_search(request: HttpRequest) -> HttpResponse:
    """The forms; a code leads to the page of the code, the others are answered here.

    No name is ever in an address, so that none is in a log.
    """
    if request.method == "POST":
        request.upload_handlers = [LookedAt(request, most=conf.verify_max_bytes())]
        return _answer(request)
    if "code" not in request.GET:
        return _search(request)
    if code := as_written(request.GET["code"]):
        return redirect("certificates:verify", code=code)
    return unknown(request)


@csrf_protect
@sensitive_post_parameters()
def _answer(request: HttpRequest) -> HttpResponse:
    if "file" in request.FILES or request.POST.get("by") == "file":
        return _answer_file(request)
    return _answer_name(request)


def _answer_name(request: HttpRequest) -> HttpResponse:
    if wait := seconds_to_wait(request):
        return _later(request, wait)
    form = NameForm(request.POST)
    if not form.is_valid():
        return _search(request, name_form=form)
    if found := verify_named(**form.cleaned_data).certificate:
        return _face(request, found)
    if wait := count_unknown(request, by=WEIGHT_OF_A_NAME):
        return _later(request, wait)
    return _search(request, name_form=form, answer="unknown_name", status=404)


def _answer_file(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _search(request, file_form=form)
    content = form.cleaned_data["file"].read()
    verification = verify_file(content)
    if found := verification.certificate:
        return _face(request, found, file_matches=verification.file_matches)
    if wait := count_unknown(request):
        return _later(request, wait)
    return _search(request, answer=what_is(content).value, status=404)


@discreet
@require_safe
@repeated
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Valid or not in one glance, then the facts."""
    certificate = verify_code(code).certificate
    return _face(request, certificate) if certificate else unknown(request)


@discreet
@require_safe
def api_certificate(request: HttpRequest, code: str) -> JsonResponse:
    certificate = verify_code(code).certificate
    if certificate is None:
        return unknown_as_data(request)
    return JsonResponse(as_data(certificate))


@login_required
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes, as they were issued."""
    certificate = get_object_or_404(
        Certificate.objects.select_related("file", "enrolment__professional"), pk=pk
    )
    if not user_can_download(request.user, certificate):
        raise Http404
    if certificate.enrolment.professional.user_id != request.user.pk:
        note_printing([certificate], by=request.user, now=timezone.now())
    response = HttpResponse(bytes(certificate.file.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificate.number}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _search(
    request: HttpRequest,
    *,
    name_form: NameForm | None = None,
    file_form: FileForm | None = None,
    answer: str = "",
    status: int = 200,
) -> HttpResponse:
    forms = {
        "name_form": name_form or NameForm(),
        "file_form": file_form or FileForm(),
    }
    errors = [field for form in forms.values() for field in form if field.errors]
    context = {**forms, "errors": errors, "answer": answer}
    response = render(
        request, "certificates/verify_search.html", context, status=status
    )
    # Browsers hide the origin of a form where no referrer is sent at all, and then
    # its token is not believed. The address of this page tells nothing.
    response["Referrer-Policy"] = "same-origin"
    return response


def _face(
    request: HttpRequest, certificate: Certificate, *, file_matches: bool | None = None
) -> HttpResponse:
    context = {
        "certificate": certificate,
        "face": face_of(certificate),
        "name": public_name(certificate),
        "is_protected": certificate.enrolment.professional.is_protected,
        "state": certificate.state_now,
        "tone": _TONES[certificate.state_now],
        "file_matches": file_matches,
        "has_badge": has_badge(certificate),
    }
    return render(request, "certificates/verify.html", context)


def unknown(request: HttpRequest) -> HttpResponse:
    """One answer to codes of nobody and to what is no code at all."""
    if wait := count_unknown(request):
        return _later(request, wait)
    return render(request, "certificates/verify_unknown.html", status=404)


def unknown_as_data(request: HttpRequest) -> JsonResponse:
    """The same for machines."""
    if wait := count_unknown(request):
        response = JsonResponse({"detail": _("Too many unknown codes.")}, status=429)
        response["Retry-After"] = str(wait)
        return response
    return JsonResponse(as_data(None), status=404)


def _later(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(request, "certificates/verify_later.html", status=429)
    response["Retry-After"] = str(wait)
    return response

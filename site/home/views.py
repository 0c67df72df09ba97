"""The public pages that are no Wagtail pages, and the rooms of a person."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, redirect_to_login
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from certificates.badge import offers_badges
from curriculum.domain.searching import search_curriculum
from curriculum.models import GlossaryPage
from home.caching import same_for_visitors
from home.domain.accounts import kept_language
from home.domain.institution import people_of
from home.domain.learning import learning_of
from home.domain.navigation import rooms_of
from home.domain.routing import route_ahead
from home.forms import LanguageForm
from lms.delivery.domain.calendar import calendar_of
from lms.delivery.domain.nomination import offered
from lms.delivery.models import Enrolment, Session
from lms.delivery.permissions import user_can_nominate
from lms.delivery.views.calendar import calendar_response
from users.models import User

_OPENAPI = Path(__file__).parent / "data" / "openapi.json"


def best_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language the middleware found for the visitor."""
    response = redirect(f"/{get_language()}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@same_for_visitors
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, told where the page is."""
    route_ahead(request, path)
    return wagtail_views.serve(request, path)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """For the machine that watches: 200 while the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """What the two public JSON addresses give, as OpenAPI 3.1."""
    return HttpResponse(_OPENAPI.read_bytes(), content_type="application/json")


class SignInView(LoginView):
    """The one door. A person who is in already is told so instead of sent in circles."""

    template_name = "registration/login.html"


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Every other login page of Wagtail leads here, with the page that was asked for."""
    asked = request.GET.get("next") or request.POST.get("next")
    return redirect_to_login(asked or reverse("after_login"), login_url="login")


@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Each role starts in its own room: desk, today, own institution or own learning.

    In the language that the person keeps, whatever the door was read in.
    """
    with override(kept_language(request.user) or get_language()):
        return redirect(rooms_of(request.user)[0].url)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:200]
    language = get_language()
    found = search_curriculum(text, language=language)
    glossary = GlossaryPage.objects.live().filter(locale__language_code=language)
    context = {
        "query": text,
        "found": found,
        "glossary_page": glossary.first() if found.terms else None,
    }
    return render(request, "home/search.html", context)


@never_cache
@login_required
def my_learning(request: HttpRequest) -> HttpResponse:
    learning = learning_of(cast(User, request.user))
    context = {
        "learning": learning,
        "has_badges": offers_badges(),
        "has_packages": apps.is_installed("lms.packages"),
        "language_form": LanguageForm(initial={"language": get_language()}),
    }
    return render(request, "home/my_learning.html", context)


@require_safe
@login_required
def my_calendar(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sessions of an own training as a file; `pk` is the enrolment."""
    enrolment = get_object_or_404(
        Enrolment.objects.attending().select_related("training"),
        pk=pk,
        professional__user=request.user,
    )
    training = enrolment.training
    page = request.build_absolute_uri(reverse("my_learning"))
    content = calendar_of(
        Session.objects.filter(training=training).for_calendar(),
        name=training.title,
        address=lambda training: page,
        now=timezone.now(),
    )
    return calendar_response(request, content, name=training.code)


@never_cache
@login_required
def my_institution(request: HttpRequest) -> HttpResponse:
    institutions = people_of(cast(User, request.user))
    context = {
        "institutions": institutions,
        "can_nominate": user_can_nominate(request.user),
        "offered": offered(today=timezone.localdate()).count(),
    }
    return render(request, "home/my_institution.html", context)

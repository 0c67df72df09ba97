"""The pages around a login: a forgotten password, the link of a letter, the language."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.log_actions import log

from curriculum.throttling import count_unknown
from home.domain.accounts import ask_for_links, keep_language, send_link
from home.forms import LanguageForm, LinkForm
from users.models import User

#: So often may one address ask for letters within the time.
ASKED = 20
WITHIN_SECONDS = 15 * 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a letter; the answer is the same whether the address is known or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST":
        if wait := _is_too_often(request):
            return wait
        if form.is_valid():
            ask_for_links(form.cleaned_data["email"])
            return redirect("password_reset_done")
    return render(request, "registration/forgotten.html", {"form": form})


@require_safe
def forgotten_done(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/forgotten_done.html")


@require_POST
def link_again(request: HttpRequest, uidb64: str) -> HttpResponse:
    """From a link that is over: another letter to the address of the first one."""
    if wait := _is_too_often(request):
        return wait
    if user := _user_of(uidb64):
        send_link(user)
    return redirect("password_reset_done")


def _is_too_often(request: HttpRequest) -> HttpResponse | None:
    if count_unknown(request, "home:asked", limit=ASKED, seconds=WITHIN_SECONDS):
        return render(request, "registration/asked_too_often.html", status=429)
    return None


def _user_of(uidb64: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uidb64))
    except (ValueError, OverflowError):
        return None
    return User.objects.filter(pk=pk).first() if pk < 2**63 else None


@method_decorator(sensitive_post_parameters(), name="dispatch")
class ChoosePasswordView(auth.PasswordResetConfirmView):
    """Behind the link: choose a password, and be signed in."""

    template_name = "registration/choose_password.html"
    success_url = reverse_lazy("after_login")
    post_reset_login = True
    post_reset_login_backend = "django.contrib.auth.backends.ModelBackend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, uidb64=self.kwargs["uidb64"])

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        person = getattr(form.user, "professional", None)
        if person is not None:
            log(person, "home.choose_password", user=form.user)
        return response


@require_POST
@login_required
def my_language(request: HttpRequest) -> HttpResponse:
    """Keep the language of the person, and open the own page in it."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("my_learning")
    language = form.cleaned_data["language"]
    keep_language(cast(User, request.user), language=language)
    with override(language):
        return redirect(reverse("my_learning"))

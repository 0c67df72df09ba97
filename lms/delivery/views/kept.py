"""A form that was sent after the login was lost waits for the person to come back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from lms.delivery import conf

View = Callable[..., HttpResponseBase]

SESSION_KEY = "lms_delivery_kept_form"
#: A roll call of a thousand people is smaller.
MAX_LENGTH = 64 * 1024


class _CsrfCheck(CsrfViewMiddleware):
    """The check of Django's middleware, with the reason as its answer."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def keeps_what_was_typed(view: View) -> View:
    """Around a page with a form: nothing typed is lost with the login.

    The page asks for the CSRF token itself, and before anything else. A form without
    a login is put aside and shown again, unsaved, after the login; so is one whose
    token grew old because the person logged in again in another tab.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        forged = _CsrfCheck(view).process_view(request, view, args, kwargs)
        if not request.user.is_authenticated:
            if not forged:
                _put_aside(request)
            return redirect_to_login(request.get_full_path())
        if forged:
            _put_aside(request)
            return HttpResponseRedirect(request.get_full_path())
        return view(request, *args, **kwargs)

    return wrapper


def take_kept(request: HttpRequest) -> QueryDict | None:
    """The form that was put aside for this address; it is handed out once."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    if timezone.now().timestamp() > kept["until"]:
        return None
    return QueryDict(kept["data"])


def _put_aside(request: HttpRequest) -> None:
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    text = data.urlencode()
    if len(text) > MAX_LENGTH:
        return
    until = timezone.now() + conf.kept_form_for()
    request.session[SESSION_KEY] = {
        "path": request.path,
        "data": text,
        "until": until.timestamp(),
    }

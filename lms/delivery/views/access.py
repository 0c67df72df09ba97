"""Finding what a page is about; what is foreign is not found."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from lms.delivery.models import Session, Training
from lms.delivery.permissions import trainings_seen_by, user_can_open_trainer_pages

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

View = Callable[..., HttpResponseBase]


def trainer_page(view: View) -> View:
    """For trainers and the office; a visitor is asked to log in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not user_can_open_trainer_pages(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def person_of(request: HttpRequest) -> User:
    """Who is signed in; pages behind `trainer_page` have somebody."""
    return cast("User", request.user)


def training_or_404(request: HttpRequest, code: str) -> Training:
    return get_object_or_404(trainings_seen_by(request.user), code=code)


def session_or_404(request: HttpRequest, pk: int) -> Session:
    return get_object_or_404(
        Session.objects.select_related("training"),
        pk=pk,
        training__in=trainings_seen_by(request.user).values("pk"),
    )


def refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied

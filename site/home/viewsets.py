"""Logins in the admin: made from the page of a person, or for a whole training."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from home.domain.account_letters import link_of
from home.domain.accounts import (
    AccountRefused,
    invite,
    invite_enrolled,
    without_login,
)
from home.forms import InviteForm
from lms.delivery.models import Training
from lms.delivery.viewsets.deeds import DeedView
from trainers_pool.models import Professional


class InvitePersonView(DeedView):
    model = Professional
    page_title = gettext_lazy("Invite to sign in")
    header_icon = "mail"
    question = gettext_lazy(
        "The person gets a letter with a link and chooses a password there. Without an "
        "e-mail the link is shown to you once, to be handed over."
    )
    button_label = gettext_lazy("Make the login")
    refused = AccountRefused
    form_class = InviteForm

    def act(self) -> str:
        user = invite(
            self.object, username=self.form.cleaned_data["username"], by=self.person
        )
        if user.email:
            return _("A letter to %(email)s is on its way.") % {"email": user.email}
        return format_html(
            _("Hand this link over to {}; it works once and for three days: {}"),
            self.object,
            link_of(user),
        )

    @property
    def index_url(self) -> str:
        return reverse("professional:edit", args=[self.object.pk])


class InviteTrainingView(DeedView):
    model = Training
    page_title = gettext_lazy("Invite to sign in")
    header_icon = "mail"
    button_label = gettext_lazy("Send the letters")
    refused = AccountRefused

    @property
    def question(self) -> str:
        count = len(without_login(self.object))
        return ngettext(
            "%(count)s person who takes part has an e-mail and no login that was used; "
            "a letter with a link to choose a password goes to this person.",
            "%(count)s people who take part have an e-mail and no login that was used; "
            "a letter with a link to choose a password goes to each of them.",
            count,
        ) % {"count": count}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.sent, refused = invite_enrolled(self.object, by=self.person)
        for reason in refused:
            messages.error(request, reason)
        return super().post(request, *args, **kwargs)

    def act(self) -> str:
        return ngettext(
            "%(count)s letter is on its way.",
            "%(count)s letters are on their way.",
            self.sent,
        ) % {"count": self.sent}

    @property
    def index_url(self) -> str:
        return reverse("lms_delivery:training", args=[self.object.code])


class AccountViewSet(ViewSet):
    """No list: logins themselves are the operator's."""

    name = "account"
    url_prefix = "account"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path(
                "person/<int:pk>/",
                self.construct_view(InvitePersonView),
                name="invite_person",
            ),
            path(
                "training/<int:pk>/",
                self.construct_view(InviteTrainingView),
                name="invite_training",
            ),
        ]

"""The code-to-target map and its deeds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from curriculum.viewsets.base import RegisterIndexView
from lms.targets.domain.links import (
    LinkRefused,
    accept_link,
    effects_of,
    reject_link,
    return_link,
)
from lms.targets.enums import LinkStatus
from lms.targets.models import IndicatorLink
from lms.targets.permissions import user_can_decide_link

#: By the name of the button: the deed, and what to say when it is done.
DEEDS = {
    "accept": (accept_link, lambda: _("%(link)s counts from now on.")),
    "reject": (reject_link, lambda: _("%(link)s does not count.")),
    "return": (return_link, lambda: _("%(link)s is a proposal again.")),
}


class DeedsColumn(Column):
    """The buttons that a link allows, for who may press them."""

    cell_template_name = "lms_targets/admin/_link_deeds.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "may_decide": user_can_decide_link(request.user, instance),
            "csrf_token": get_token(request),
        }


class MapView(RegisterIndexView):
    """The links, each of those that do not count with what it would change."""

    def get_base_queryset(self) -> QuerySet:
        """Adds `turn`: what waits for a decision comes first."""
        turn = Case(
            When(status=LinkStatus.PROPOSED, then=Value(0)),
            When(status=LinkStatus.REJECTED, then=Value(1)),
            default=Value(2),
        )
        return super().get_base_queryset().annotate(turn=turn)

    def decorate(self, links: list[IndicatorLink]) -> list[IndicatorLink]:
        effects = effects_of(links, on=timezone.localdate())
        for link in links:
            link.effect = effects.get(link.pk)  # type: ignore[attr-defined]  # a column
        return links

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple:
        paginator, page, links, is_paginated = super().paginate_queryset(
            queryset, page_size
        )
        return paginator, page, self.decorate(list(links)), is_paginated


class DecideLinkView(View):
    """POST `deed`: accept, reject or return."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        link = get_object_or_404(
            IndicatorLink.objects.select_related("indicator__action", "action"), pk=pk
        )
        if not user_can_decide_link(request.user, link):
            raise PermissionDenied
        if request.POST.get("deed") not in DEEDS:
            messages.error(request, _("Choose one of the buttons of the link."))
            return redirect("indicatorlink:index")
        deed, done = DEEDS[request.POST["deed"]]
        try:
            deed(link, by=request.user, now=timezone.now())
        except LinkRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done() % {"link": link})
        return redirect("indicatorlink:index")

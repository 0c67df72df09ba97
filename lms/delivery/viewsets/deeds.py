"""A deed of the domain as an admin page: asked once more, done, or refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from curriculum.viewsets.base import GuardedMixin
from lms.delivery.views.access import person_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class DeedView(GuardedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Subclasses say what is asked, do it in `act`, and name the refusal they catch."""

    template_name = "lms_delivery/admin/deed.html"
    permission_required = "change"
    model: Any = None
    index_url_name = ""
    question: Any = ""
    button_label: Any = ""
    refused: type[Exception] = ValueError
    form_class: Any = None

    @property
    def person(self) -> User:
        return person_of(self.request)

    @cached_property
    def object(self) -> Any:
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    @cached_property
    def form(self) -> Any:
        is_sent = self.request.method == "POST"
        return self.form_class and self.form_class(
            self.request.POST if is_sent else None
        )

    def act(self) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form and not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            messages.success(request, self.act())
        except self.refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.index_url)

    @property
    def index_url(self) -> str:
        return reverse(self.index_url_name)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.index_url, "label": self.model._meta.verbose_name_plural},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]

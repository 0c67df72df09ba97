"""An archive is looked into first; what was found is shown before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from curriculum.viewsets.base import GuardedMixin
from lms.delivery.views.access import person_of
from lms.packages.domain.packages import add_package, replace_package
from lms.packages.domain.refusal import PackageRefused
from lms.packages.domain.unpacking import Found, look_into
from lms.packages.forms import ArchiveForm, PackageForm
from lms.packages.models import Package

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


class UploadView(GuardedMixin, WagtailAdminTemplateMixin, TemplateView):
    """One form, two buttons: “Look into it” shows what is there, “Save” keeps it."""

    template_name = "lms_packages/admin/upload.html"
    model: Any = Package
    index_url_name = ""
    header_icon = "upload"
    form_class: Any = ArchiveForm
    found: Found | None = None

    @property
    def person(self) -> User:
        return person_of(self.request)

    @property
    def index_url(self) -> str:
        return reverse(self.index_url_name)

    @cached_property
    def form(self) -> Any:
        is_sent = self.request.method == "POST"
        data = (self.request.POST, self.request.FILES) if is_sent else ()
        return self.form_class(*data)

    def keep(self, archive: Any) -> str:
        """Do it; returns what to say."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form.is_valid():
            archive = self.form.cleaned_data["archive"]
            try:
                if "look" not in request.POST:
                    messages.success(request, self.keep(archive))
                    return redirect(self.index_url)
                self.found = look_into(archive)
            except PackageRefused as refusal:
                self.form.add_error("archive", str(refusal))
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.index_url, "label": self.model._meta.verbose_name_plural},
            {"url": "", "label": self.page_title},
        ]


class AddView(UploadView):
    permission_required = "add"
    page_title = gettext_lazy("Bring in a package")
    form_class = PackageForm

    def keep(self, archive: Any) -> str:
        package = self.form.save(commit=False)
        add_package(package, upload=archive, name=archive.name, by=self.person)
        return _("The package “%(title)s” is kept.") % {"title": package.title}


class ReplaceView(UploadView):
    permission_required = "change"
    page_title = gettext_lazy("Replace the package")

    @cached_property
    def object(self) -> Package:
        return get_object_or_404(Package, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(object=self.object))

    def keep(self, archive: Any) -> str:
        package = replace_package(
            self.object, upload=archive, name=archive.name, by=self.person
        )
        return _("“%(title)s” is replaced; the new content is shown from now on.") % {
            "title": package.title
        }

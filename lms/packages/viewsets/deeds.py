from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.delivery.viewsets.deeds import DeedView
from lms.packages.domain.packages import set_package_active
from lms.packages.domain.refusal import PackageRefused
from lms.packages.models import Package


class ActiveView(DeedView):
    """In use, or out of use; the same page for both ways."""

    model = Package
    header_icon = "view"
    page_title = gettext_lazy("In use or not")
    refused = PackageRefused

    @property
    def question(self) -> str:
        if self.object.is_active:
            return _(
                "Nobody can open the package any more. What was reported of it stays."
            )
        return _("Whoever takes part in a training with its module can open it again.")

    @property
    def button_label(self) -> str:
        return _("Take out of use") if self.object.is_active else _("Take into use")

    def act(self) -> str:
        package = set_package_active(
            self.object, is_active=not self.object.is_active, by=self.person
        )
        if package.is_active:
            return _("The package is in use.")
        return _("The package is out of use.")

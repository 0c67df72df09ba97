from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .package import PackageViewSet
from .report import PackageReportViewSet


class PackagesViewSetGroup(ModelViewSetGroup):
    menu_label = _("Packages")
    menu_icon = "download"
    menu_order = 145
    items = (PackageViewSet, PackageReportViewSet)


__all__ = ["PackagesViewSetGroup"]

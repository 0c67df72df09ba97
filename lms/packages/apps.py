from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PackagesConfig(AppConfig):
    name = "lms.packages"
    label = "lms_packages"
    verbose_name = _("Packages from elsewhere")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.packages import checks  # noqa: F401, PLC0415 -- app ready

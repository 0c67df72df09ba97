from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TargetsConfig(AppConfig):
    name = "lms.targets"
    label = "lms_targets"
    verbose_name = _("Targets")
    default_auto_field = "django.db.models.BigAutoField"

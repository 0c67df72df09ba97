from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "lms.delivery"
    label = "lms_delivery"
    verbose_name = _("Trainings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.delivery import checks  # noqa: F401, PLC0415 -- app ready

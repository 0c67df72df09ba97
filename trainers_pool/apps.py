from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainersPoolConfig(AppConfig):
    name = "trainers_pool"
    label = "trainers_pool"
    verbose_name = _("Trainer pool")
    default_auto_field = "django.db.models.BigAutoField"

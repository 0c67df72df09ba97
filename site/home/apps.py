from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import activate


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401, PLC0415 -- app ready

        if settings.FENER_COMMAND_LANGUAGE != settings.LANGUAGE_CODE:
            activate(settings.FENER_COMMAND_LANGUAGE)

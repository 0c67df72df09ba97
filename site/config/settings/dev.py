"""Settings of `make run`: a machine of one's own with demo data."""

import os

from .base import *  # noqa: F403

DEBUG = os.environ.get("FENER_DEBUG") == "1"
SECRET_KEY = "development only"  # noqa: S105 -- never loaded by production settings
ALLOWED_HOSTS = ["*"]
#: Not to the console, where commands answer.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_ROOT / "mail"  # noqa: F405
DEFAULT_FROM_EMAIL = "fener@localhost"
#: Demo people and logins may be loaded here, and nowhere else.
FENER_DEMO = True

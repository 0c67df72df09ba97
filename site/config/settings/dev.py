"""Settings of `make run`: a machine of one's own with demo data."""

import os

from .base import *  # noqa: F403

DEBUG = os.environ.get("FENER_DEBUG") == "1"
SECRET_KEY = "development only"  # noqa: S105 -- never loaded by production settings
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
#: Demo people and logins may be loaded here, and nowhere else.
FENER_DEMO = True

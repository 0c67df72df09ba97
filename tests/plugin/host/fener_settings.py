"""What docs/plugin.md asks of a host, on top of what `wagtail start` writes.

The floors to install come from the environment, so one project serves every test.
"""

import os

from host.settings.dev import *  # noqa: F403

FLOORS = os.environ["HOST_FLOORS"].split()

DEBUG = False
ALLOWED_HOSTS = ["testserver"]
INSTALLED_APPS = [*reversed(FLOORS), *INSTALLED_APPS]  # noqa: F405
MIDDLEWARE = [*MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]  # noqa: F405
ROOT_URLCONF = "fener_urls"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("en", "English"),
    ("sq", "Shqip"),
    ("sr-latn", "Srpski"),
]
WAGTAIL_I18N_ENABLED = True
STORAGES = STORAGES | {  # noqa: F405
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": BASE_DIR / "private", "base_url": None},  # noqa: F405
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

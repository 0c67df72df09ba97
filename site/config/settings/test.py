"""Settings of the tests: what leaves the process stays in memory."""

from .base import *  # noqa: F403

if "lms.packages" not in INSTALLED_APPS:  # noqa: F405
    # The tests know every app, the optional one too.
    INSTALLED_APPS.insert(INSTALLED_APPS.index("lms.assessment"), "lms.packages")  # noqa: F405
SECRET_KEY = "tests only"  # noqa: S105 -- never loaded by production settings
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
FENER_DEMO = True
FENER_PAGE_SECONDS = 0
CERTIFICATES_PAGE_SECONDS = 0
LMS_TARGETS_CACHE_SECONDS = 0
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, not memory: threads and processes of the tests see what production sees.
    DATABASES["default"]["TEST"] = {"NAME": VAR_ROOT / "test.sqlite3"}  # noqa: F405
    # Thrown away afterwards: nothing waits for the disk.
    DATABASES["default"]["OPTIONS"] = {  # noqa: F405
        **SQLITE_OPTIONS,  # noqa: F405
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
        ),
    }

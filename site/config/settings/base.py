"""Settings every environment shares; what differs lives in the file of that environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SITE_ROOT = Path(__file__).resolve().parents[2]
PROJECT_ROOT = SITE_ROOT.parent
#: Everything that changes while the site runs: database, uploads, collected files.
VAR_ROOT = Path(os.environ.get("FENER_VAR", PROJECT_ROOT / "var"))
VAR_ROOT.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "home",
    "users",
    "certificates",
    "lms.targets",
    "lms.learning",
    "lms.assessment",
    "lms.delivery",
    "trainers_pool",
    "curriculum",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
#: Packages from elsewhere (SCORM 1.2, H5P) are an app of their own, off by default.
if os.environ.get("FENER_PACKAGES") == "1":
    INSTALLED_APPS.insert(INSTALLED_APPS.index("lms.assessment"), "lms.packages")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "home.middleware.VisitorLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SQLITE_OPTIONS = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Database settings of `url`; SQLite gets the options that keep it whole.

    PostgreSQL compiles no query: for the counts that takes ten times as long as
    answering them.
    """
    try:
        settings: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=600)}
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL must be like postgres://user:password@host/name or "
            "sqlite:////folder/db.sqlite3. docs/operator.md says more."
        ) from error
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
    elif settings["ENGINE"].endswith("postgresql"):
        settings.setdefault("OPTIONS", {})["options"] = "-c jit=off"
    return settings


DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_ROOT / 'db.sqlite3'}"
    )
}
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "sq"
#: What commands speak; a page speaks its reader's language.
FENER_COMMAND_LANGUAGE = os.environ.get("FENER_LANGUAGE", LANGUAGE_CODE)
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("sq", "Shqip"),
    ("sr-latn", "Srpski"),
    ("en", "English"),
]
if FENER_COMMAND_LANGUAGE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"FENER_LANGUAGE must be one of {', '.join(dict(LANGUAGES))}."
    )
LOCALE_PATHS = [SITE_ROOT / "locale", SITE_ROOT / "locale_wagtail"]
TIME_ZONE = "Europe/Belgrade"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_ROOT / "static"
STATICFILES_DIRS = [SITE_ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_ROOT / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_ROOT / "private", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

#: Beside the private files: no web server hands these out either.
LMS_PACKAGES_ROOT = VAR_ROOT / "packages"
LMS_PACKAGES_PLAYER = "h5p-standalone/"
#: A second host for the files of packages; empty serves them from this one.
LMS_PACKAGES_HOST = os.environ.get("FENER_PACKAGES_HOST", "")

LOGIN_URL = "login"
#: How long the link of a letter about a login is good: three days.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
LOGIN_REDIRECT_URL = "after_login"
LOGOUT_REDIRECT_URL = "/"

WAGTAIL_SITE_NAME = "Fener"
WAGTAILADMIN_BASE_URL = os.environ.get("FENER_URL", "http://localhost:8000")
WAGTAILADMIN_LOGIN_URL = "login"
WAGTAIL_FRONTEND_LOGIN_URL = "login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}
}
WAGTAILDOCS_EXTENSIONS = [
    "pdf", "docx", "xlsx", "pptx", "odt", "txt",
    "mp4", "webm", "mp3", "m4a", "ogg", "vtt",
]  # fmt: skip
#: What the machine's own list may not know; players ask for these types.
WAGTAILDOCS_CONTENT_TYPES = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "vtt": "text/vtt",
}
WAGTAILDOCS_SERVE_METHOD = "serve_view"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
#: Files, so that every process of the machine sees the same figures and counters.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_ROOT / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

#: The address that QR codes and letters name.
FENER_PUBLIC_URL = WAGTAILADMIN_BASE_URL
#: So many seconds a mail server may take to answer before the letter waits.
EMAIL_TIMEOUT = 20
#: What seals certificates; without a key they are issued without a seal.
CERTIFICATES_SEAL_KEY = os.environ.get("FENER_SEAL_KEY", "")
CERTIFICATES_SEAL_CERTIFICATE = os.environ.get("FENER_SEAL_CERTIFICATE", "")
CERTIFICATES_SEAL_PASSWORD = os.environ.get("FENER_SEAL_PASSWORD", "")
CERTIFICATES_SEAL_MODULE = os.environ.get("FENER_SEAL_MODULE", "")
CERTIFICATES_SEAL_TOKEN = os.environ.get("FENER_SEAL_TOKEN", "")
CERTIFICATES_SEAL_TRUSTED = [
    name for name in os.environ.get("FENER_SEAL_TRUSTED", "").split(":") if name
]
CERTIFICATES_SEAL_REVOKED = [
    name for name in os.environ.get("FENER_SEAL_REVOKED", "").split(":") if name
]
CERTIFICATES_SEAL_TIMESTAMP_URL = os.environ.get("FENER_SEAL_TIMESTAMP_URL", "")
LMS_DELIVERY_ROLL_CALL_ASSETS = ("fener.css", "favicon.svg")
#: Own proxies in front; each appends to X-Forwarded-For.
FENER_PROXIES = 0

#: For how long visitors are shown the same copy of a public page; 0 makes it anew.
FENER_PAGE_SECONDS = 60

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

# To standard error, where the service manager keeps it. What is logged names paths
# and numbers; django-axes masks names and addresses, requests are not listed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {
        # The task worker would tell of every task it takes.
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "WARNING",
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Replaces Django's own handlers, which would mail tracebacks.
        "django": {"handlers": ["stderr"], "propagate": False},
        # An address that is not found may hold a certificate's code.
        "django.request": {"level": "ERROR"},
        # Would print a traceback for every seal of somebody else.
        "pyhanko": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

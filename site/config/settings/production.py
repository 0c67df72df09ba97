"""Settings of a real office: nothing starts without its secrets, no demo data."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403

MANUAL = "Set it in the environment; docs/operator.md says how."


def required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {MANUAL}")
    return value


DEBUG = False
FENER_DEMO = False

SECRET_KEY = required("FENER_SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        f"FENER_SECRET_KEY is shorter than 50 characters. {MANUAL}"
    )
ALLOWED_HOSTS = [host.strip() for host in required("FENER_HOSTS").split(",")]
if "*" in ALLOWED_HOSTS or "" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        f"FENER_HOSTS must name the hosts of this site, between commas; * admits any. {MANUAL}"
    )
FENER_PUBLIC_URL = WAGTAILADMIN_BASE_URL = required("FENER_URL").rstrip("/")
if urlsplit(FENER_PUBLIC_URL).scheme != "https":
    raise ImproperlyConfigured(f"FENER_URL must begin with https://. {MANUAL}")
CSRF_TRUSTED_ORIGINS = [FENER_PUBLIC_URL]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
#: The health check is asked by the machine itself, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz/?$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# X_FRAME_OPTIONS stays SAMEORIGIN: the admin shows its previews in a frame.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_SECURE = True
MIDDLEWARE = ["config.proxy.client_address", *MIDDLEWARE]  # noqa: F405
if not (proxies := os.environ.get("FENER_PROXIES", "1")).isdecimal():
    raise ImproperlyConfigured(f"FENER_PROXIES must be a number, as in 1. {MANUAL}")
FENER_PROXIES = int(proxies)

EMAIL_HOST = os.environ.get("FENER_MAIL_HOST", "localhost")
if not (port := os.environ.get("FENER_MAIL_PORT", "25")).isdecimal():
    raise ImproperlyConfigured(f"FENER_MAIL_PORT must be a number, as in 587. {MANUAL}")
EMAIL_PORT = int(port)
EMAIL_HOST_USER = os.environ.get("FENER_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("FENER_MAIL_PASSWORD", "")
mail_security = os.environ.get("FENER_MAIL_SECURITY", "none")
if mail_security not in ("none", "starttls", "tls"):
    raise ImproperlyConfigured(
        f"FENER_MAIL_SECURITY must be none, starttls or tls. {MANUAL}"
    )
if EMAIL_HOST_USER and mail_security == "none":
    raise ImproperlyConfigured(
        "FENER_MAIL_USER needs FENER_MAIL_SECURITY starttls or tls: its password would "
        f"cross the network for all to read. {MANUAL}"
    )
EMAIL_USE_TLS = mail_security == "starttls"
EMAIL_USE_SSL = mail_security == "tls"
DEFAULT_FROM_EMAIL = (
    os.environ.get("FENER_MAIL_FROM") or f"fener@{ALLOWED_HOSTS[0].lstrip('.')}"
)

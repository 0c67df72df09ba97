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
#: There is no nginx in front that would hand out public pictures.
FENER_SERVES_PICTURES = True
#: What `manage.py make_test_authority var/seal` makes is used when it is there.
SEAL = VAR_ROOT / "seal"  # noqa: F405
if "FENER_SEAL_KEY" not in os.environ and (SEAL / "seal-key.pem").exists():
    CERTIFICATES_SEAL_KEY = str(SEAL / "seal-key.pem")
    CERTIFICATES_SEAL_CERTIFICATE = str(SEAL / "seal.pem")
    CERTIFICATES_SEAL_TRUSTED = [str(SEAL / "root.pem")]
    CERTIFICATES_SEAL_REVOKED = [str(SEAL / "revoked.crl")]

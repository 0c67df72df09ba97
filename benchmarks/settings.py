"""The demo site with two pages more to measure against."""

import os

from config.settings.dev import *  # noqa: F403

DEBUG = False
ROOT_URLCONF = "benchmarks.urls"
# The address is only known when the server starts.
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
TEMPLATES[0]["DIRS"] = [  # noqa: F405
    PROJECT_ROOT / "benchmarks" / "templates",  # noqa: F405
    *TEMPLATES[0]["DIRS"],  # noqa: F405
]
CERTIFICATES_PAGE_SECONDS = int(os.environ.get("FENER_BENCHMARK_PAGE_SECONDS", "60"))

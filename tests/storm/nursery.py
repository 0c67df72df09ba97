"""The process that the clerks are forked from: what takes seconds is loaded here."""

import django

django.setup()

from wagtail.log_actions import registry  # noqa: E402

from curriculum.printing.engine import engine  # noqa: E402

from . import clerks  # noqa: E402, F401 -- they are looked for here

registry.scan_for_actions()
engine()

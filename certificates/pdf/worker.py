"""A process of its own that draws a template, and may be stopped at any moment.

Reads one JSON document and writes one: `{"refused": {…}, "sample": …}`, or the page. It
knows neither database nor secrets, opens no connection and gets only so much time and
memory. Started by `certificates.pdf.apart`.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
import time
from typing import Any

from django.conf import settings

#: Seconds and bytes.
MAX_CPU = 10
MAX_MEMORY = 1_500_000_000
MAX_DRAWING = 2.0


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU, MAX_CPU))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    settings.configure(USE_I18N=False, USE_TZ=False)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    from .language import refuse_stray  # noqa: PLC0415
    from .refusal import TemplateRefused  # noqa: PLC0415 -- after the limits are set
    from .templates import Source, check_source, render_in_full  # noqa: PLC0415

    source = Source(asked["html"], asked["css"], asked["images"])
    try:
        check_source(source)
        refuse_stray(source.html)
    except TemplateRefused as refusal:
        return {"refused": refusal.as_data(), "sample": ""}
    _warm_up()
    page = b""
    for name, facts in asked["samples"].items():
        began = time.process_time()
        try:
            page = render_in_full(source, facts)
            if time.process_time() - began > MAX_DRAWING:
                raise TemplateRefused("slow", seconds=int(MAX_DRAWING))
        except TemplateRefused as refusal:
            return {"refused": refusal.as_data(), "sample": name}
        except MemoryError:
            return {"refused": TemplateRefused("stopped").as_data(), "sample": name}
    return {"page": base64.b64encode(page).decode()}


def _warm_up() -> None:
    """Load what draws, so that it is not counted as drawing."""
    from curriculum.printing.engine import engine  # noqa: PLC0415

    engine()


if __name__ == "__main__":
    main()

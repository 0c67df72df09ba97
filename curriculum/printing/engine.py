"""HTML to PDF by xhtml2pdf: with our faces, without a fetch, and loud where it fails."""

from __future__ import annotations

import io
import logging
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from . import fonts

#: Instead of xhtml2pdf's own style sheet, which names faces that are not embedded.
BASE_CSS = """
html { font-family: DejaVuSerifCondensed; font-size: 10pt; color: #1b2430; }
head, title, style { display: none; }
body, div, p { display: block; }
"""

#: xhtml2pdf draws one page at a time in a process; so does what is set around it.
_RENDER_LOCK = threading.Lock()


class PrintRefused(Exception):
    """Carries in words why a page cannot be printed."""


@cache
def engine() -> ModuleType:
    """xhtml2pdf with our faces; loaded at the first page, for it takes a while."""
    fonts.prepare()
    names = import_module("xhtml2pdf.default").DEFAULT_FONT
    for face in fonts.FACES:
        names[face.lower()] = face
    return import_module("xhtml2pdf.document")


def draw(
    html: str,
    *,
    root: Path | None,
    meta: Mapping[str, str],
    on: date,
    css: str = BASE_CSS,
) -> bytes:
    """The page as PDF bytes, the same bytes for the same page and day.

    Fetches nothing: not from the network, and from the disk only what lies in `root`.
    """
    document = engine()
    policy = import_module("xhtml2pdf.config.resources").ResourceAccessPolicy
    out = io.BytesIO()
    with _RENDER_LOCK, _dated(on), _complaints() as complaints:
        result = document.pisaDocument(
            html,
            out,
            path=str(root / "page.html") if root else "",
            default_css=css,
            context_meta=dict(meta),
            resource_policy=policy.server(root, allow_remote=False),
        )
    if result.err or complaints:
        raise PrintRefused(
            _("The page could not be drawn: %(reason)s")
            % {"reason": "; ".join(complaints) or result.err}
        )
    return out.getvalue()


@contextmanager
def _dated(day: date) -> Iterator[None]:
    """Let the file carry the day of issue instead of the moment of drawing."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(noon.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Collector(logging.Handler):
    """Keeps what xhtml2pdf warns of in this thread; it returns success all the same."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.thread = threading.get_ident()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self.thread:
            self.messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    logger = logging.getLogger("xhtml2pdf")
    collector = _Collector()
    before: Any = logger.level
    logger.addHandler(collector)
    if logger.getEffectiveLevel() > logging.WARNING:
        logger.setLevel(logging.WARNING)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.setLevel(before)

"""Printed pages: `render_pdf` takes HTML and gives a PDF that says what it should."""

from .document import render_pdf
from .engine import PrintRefused
from .qr import qr_code

__all__ = ["PrintRefused", "qr_code", "render_pdf"]

"""The makers of the PDF; the setting CERTIFICATES_RENDERER names one of them.

A maker has `render(page, *, kind, issued_on) -> bytes`: the page as a PDF whose keywords
are the code, so that a damaged file still says which certificate it was. It raises
PageRefused when it is not sure that all is drawn. Its pages are proven by the caller,
but for a maker with `proves = True`, which does so itself.
"""

from .html import HTMLRenderer
from .memory import MemoryRenderer

__all__ = ["HTMLRenderer", "MemoryRenderer"]

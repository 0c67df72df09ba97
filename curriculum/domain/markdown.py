"""Markdown of the content files as the HTML that Wagtail's editor writes."""

from __future__ import annotations

from html import unescape

from django.utils.html import strip_tags
from markdown_it import MarkdownIt

#: Without raw HTML: what a content file says in angle brackets is shown, not run.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["heading", "lheading", "image", "code", "fence", "table"], ignoreInvalid=True
)


def rich_text(text: str) -> str:
    """Paragraphs, lists, bold, italic and links."""
    html = _MARKDOWN.render(text)
    for markdown, editor in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{markdown}>", f"<{editor}>")
        html = html.replace(f"</{markdown}>", f"</{editor}>")
    return html.strip()


def plain_text(text: str) -> str:
    """One line of words for a field that takes no markup."""
    return unescape(strip_tags(_MARKDOWN.renderInline(text.strip())))

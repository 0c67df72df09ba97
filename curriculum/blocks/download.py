from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .files import FileBlock

_LANGUAGES = [("sq", _("Albanian")), ("sr-latn", _("Serbian")), ("en", _("English"))]


class DownloadBlock(blocks.StructBlock):
    """A file to take away; what it is, in which language and how big is said first."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    file = FileBlock(label=_("File"))
    language = blocks.ChoiceBlock(label=_("Language of the file"), choices=_LANGUAGES)

    class Meta:
        label = _("File to download")
        icon = "download"
        template = "curriculum/blocks/download.html"

    def get_context(self, value: dict, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context)
        context["language"] = dict(_LANGUAGES).get(value["language"], "")
        return context

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .why import TEXT_FEATURES


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "curriculum/blocks/text.html"

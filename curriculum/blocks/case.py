from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .why import TEXT_FEATURES


class CaseBlock(blocks.StructBlock):
    """A situation from practice and the question to discuss; never a real victim."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("Situation"), features=TEXT_FEATURES)
    question = blocks.TextBlock(label=_("Question to discuss"), rows=2)

    class Meta:
        label = _("Case from practice")
        icon = "group"
        template = "curriculum/blocks/case.html"

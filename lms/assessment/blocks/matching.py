from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LongTextsBlock, TextsBlock


class PairBlock(blocks.StructBlock):
    left = TextsBlock(label=_("Left"))
    right = TextsBlock(label=_("Belongs to it"))


class MatchingBlock(blocks.StructBlock):
    """Things on the left, each with the one on the right that belongs to it."""

    text = LongTextsBlock(label=_("Question"))
    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=2, max_num=10)
    explanation = LongTextsBlock(label=_("Explanation"), is_needed=False)

    class Meta:
        label = _("Matching")
        icon = "link"

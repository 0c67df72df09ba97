from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LongTextsBlock, TextsBlock


class OrderingBlock(blocks.StructBlock):
    """Steps that the person puts in order; they stand here in the right one."""

    text = LongTextsBlock(label=_("Question"))
    items = blocks.ListBlock(
        TextsBlock(), label=_("Steps in the right order"), min_num=2, max_num=10
    )
    explanation = LongTextsBlock(label=_("Explanation"), is_needed=False)

    class Meta:
        label = _("Ordering")
        icon = "list-ol"

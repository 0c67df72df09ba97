from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LongTextsBlock, TextsBlock


class CriterionBlock(blocks.StructBlock):
    """What is looked at, and what it looks like at each level, the lowest first."""

    name = TextsBlock(label=_("Criterion"))
    levels = blocks.ListBlock(
        LongTextsBlock(),
        label=_("Levels, the lowest first"),
        min_num=2,
        max_num=6,
    )
    needed = blocks.IntegerBlock(
        label=_("Level needed"),
        min_value=1,
        max_value=6,
        default=3,
        help_text=_("Counted from 1, the lowest."),
    )

    class Meta:
        label = _("Criterion")
        icon = "tasks"


class CriteriaBlock(blocks.StreamBlock):
    criterion = CriterionBlock()

    class Meta:
        min_num = 1
        max_num = 20

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ChecklistBlock(blocks.StructBlock):
    """What to tick off, on the phone for as long as the page is open or on paper."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    items = blocks.ListBlock(
        blocks.TextBlock(label=_("Item"), rows=2), label=_("Items"), min_num=1
    )

    class Meta:
        label = _("Checklist")
        icon = "tasks"
        template = "curriculum/blocks/checklist.html"

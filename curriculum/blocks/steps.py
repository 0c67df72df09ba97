from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepsBlock(blocks.StructBlock):
    """What to do, one step after the other."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    steps = blocks.ListBlock(
        blocks.TextBlock(label=_("Step"), rows=2), label=_("Steps"), min_num=2
    )

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "curriculum/blocks/steps.html"

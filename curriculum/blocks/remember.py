from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class RememberBlock(blocks.StructBlock):
    """The few points to take away."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    points = blocks.ListBlock(
        blocks.TextBlock(label=_("Point"), rows=2), label=_("Points"), min_num=1
    )

    class Meta:
        label = _("What to remember")
        icon = "pin"
        template = "curriculum/blocks/remember.html"

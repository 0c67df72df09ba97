from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .files import PictureBlock


class FigureBlock(blocks.StructBlock):
    """A picture that means something, and the words for whoever cannot see it."""

    image = PictureBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What is to be seen"),
        max_length=255,
        help_text=_("Read out to people who cannot see the image."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=255, required=False)

    class Meta:
        label = _("Image")
        icon = "image"
        template = "curriculum/blocks/figure.html"

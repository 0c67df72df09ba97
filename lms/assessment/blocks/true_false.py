from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LongTextsBlock


class TrueFalseBlock(blocks.StructBlock):
    """A statement that is true or false."""

    text = LongTextsBlock(label=_("Statement"))
    is_right = blocks.BooleanBlock(label=_("The statement is true"), required=False)
    explanation = LongTextsBlock(label=_("Explanation"), is_needed=False)

    class Meta:
        label = _("True or false")
        icon = "check"

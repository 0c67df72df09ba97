from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LANGUAGES, LongTextsBlock


class AcceptedBlock(blocks.StructBlock):
    """Answers that are right, one per language field a line; case does not matter."""

    sq = blocks.TextBlock(label=LANGUAGES["sq"], required=False, max_length=2000)
    sr = blocks.TextBlock(label=LANGUAGES["sr"], required=False, max_length=2000)
    en = blocks.TextBlock(label=LANGUAGES["en"], required=False, max_length=2000)


class ShortTextBlock(blocks.StructBlock):
    """A word or two, compared without case, accents and alphabet."""

    text = LongTextsBlock(label=_("Question"))
    accepted = AcceptedBlock(
        label=_("Accepted answers"), help_text=_("One answer a line.")
    )
    explanation = LongTextsBlock(label=_("Explanation"), is_needed=False)

    class Meta:
        label = _("Short text")
        icon = "pilcrow"

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not any(cleaned["accepted"][suffix].strip() for suffix in LANGUAGES):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "accepted": ValidationError(_("Write at least one right answer."))
                }
            )
        return cleaned

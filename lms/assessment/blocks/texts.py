from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

LANGUAGES = {"sq": _("Albanian"), "sr": _("Serbian"), "en": _("English")}


class TextsBlock(blocks.StructBlock):
    """A line in three languages; what was imported may have one of them only.

    `is_needed=False` lets all three stay empty.
    """

    sq = blocks.CharBlock(label=LANGUAGES["sq"], required=False, max_length=400)
    sr = blocks.CharBlock(label=LANGUAGES["sr"], required=False, max_length=400)
    en = blocks.CharBlock(label=LANGUAGES["en"], required=False, max_length=400)

    class Meta:
        is_needed = True

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if self.meta.is_needed and not any(cleaned[suffix] for suffix in LANGUAGES):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    ValidationError(_("Write the text in one language at least."))
                ]
            )
        return cleaned


class LongTextsBlock(TextsBlock):
    """A text of some lines in three languages."""

    sq = blocks.TextBlock(label=LANGUAGES["sq"], required=False, max_length=2000)
    sr = blocks.TextBlock(label=LANGUAGES["sr"], required=False, max_length=2000)
    en = blocks.TextBlock(label=LANGUAGES["en"], required=False, max_length=2000)

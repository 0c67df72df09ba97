from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .texts import LongTextsBlock, TextsBlock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class OptionBlock(blocks.StructBlock):
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    text = TextsBlock(label=_("Answer"))
    feedback = TextsBlock(label=_("Feedback"), is_needed=False)


class ChoiceBlock(blocks.StructBlock):
    """A question with options to choose from."""

    text = LongTextsBlock(label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=8)
    explanation = LongTextsBlock(label=_("Explanation"), is_needed=False)

    @staticmethod
    def _refuse_options(words: StrOrPromise) -> None:
        raise blocks.StructBlockValidationError(
            block_errors={"options": ValidationError(words)}
        )

    @staticmethod
    def _count_right(value: dict) -> int:
        return sum(bool(option["is_right"]) for option in value["options"])


class SingleBlock(ChoiceBlock):
    class Meta:
        label = _("One right answer")
        icon = "radio-full"

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if self._count_right(cleaned) != 1:
            self._refuse_options(_("Mark exactly one answer as right."))
        return cleaned


class MultipleBlock(ChoiceBlock):
    class Meta:
        label = _("Several right answers")
        icon = "list-ul"

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if not self._count_right(cleaned):
            self._refuse_options(_("Mark at least one answer as right."))
        return cleaned

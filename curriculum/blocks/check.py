from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=255)
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Feedback"), max_length=400)


class KnowledgeCheckBlock(blocks.StructBlock):
    """One question with answers; the feedback opens without JavaScript."""

    question = blocks.CharBlock(label=_("Question"), max_length=255)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Answers"), min_num=2)

    class Meta:
        label = _("Knowledge check")
        icon = "circle-check"
        template = "curriculum/blocks/check.html"

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if sum(bool(answer["is_right"]) for answer in cleaned["answers"]) != 1:
            raise blocks.StructBlockValidationError(
                block_errors={
                    "answers": ValidationError(_("Mark exactly one answer as right."))
                }
            )
        return cleaned

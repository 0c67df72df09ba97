from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .why import TEXT_FEATURES


class LastDecisionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Decision"), max_length=255)
    consequence = blocks.TextBlock(label=_("What comes of it"), rows=2)


class DecisionBlock(LastDecisionBlock):
    """A decision; what comes of it may ask for another one."""

    question = blocks.CharBlock(
        label=_("Question that follows"), max_length=255, required=False
    )
    decisions = blocks.ListBlock(
        LastDecisionBlock(), label=_("Decisions that follow"), default=[]
    )

    def clean(self, value: dict) -> blocks.StructValue:
        cleaned = super().clean(value)
        if bool(cleaned["question"]) != bool(cleaned["decisions"]):
            raise blocks.StructBlockValidationError(
                block_errors={
                    "question": ValidationError(
                        _("Give a question and its decisions, or neither.")
                    )
                }
            )
        return cleaned


class BranchBlock(blocks.StructBlock):
    """A case with decisions: each opens what comes of it, without JavaScript."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("Situation"), features=TEXT_FEATURES)
    question = blocks.CharBlock(label=_("Question"), max_length=255)
    decisions = blocks.ListBlock(DecisionBlock(), label=_("Decisions"), min_num=2)

    class Meta:
        label = _("Case with decisions")
        icon = "resubmit"
        template = "curriculum/blocks/branch.html"

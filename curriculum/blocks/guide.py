"""The parts of a trainer's guide; its running text is that of lessons."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import TextBlock

_LINE = {"max_length": 400}


class _ListBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    entries = blocks.ListBlock(blocks.CharBlock(label=_("Item"), **_LINE), min_num=1)

    class Meta:
        template = "curriculum/blocks/guide_list.html"
        icon = "list-ul"


class AimsBlock(_ListBlock):
    class Meta:
        label = _("Aims")


class DebriefBlock(_ListBlock):
    class Meta:
        label = _("Debrief")


class MaterialsBlock(_ListBlock):
    class Meta:
        label = _("Materials")


class TimingRowBlock(blocks.StructBlock):
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)
    what = blocks.CharBlock(label=_("What"), **_LINE)
    how = blocks.CharBlock(label=_("How"), required=False, **_LINE)


class TimingBlock(blocks.StructBlock):
    """A day by the clock."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    rows = blocks.ListBlock(TimingRowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        label = _("Timing")
        icon = "time"
        template = "curriculum/blocks/guide_timing.html"


class ExerciseBlock(blocks.StructBlock):
    """An exercise as it is led: how long, in which groups, with what, step by step."""

    heading = blocks.CharBlock(label=_("Title"), max_length=160)
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=480)
    grouping = blocks.CharBlock(label=_("Groups"), required=False, **_LINE)
    materials = blocks.CharBlock(label=_("Materials"), required=False, **_LINE)
    steps = blocks.ListBlock(
        blocks.TextBlock(label=_("Step"), rows=2), label=_("Steps"), min_num=1
    )
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("Question"), **_LINE), label=_("Debrief"), default=[]
    )

    class Meta:
        label = _("Exercise")
        icon = "group"
        template = "curriculum/blocks/guide_exercise.html"


class GuideBlock(blocks.StreamBlock):
    """The names are those of the files: `## exercise: Title` and the like."""

    aims = AimsBlock()
    timing = TimingBlock()
    text = TextBlock()
    exercise = ExerciseBlock()
    debrief = DebriefBlock()
    materials = MaterialsBlock()


__all__ = ["GuideBlock"]

from wagtail.blocks import StreamBlock

from .case import CaseBlock
from .check import KnowledgeCheckBlock
from .remember import RememberBlock
from .steps import StepsBlock
from .text import TextBlock
from .why import WhyBlock


class LessonBlock(StreamBlock):
    """The parts of a lesson, in the order a good lesson has them.

    The names are public: `why`, `text`, `steps`, `case`, `check`, `remember`.
    """

    why = WhyBlock()
    text = TextBlock()
    steps = StepsBlock()
    case = CaseBlock()
    check = KnowledgeCheckBlock()
    remember = RememberBlock()


__all__ = ["LessonBlock"]

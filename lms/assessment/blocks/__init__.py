from wagtail.blocks import StreamBlock

from .choice import MultipleBlock, SingleBlock
from .criterion import CriteriaBlock
from .matching import MatchingBlock
from .ordering import OrderingBlock
from .short_text import ShortTextBlock
from .true_false import TrueFalseBlock


class PartsBlock(StreamBlock):
    """The parts of a question, named as `QuestionKind` names them; a case has several."""

    single = SingleBlock()
    multiple = MultipleBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    short_text = ShortTextBlock()

    class Meta:
        min_num = 1
        max_num = 10


__all__ = ["CriteriaBlock", "PartsBlock"]

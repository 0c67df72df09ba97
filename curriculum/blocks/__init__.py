from wagtail.blocks import StreamBlock

from .branch import BranchBlock
from .case import CaseBlock
from .check import KnowledgeCheckBlock
from .checklist import ChecklistBlock
from .definition import DefinitionBlock
from .download import DownloadBlock
from .figure import FigureBlock
from .media import AudioBlock, VideoBlock
from .remember import RememberBlock
from .steps import StepsBlock
from .text import TextBlock
from .why import WhyBlock


class LessonBlock(StreamBlock):
    """The parts of a lesson, in the order a good lesson has them.

    The names are public: `why`, `text`, `definition`, `figure`, `video`, `audio`,
    `steps`, `checklist`, `download`, `case`, `branch`, `check`, `remember`.
    """

    why = WhyBlock()
    text = TextBlock()
    definition = DefinitionBlock()
    figure = FigureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    download = DownloadBlock()
    case = CaseBlock()
    branch = BranchBlock()
    check = KnowledgeCheckBlock()
    remember = RememberBlock()


__all__ = ["LessonBlock"]

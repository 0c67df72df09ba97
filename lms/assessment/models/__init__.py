from .attempt import FULL_POINTS, Answer, Attempt
from .completion import Completion
from .defaults import CompletionDefault
from .observation import Observation, Rubric
from .question import Question, QuestionVersion, QuestionVersionChanged, Topic, in_texts
from .score import PostTestScore
from .sitting import Form, FormQuestion, Sitting
from .test import DrawRule, Test

__all__ = [
    "FULL_POINTS",
    "Answer",
    "Attempt",
    "Completion",
    "CompletionDefault",
    "DrawRule",
    "Form",
    "FormQuestion",
    "Observation",
    "PostTestScore",
    "Question",
    "QuestionVersion",
    "QuestionVersionChanged",
    "Rubric",
    "Sitting",
    "Test",
    "Topic",
    "in_texts",
]

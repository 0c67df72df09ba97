from .attempt import AttemptForm
from .exchange import ExportQuestionsForm, ImportQuestionsForm
from .observation import ObservationForm
from .question import QuestionForm
from .scores import ScoresForm
from .sitting import OpenSittingForm, PaperEntryForm
from .stream import RubricForm
from .test import TestForm

__all__ = [
    "AttemptForm",
    "ExportQuestionsForm",
    "ImportQuestionsForm",
    "ObservationForm",
    "OpenSittingForm",
    "PaperEntryForm",
    "QuestionForm",
    "RubricForm",
    "ScoresForm",
    "TestForm",
]

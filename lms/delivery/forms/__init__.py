from .deeds import CancelForm
from .enrolment import EnrolmentForm
from .roll_call import RollCall
from .trainer import EvidenceForm, SessionForm, SheetForm, TrainingForm
from .training import TrainingAdminForm

__all__ = [
    "CancelForm",
    "EnrolmentForm",
    "EvidenceForm",
    "RollCall",
    "SessionForm",
    "SheetForm",
    "TrainingAdminForm",
    "TrainingForm",
]

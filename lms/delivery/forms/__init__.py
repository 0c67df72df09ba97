from .briefing import BriefingForm
from .deeds import CancelForm
from .enrolment import EnrolmentForm
from .roll_call import RollCall
from .signed_sheet import SignedSheetForm
from .trainer import EvidenceForm, SessionForm, SheetForm, TrainingForm
from .trainer_report import CostsForm, TrainerReportForm
from .training import TrainingAdminForm

__all__ = [
    "BriefingForm",
    "CancelForm",
    "CostsForm",
    "EnrolmentForm",
    "EvidenceForm",
    "RollCall",
    "SessionForm",
    "SheetForm",
    "SignedSheetForm",
    "TrainerReportForm",
    "TrainingAdminForm",
    "TrainingForm",
]

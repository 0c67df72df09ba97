from .approval import ApprovalForm
from .briefing import BriefingForm
from .check_in import ArrivalsForm, HereForm
from .deeds import CancelForm
from .enrolment import EnrolmentForm
from .evaluation import BatchForm, EvaluationForm, PaperForm
from .invitation import InvitationForm
from .nomination import DecideNominationForm, NewcomerForm, NominationForm
from .roll_call import RollCall
from .sessions import (
    CallOffForm,
    CopySessionsForm,
    GenerateSessionsForm,
    MoveSessionForm,
)
from .sheet_preview import SheetPreviewForm
from .signed_sheet import SignedSheetForm
from .trainer import EvidenceForm, SessionForm, SheetForm, TrainingForm
from .trainer_report import CostsForm, TrainerReportForm
from .training import TrainingAdminForm
from .walk_in import NewPersonForm

__all__ = [
    "ApprovalForm",
    "ArrivalsForm",
    "BatchForm",
    "BriefingForm",
    "CallOffForm",
    "CancelForm",
    "CopySessionsForm",
    "CostsForm",
    "DecideNominationForm",
    "EnrolmentForm",
    "EvaluationForm",
    "EvidenceForm",
    "GenerateSessionsForm",
    "HereForm",
    "InvitationForm",
    "MoveSessionForm",
    "NewPersonForm",
    "NewcomerForm",
    "NominationForm",
    "PaperForm",
    "RollCall",
    "SessionForm",
    "SheetForm",
    "SheetPreviewForm",
    "SignedSheetForm",
    "TrainerReportForm",
    "TrainingAdminForm",
    "TrainingForm",
]

from .action import Action
from .approval import ApprovalStep
from .briefing import Briefing
from .calendar_feed import CalendarFeed
from .check_in import CheckIn
from .enrolment import Enrolment
from .evaluation import Evaluation, EvaluationAnswer
from .evidence import Evidence, Headcount
from .letter import Letter
from .mark import OFFICE, WALL, Mark, MarkEvent, WalkIn
from .reopening import Reopening
from .session import Session
from .sheet import KnownHeading, PendingSheet, SheetImport, SheetRow
from .trainer_report import CostLine, TrainerReport
from .training import Facilitator, Training

__all__ = [
    "OFFICE",
    "WALL",
    "Action",
    "ApprovalStep",
    "Briefing",
    "CalendarFeed",
    "CheckIn",
    "CostLine",
    "Enrolment",
    "Evaluation",
    "EvaluationAnswer",
    "Evidence",
    "Facilitator",
    "Headcount",
    "KnownHeading",
    "Letter",
    "Mark",
    "MarkEvent",
    "PendingSheet",
    "Reopening",
    "Session",
    "SheetImport",
    "SheetRow",
    "TrainerReport",
    "Training",
    "WalkIn",
]

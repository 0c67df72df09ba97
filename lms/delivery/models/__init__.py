from .action import Action
from .enrolment import Enrolment, Mark, SupersededMark
from .evidence import Evidence, Headcount
from .sheet import PendingSheet, SheetImport, SheetRow
from .training import Facilitator, Session, Training

__all__ = [
    "Action",
    "Enrolment",
    "Evidence",
    "Facilitator",
    "Headcount",
    "Mark",
    "PendingSheet",
    "Session",
    "SheetImport",
    "SheetRow",
    "SupersededMark",
    "Training",
]

from .evidence import evidence, evidence_add
from .roll_call import roll_call
from .sheets import sheet_import, sheet_preview
from .today import today
from .trainings import session_add, training, training_create

__all__ = [
    "evidence",
    "evidence_add",
    "roll_call",
    "session_add",
    "sheet_import",
    "sheet_preview",
    "today",
    "training",
    "training_create",
]

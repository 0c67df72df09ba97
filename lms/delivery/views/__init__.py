from .api import api_marks, api_roll_call
from .approval import approval
from .attendance import attendance
from .briefings import briefing_remove, briefings, my_briefings
from .calendar import calendar_address, calendar_feed, training_calendar
from .check_in import check_in
from .disputes import disputes
from .evaluation import (
    evaluation,
    evaluation_entry,
    evaluation_link,
    evaluation_paper,
    evaluation_results,
)
from .evidence import evidence, evidence_add
from .here import here, here_link
from .invitations import invitation
from .nominated import nominations_decide
from .nominations import nominate, nomination_take_back, nominations
from .pack import handover_pack
from .paper import sign_in_sheet, signed_sheet
from .roll_call import roll_call
from .sessions import (
    session_call_off,
    session_copy,
    session_generate,
    session_move,
)
from .sheets import sheet_import, sheet_preview
from .shell import roll_call_shell, service_worker
from .today import today
from .trainer_report import trainer_report
from .trainings import session_add, training, training_create
from .walk_ins import walk_ins

__all__ = [
    "api_marks",
    "api_roll_call",
    "approval",
    "attendance",
    "briefing_remove",
    "briefings",
    "calendar_address",
    "calendar_feed",
    "check_in",
    "disputes",
    "evaluation",
    "evaluation_entry",
    "evaluation_link",
    "evaluation_paper",
    "evaluation_results",
    "evidence",
    "evidence_add",
    "handover_pack",
    "here",
    "here_link",
    "invitation",
    "my_briefings",
    "nominate",
    "nomination_take_back",
    "nominations",
    "nominations_decide",
    "roll_call",
    "roll_call_shell",
    "service_worker",
    "session_add",
    "session_call_off",
    "session_copy",
    "session_generate",
    "session_move",
    "sheet_import",
    "sheet_preview",
    "sign_in_sheet",
    "signed_sheet",
    "today",
    "trainer_report",
    "training",
    "training_calendar",
    "training_create",
    "walk_ins",
]

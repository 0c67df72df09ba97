from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TrainingKind(models.TextChoices):
    WORKSHOP = "workshop", _("Workshop")
    MENTORING = "mentoring", _("Mentoring")
    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Blended")
    TOT = "tot", _("Training of trainers")
    INFORMATION = "information", _("Information session")


class TrainingStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("training", "Planned")
    HELD = "held", pgettext_lazy("training", "Held")
    CLOSED = "closed", pgettext_lazy("training", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("training", "Cancelled")


class ApprovalState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("approval", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("approval", "Submitted")
    RETURNED = "returned", pgettext_lazy("approval", "Sent back")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")


#: Enrolments, sessions and marks of a training in one of these may change.
OPEN_STATUSES = (TrainingStatus.PLANNED, TrainingStatus.HELD)


class FacilitatorRole(models.TextChoices):
    LEAD = "lead", _("Lead trainer")
    CO_TRAINER = "co_trainer", _("Co-trainer")
    OBSERVER = "observer", _("Observer")
    ASSESSOR = "assessor", _("Assessor")


#: These stand in front of the group, so they must be accredited for what they teach.
TEACHING_ROLES = (FacilitatorRole.LEAD, FacilitatorRole.CO_TRAINER)


class FacilitatorAnswer(models.TextChoices):
    """What a trainer said to the question whether they come."""

    ASKED = "asked", pgettext_lazy("facilitator", "Asked")
    ACCEPTED = "accepted", pgettext_lazy("facilitator", "Accepted")
    DECLINED = "declined", pgettext_lazy("facilitator", "Declined")


class EnrolmentStatus(models.TextChoices):
    NOMINATED = "nominated", pgettext_lazy("enrolment", "Nominated")
    DECLINED = "declined", pgettext_lazy("enrolment", "Not accepted")
    WAITING = "waiting", pgettext_lazy("enrolment", "Waiting list")
    ENROLLED = "enrolled", pgettext_lazy("enrolment", "Enrolled")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")
    NO_SHOW = "no_show", pgettext_lazy("enrolment", "Did not come")
    COMPLETED = "completed", pgettext_lazy("enrolment", "Completed")
    NOT_COMPLETED = "not_completed", pgettext_lazy("enrolment", "Not completed")


#: On the list of names at a roll call.
ATTENDING_STATUSES = (
    EnrolmentStatus.ENROLLED,
    EnrolmentStatus.NO_SHOW,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.NOT_COMPLETED,
)


class MarkValue(models.TextChoices):
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


#: Late counts as present, excused does not.
PRESENT_VALUES = (MarkValue.PRESENT, MarkValue.LATE)


class MarkSource(models.TextChoices):
    LIVE = "live", _("Roll call")
    OFFLINE = "offline", _("Roll call without network")
    PAPER = "paper", _("Signed sheet")
    IMPORT = "import", _("Imported sheet")
    SELF = "self", _("Self check-in")


class WalkInStatus(models.TextChoices):
    """Whether somebody who came without an enrolment is known to the register yet."""

    WAITING = "waiting", pgettext_lazy("walk-in", "Not matched yet")
    MATCHED = "matched", pgettext_lazy("walk-in", "Matched")
    DISMISSED = "dismissed", pgettext_lazy("walk-in", "No participant")


class CheckInStatus(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("check-in", "Waits for the trainer")
    CONFIRMED = "confirmed", pgettext_lazy("check-in", "Confirmed")
    REFUSED = "refused", pgettext_lazy("check-in", "Refused")


class LetterKind(models.TextChoices):
    INVITATION = "invitation", pgettext_lazy("letter", "Invitation")
    WEEK = "week", pgettext_lazy("letter", "Reminder, a week before")
    DAY = "day", pgettext_lazy("letter", "Reminder, a day before")
    THANKS = "thanks", pgettext_lazy("letter", "Thanks")
    CANCELLED = "cancelled", pgettext_lazy("letter", "Called off")
    LATER = "later", pgettext_lazy("letter", "Test months later")


class LetterState(models.TextChoices):
    DUE = "due", pgettext_lazy("letter", "Due")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    FAILED = "failed", pgettext_lazy("letter", "Failed")
    DROPPED = "dropped", pgettext_lazy("letter", "Dropped")


class LetterReason(models.TextChoices):
    """Why a letter failed, was dropped, or still waits after a try."""

    REFUSED = "refused", _("It was refused.")
    UNREACHABLE = "unreachable", _("The mail server could not take it.")
    UNKNOWN = "unknown", _("It is not known whether it left.")
    NO_ADDRESS = "no_address", _("The person has no e-mail.")
    NOT_COMING = "not_coming", _("The person does not take part any more.")
    UNTIMELY = "untimely", _("Its time is over, or the training has changed.")


class CheckInDoubt(models.TextChoices):
    """What speaks against a check-in, or is worth a look."""

    OTHER_PERSON = "other_person", _("Somebody else checked in on this phone")
    NOT_LISTED = "not_listed", _("Not found on the list for certain")
    REFUSED_BEFORE = "refused_before", _("Was refused before")
    MARKED_AWAY = "marked_away", _("Marked absent or excused at the roll call")
    NAME_ONLY = "name_only", _("Known by the name, not by the e-mail")
    OLD_CODE = "old_code", _("Scanned the code before the newest")


#: With one of these a check-in needs a tap of its own; the others are only shown.
HOLDING_DOUBTS = (
    CheckInDoubt.OTHER_PERSON,
    CheckInDoubt.NOT_LISTED,
    CheckInDoubt.REFUSED_BEFORE,
    CheckInDoubt.MARKED_AWAY,
)


class CheckInRefusal(models.TextChoices):
    """Why a trainer refuses a check-in."""

    NOT_HERE = "not_here", _("Not in the room")
    OTHER_PERSON = "other_person", _("Somebody else")


class EvidenceKind(models.TextChoices):
    ATTENDANCE_SHEET = "sheet", _("Attendance sheet")
    SIGNED_SHEET = "signed_sheet", _("Signed sheet")
    PROGRAMME = "programme", _("Programme")
    PHOTO = "photo", _("Photo")
    OTHER = "other", _("Other")


class RowOutcome(models.TextChoices):
    MATCHED = "matched", _("Known person")
    CREATED = "created", _("New person")
    REVIEW = "review", _("Needs a decision")
    REJECTED = "rejected", _("Rejected")


class ReviewReason(models.TextChoices):
    """Why a row waits for a person to decide who it is."""

    OTHER_NAME = "other_name", _("Somebody else has this e-mail")
    OTHER_EMAIL = "other_email", _("Somebody of this name has another e-mail")
    OTHER_PLACE = "other_place", _("Somebody of this name is known elsewhere")
    SEVERAL = "several", _("Several people of this name work there")
    IN_SHEET = "in_sheet", _("Other rows of the sheet have this name or this e-mail")


class WaitingKind(models.TextChoices):
    """What waits for the office, in the order in which it is shown."""

    UNLED = "unled", _("Sessions without a trainer who comes")
    UNMARKED = "unmarked", _("Sessions without attendance")
    UNSIGNED = "unsigned", _("Sessions without a signed sheet")
    DISPUTED = "disputed", _("Marks about which devices disagree")
    WALK_IN = "walk_in", _("Walk-ins who are not matched")
    IN_REVIEW = "in_review", _("Rows of sheets to decide")
    SUBMITTED = "submitted", _("Approvals to decide")
    NOMINATED = "nominated", _("Nominations to decide")
    TO_CLOSE = "to_close", _("Trainings to close")


class ActionLevel(models.TextChoices):
    STRATEGIC_OBJECTIVE = "strategic_objective", _("Strategic objective")
    SPECIFIC_OBJECTIVE = "specific_objective", _("Specific objective")
    ACTION = "action", _("Action")

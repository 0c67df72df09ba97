from django.db import models
from django.utils.translation import gettext_lazy as _


class NotCompletedReason(models.TextChoices):
    """Why an enrolment did not complete; the words name what would change it."""

    NO_SESSIONS = "no_sessions", _("The training has no sessions.")
    FACILITATOR = (
        "facilitator",
        _("Facilitators of a training are not among its participants."),
    )
    NO_MARKS = "no_marks", _("No attendance mark is recorded.")
    ATTENDANCE = "attendance", _("Attendance is below the required share.")
    NO_SCORE = "no_score", _("The post-test score is missing.")
    SCORE = "score", _("The post-test score is below the pass mark.")

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
    NO_OBSERVATION = "no_observation", _("No observation of the practice is recorded.")
    OBSERVATION = (
        "observation",
        _("The observed practice is below the level that is needed."),
    )


class QuestionKind(models.TextChoices):
    """How a part of a question is answered."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    TRUE_FALSE = "true_false", _("True or false")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    SHORT_TEXT = "short_text", _("Short text")


class Stage(models.TextChoices):
    """When a test is taken: what was known before, right after, and months later."""

    PRE = "pre", _("Before the training")
    POST = "post", _("At the end")
    DELAYED = "delayed", _("Months later")


class FormLetter(models.TextChoices):
    A = "A", "A"
    B = "B", "B"


class Reveal(models.TextChoices):
    """When the right answers are shown to the person who took the test."""

    NEVER = "never", _("Never")
    HANDED_IN = "handed_in", _("As soon as the person has handed in")
    CLOSED = "closed", _("When the training is closed")


class AttemptSource(models.TextChoices):
    ONLINE = "online", _("On the site")
    PAPER = "paper", _("On paper")


class PracticeKind(models.TextChoices):
    """What was seen: a try-out among colleagues, or a session with participants."""

    TEACH_BACK = "teach_back", _("Teach-back")
    OBSERVED_SESSION = "session", _("Observed session")


class ExchangeFormat(models.TextChoices):
    """In which questions come from and go to other systems."""

    GIFT = "gift", "GIFT"
    MOODLE_XML = "xml", "Moodle XML"

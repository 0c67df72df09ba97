from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.delivery.enums import TrainingKind


class PracticeState(models.TextChoices):
    """How far a person is with a step in the field."""

    OPEN = "open", _("Not done yet")
    ASKED = "asked", _("Waits for the supervisor")
    EXPIRED = "expired", _("The supervisor did not answer in time")
    DECLINED = "declined", _("The supervisor did not confirm")
    SIGNED = "signed", _("Confirmed")


#: In these the person may ask a supervisor.
TO_ASK = (PracticeState.OPEN, PracticeState.EXPIRED, PracticeState.DECLINED)

#: Trainings of these kinds have steps in the field.
PRACTICE_KINDS = (TrainingKind.BLENDED,)

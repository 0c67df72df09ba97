from django.db import models
from django.utils.translation import gettext_lazy as _


class IndicatorKind(models.TextChoices):
    PEOPLE = "people_trained", _("People trained")
    PEOPLE_PER_YEAR = "people_trained_per_year", _("People trained each year")
    SHARE_OF_STAFF = "share_of_staff", _("Share of staff")
    TRAININGS = "sessions_held", _("Trainings held")
    TRAININGS_PER_YEAR = "sessions_per_year", _("Trainings held each year")


YEARLY_KINDS = (IndicatorKind.PEOPLE_PER_YEAR, IndicatorKind.TRAININGS_PER_YEAR)
TRAINING_KINDS = (IndicatorKind.TRAININGS, IndicatorKind.TRAININGS_PER_YEAR)


class TargetOperator(models.TextChoices):
    AT_LEAST = "at_least", _("at least")
    EXACTLY = "exactly", _("exactly")
    REACH = "reach", _("reach")
    QUALITATIVE = "qualitative", _("no number stated")


class LinkStatus(models.TextChoices):
    ACCEPTED = "accepted", _("Counts")
    PROPOSED = "proposed", _("Proposed")
    REJECTED = "rejected", _("Does not count")


class NotCountedReason(models.TextChoices):
    """Why a person who took part in a linked training is not counted."""

    NOT_CLOSED = "not_closed", _("The training is not closed yet.")
    CANCELLED = "cancelled", _("The training was cancelled.")
    NOT_COMPLETED = "not_completed", _("The training was not completed.")
    NOT_ENROLLED = "not_enrolled", _("The person has no place in the training.")
    AUDIENCE = "audience", _("The profession of that day is not in the audience.")
    NOT_PROFESSIONAL = "not_professional", _("The person is not a professional.")
    FACILITATOR = "facilitator", _("The person taught in this training.")
    PERIOD = "period", _("Completed outside the counted period.")
    REVIEW = "review", _("The row of the sheet waits for a decision.")


#: The standing of an enrolment that counts.
COUNTS = 0
#: From what is easiest to change to what cannot be changed. The place in this line,
#: from 1, is the standing of an enrolment: of several obstacles the hardest, and of
#: several enrolments of a person the one nearest to counting.
NEAREST_FIRST = (
    NotCountedReason.NOT_CLOSED,
    NotCountedReason.NOT_COMPLETED,
    NotCountedReason.NOT_ENROLLED,
    NotCountedReason.AUDIENCE,
    NotCountedReason.PERIOD,
    NotCountedReason.NOT_PROFESSIONAL,
    NotCountedReason.FACILITATOR,
    NotCountedReason.CANCELLED,
)


def standing_of(reason: NotCountedReason) -> int:
    return NEAREST_FIRST.index(reason) + 1


def reason_of(standing: int) -> NotCountedReason:
    return NEAREST_FIRST[standing - 1]

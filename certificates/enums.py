from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    AHEAD = "ahead", _("Not yet valid")
    ISSUED = "issued", _("Valid")
    VOID = "void", _("Void")
    REPLACED = "replaced", _("Replaced")
    EXPIRED = "expired", _("Expired")


class SealState(models.TextChoices):
    """What the seal of a file is worth."""

    NONE = "none", _("Without a seal")
    INTACT = "intact", _("Intact")
    BROKEN = "broken", _("Broken")
    UNKNOWN = "unknown", _("Of an unknown signer")


class SealProfile(models.TextChoices):
    """What a seal carries to be checked by (ETSI EN 319 142-1)."""

    BASELINE = "B-B", _("Baseline (PAdES B-B)")
    TIME_STAMPED = "B-T", _("With a time stamp (PAdES B-T)")
    LONG_TERM = "B-LT", _("For the long term (PAdES B-LT)")
    ARCHIVED = "B-LTA", _("For the long term (PAdES B-LTA)")


class Evidence(models.TextChoices):
    """What a kind of certificate rests on; decided when the training was closed."""

    COMPLETED = "completed", _("Completed the training")
    TESTED = "tested", _("Completed the training and passed its test")
    OBSERVED = "observed", _("Completed the training and passed the observed practice")
    PART = "part", _("Attended part of the training")


#: Code of the kind that everybody gets who completes a training.
PARTICIPATION = "participation"

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateState(models.TextChoices):
    ISSUED = "issued", _("Valid")
    VOID = "void", _("Void")
    REPLACED = "replaced", _("Replaced")
    EXPIRED = "expired", _("Expired")


#: Code of the kind that everybody gets who completes a training.
PARTICIPATION = "participation"

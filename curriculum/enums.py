from django.db import models
from django.utils.translation import gettext_lazy as _


class TermKind(models.TextChoices):
    TERM = "term", _("Term")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    INSTITUTION = "institution", _("Institution")

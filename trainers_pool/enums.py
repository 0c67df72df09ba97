from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "F", _("Female")
    MALE = "M", _("Male")
    NOT_STATED = "", _("Not stated")


class Region(models.TextChoices):
    """The seven regions of the Strategy."""

    PRISHTINA = "PR", _("Prishtina")
    MITROVICA = "MI", _("Mitrovica")
    PEJA = "PE", _("Peja")
    PRIZREN = "PZ", _("Prizren")
    FERIZAJ = "FE", _("Ferizaj")
    GJILAN = "GL", _("Gjilan")
    GJAKOVA = "GJ", _("Gjakova")


class Language(models.TextChoices):
    ALBANIAN = "sq", "Shqip"
    SERBIAN = "sr-latn", "Srpski"
    ENGLISH = "en", "English"


class InstitutionKind(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordination")
    MINISTRY = "ministry", _("Ministry or department")
    POLICE = "police", _("Police")
    INSPECTORATE = "inspectorate", _("Inspectorate")
    CUSTOMS = "customs", _("Customs")
    PROSECUTION = "prosecution", _("Prosecution")
    COURT = "court", _("Court")
    TRAINING = "training_institution", _("Training institution")
    VICTIM_SUPPORT = "victim_support", _("Victim support")
    SOCIAL_WORK = "social_work_centre", _("Centre for social work")
    SHELTER = "shelter", _("Shelter")
    HEALTH = "health", _("Health institution")
    NGO = "ngo", _("Non-governmental organisation")
    AGENCY = "agency", _("Agency")
    MUNICIPALITY = "municipality", _("Municipality")
    MEDIA = "media_body", _("Media body")
    INTERNATIONAL = "international", _("International organisation")
    DONOR = "donor", _("Donor")
    FUNDING = "funding_line", _("Budget line")
    OTHER = "other", _("Other")


class TrainerStatus(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    CERTIFIED = "certified", _("Certified")
    ACTIVE = "active", _("Active")
    RESTING = "resting", _("Resting")
    LAPSED = "lapsed", _("Lapsed")
    LEFT = "left", _("Left")


#: A trainer in one of these may stand in front of a group.
TEACHING_STATUSES = (TrainerStatus.CERTIFIED, TrainerStatus.ACTIVE)

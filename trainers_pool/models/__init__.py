from .institution import Institution, InstitutionAlias
from .places import Municipality
from .profession import Profession, ProfessionAlias
from .professional import Affiliation, Professional
from .trainer import Accreditation, Trainer, TrainerStatusPeriod

__all__ = [
    "Accreditation",
    "Affiliation",
    "Institution",
    "InstitutionAlias",
    "Municipality",
    "Profession",
    "ProfessionAlias",
    "Professional",
    "Trainer",
    "TrainerStatusPeriod",
]

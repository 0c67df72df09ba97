from datetime import date

import factory

from tests.factories.curriculum import ModuleEditionFactory
from trainers_pool.enums import Region, TrainerStatus
from trainers_pool.models import (
    Accreditation,
    Affiliation,
    Institution,
    Municipality,
    Profession,
    Professional,
    Trainer,
    TrainerStatusPeriod,
)


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    name_sq = factory.Sequence(lambda n: f"Komuna {n}")
    region = judicial_region = Region.PRISHTINA


class InstitutionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Institution

    class Params:
        unconfirmed = factory.Trait(is_confirmed=False)

    name_sq = factory.Sequence(lambda n: f"Institucioni {n}")


class ProfessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profession

    class Params:
        unconfirmed = factory.Trait(is_confirmed=False)
        lay = factory.Trait(counts_as_professional=False)

    code = factory.Sequence(lambda n: f"profession-{n}")
    name_sq = factory.Sequence(lambda n: f"Profesioni {n}")


class ProfessionalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Professional

    first_name = factory.Sequence(lambda n: f"Emri{n}")
    last_name = factory.Sequence(lambda n: f"Mbiemri{n}")
    email = factory.Sequence(lambda n: f"emri{n}@example.org")


class AffiliationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Affiliation

    class Params:
        focal_point = factory.Trait(is_focal_point=True)

    professional = factory.SubFactory(ProfessionalFactory)
    institution = factory.SubFactory(InstitutionFactory)
    profession = factory.SubFactory(ProfessionFactory)


class TrainerFactory(factory.django.DjangoModelFactory):
    """An active trainer; `TrainerFactory(period__status=…)` for another status."""

    class Meta:
        model = Trainer
        skip_postgeneration_save = True

    professional = factory.SubFactory(ProfessionalFactory)
    joined_on = date(2025, 1, 1)
    period = factory.RelatedFactory(
        "tests.factories.people.TrainerStatusPeriodFactory", "trainer"
    )


class TrainerStatusPeriodFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TrainerStatusPeriod

    trainer = factory.SubFactory(TrainerFactory, period=None)
    status = TrainerStatus.ACTIVE
    start_date = date(2025, 1, 1)
    reason = "Admitted"


class AccreditationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Accreditation

    trainer = factory.SubFactory(TrainerFactory)
    edition = factory.SubFactory(ModuleEditionFactory)
    start_date = date(2025, 1, 1)
    evidence = "Observed session"

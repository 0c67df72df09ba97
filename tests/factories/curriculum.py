from datetime import date

import factory

from curriculum.models import (
    GlossaryTerm,
    KeyPoint,
    LearningObjective,
    Module,
    ModuleEdition,
)


class ModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Module

    code = factory.Sequence(lambda n: f"X{n:02}")
    name_sq = factory.LazyAttribute(lambda module: f"Moduli {module.code}")
    name_sr = factory.LazyAttribute(lambda module: f"Modul {module.code}")
    name_en = factory.LazyAttribute(lambda module: f"Module {module.code}")
    minutes = 360


class LearningObjectiveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LearningObjective

    module = factory.SubFactory(ModuleFactory)
    sort_order = factory.Sequence(lambda n: n)
    text_sq = factory.Sequence(lambda n: f"Objektivi {n}")


class KeyPointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyPoint

    module = factory.SubFactory(ModuleFactory)
    sort_order = factory.Sequence(lambda n: n)
    text_sq = factory.Sequence(lambda n: f"Pika {n}")
    sources = ["002:10"]


class ModuleEditionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ModuleEdition

    class Params:
        tested = factory.Trait(has_post_test=True)

    module = factory.SubFactory(ModuleFactory)
    label = "2026-1"
    valid_from = date(2026, 1, 1)
    reason_sq = "Botimi i parë"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    key = factory.Sequence(lambda n: f"term-{n}")
    term_sq = factory.Sequence(lambda n: f"termi {n}")
    term_sr = factory.Sequence(lambda n: f"pojam {n}")
    term_en = factory.Sequence(lambda n: f"term {n}")

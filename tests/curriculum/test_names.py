import pytest
from django.utils.translation import override

from curriculum.models import language_suffix
from curriculum.models.names import suffix_of
from tests.factories.curriculum import ModuleFactory


@pytest.mark.parametrize(
    ("language", "suffix"),
    [
        ("sq", "sq"),
        ("sr-latn", "sr"),
        ("sr", "sr"),
        ("en", "en"),
        ("en-us", "en"),
        ("de", "sq"),
    ],
)
def test_every_language_has_its_fields(language, suffix):
    assert language_suffix(language) == suffix


def test_a_language_of_no_fields_is_told_apart():
    assert suffix_of("de") is None


def test_a_name_that_is_missing_is_said_in_albanian():
    module = ModuleFactory.build(name_sq="Moduli", name_en="Module", name_sr="")

    with override("en-us"):
        assert module.name == "Module"
    with override("sr-latn"):
        assert module.name == "Moduli"


@pytest.mark.parametrize(("minutes", "hours"), [(360, 6), (450, 7.5), (765, 12.75)])
def test_minutes_are_read_as_hours(minutes, hours):
    assert ModuleFactory.build(minutes=minutes).hours == hours

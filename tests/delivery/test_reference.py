import pytest
from django.core.checks import run_checks

from lms.delivery import checks, reference
from lms.delivery.models import Action

pytestmark = pytest.mark.django_db


def test_reference_brings_the_rows_of_the_strategy_in_three_languages():
    assert reference.load() == "Trainings: 37 action rows added"

    levels = Action.objects.values_list("level", flat=True)
    assert sum(level == "action" for level in levels) == 33
    assert not Action.objects.filter(name_sq="").exists()
    assert not Action.objects.filter(name_sr="").exists()
    assert not Action.objects.filter(name_en="").exists()
    assert (
        Action.objects.get(code="III.1.9").name_en
        == "Multi-disciplinary training in applying the national SOPs"
    )


def test_reference_again_adds_nothing_and_overwrites_no_edit(django_assert_num_queries):
    reference.load()
    Action.objects.filter(code="I.1").update(name_sq="Ndryshuar")

    with django_assert_num_queries(1):
        assert reference.load() == "Trainings: 0 action rows added"
    assert Action.objects.get(code="I.1").name_sq == "Ndryshuar"


def test_checks_pass_here():
    assert [
        error for error in run_checks() if error.id.startswith("lms_delivery")
    ] == []


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("STORAGES", {"default": {}, "staticfiles": {}}, "lms_delivery.E001"),
        ("LMS_DELIVERY_SESSION_ENDS", "08:00", "lms_delivery.E002"),
        ("LMS_DELIVERY_SHEET_MAX_ROWS", 0, "lms_delivery.E003"),
        ("LMS_DELIVERY_CHECK_IN_LATE_MINUTES", -1, "lms_delivery.E008"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, name, value, error):
    if isinstance(value, str):
        settings.LMS_DELIVERY_SESSION_STARTS = "09:00"
    setattr(settings, name, value)

    found = [
        *checks.check_private_storage(),
        *checks.check_session_hours(),
        *checks.check_limits(),
        *checks.check_check_in(),
    ]

    assert [one.id for one in found] == [error]

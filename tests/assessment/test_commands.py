import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lms.assessment import reference
from lms.assessment.models import CompletionDefault
from tests.factories.delivery import EnrolmentFactory, TrainingFactory

pytestmark = pytest.mark.django_db


def run(*args):
    out = StringIO()
    call_command("close_training", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def training():
    training = TrainingFactory(code="T-1", days=2)
    for name, marks in (("Arta", ["present"] * 2), ("Besa", ["present", "absent"])):
        EnrolmentFactory(
            training=training,
            marks=marks,
            professional__first_name=name,
            professional__last_name="Gashi",
        )
    return training


def test_close_training_prints_one_document(training):
    assert json.loads(run("T-1", "--format", "json")) == {
        "training": "T-1",
        "completed": [
            {"name": "Arta Gashi", "share": 100.0, "completed_on": "2026-03-11"}
        ],
        "not_completed": [
            {
                "name": "Besa Gashi",
                "share": 50.0,
                "reason_code": "attendance",
                "reason": "Present for 50.0 % of the time; 80 % is required.",
            }
        ],
        "in_review": 0,
    }


def test_close_training_prints_a_table(training):
    table = run("T-1")
    assert "✓ Arta Gashi" in table
    assert "T-1 is closed: 1 completed, 1 did not." in table


def test_close_training_refuses(training):
    with pytest.raises(CommandError, match=r"^There is no training T-9\.$"):
        run("T-9")
    run("T-1")
    with pytest.raises(CommandError, match=r"^Training T-1 is already closed\.$"):
        run("T-1", "--format", "json")


def test_reference_adds_the_first_default_once():
    assert reference.load().startswith("Assessment: 1 completion defaults, 7 topics, ")
    CompletionDefault.objects.update(attendance_share=75)
    assert reference.load() == (
        "Assessment: 0 completion defaults, 0 topics, 0 questions, 0 tests, "
        "0 rubrics added"
    )
    default = CompletionDefault.objects.get()
    assert (default.attendance_share, default.pass_mark) == (75, 70)

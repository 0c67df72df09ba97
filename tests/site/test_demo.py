"""The demo: the same every time, one login a role, never in a real office."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from home.domain.demo_logins import LOGINS, PASSWORD
from lms.delivery.models import Enrolment, Training
from tests.journeys import recount
from trainers_pool.models import Professional
from users.models import User

pytestmark = pytest.mark.django_db


def test_demo_loads_once_and_a_second_run_changes_nothing():
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", people=40)
    before = (Professional.objects.count(), Enrolment.objects.count())

    out = StringIO()
    call_command("seed_demo", "--format=json", people=40, stdout=out)

    said = json.loads(out.getvalue())
    assert said["people"] == 40
    assert [one["login"] for one in said["logins"]] == [one.username for one in LOGINS]
    assert (Professional.objects.count(), Enrolment.objects.count()) == before
    assert before[0] == 40
    for login in LOGINS:
        user = User.objects.get(username=login.username)
        assert user.check_password(PASSWORD)
        assert user.groups.get().name == login.role


def test_demo_people_meet_no_namesake_in_the_sample_sheets():
    call_command("seed_reference", verbosity=0)
    call_command("seed_demo", people=40)
    emails = {email for sheet in recount.SHEETS for email in sheet.present}

    assert not Professional.objects.filter(email__in=emails).exists()
    surnames = {email.split("@")[0].split(".")[1] for email in emails}
    demo = {person.folded_name.split()[-1] for person in Professional.objects.all()}
    assert not surnames & demo


def test_demo_is_refused_in_a_real_office(settings):
    settings.FENER_DEMO = False

    with pytest.raises(CommandError, match="not loaded into a real office"):
        call_command("seed_demo")

    assert not Training.objects.exists()


def test_demo_refuses_too_few_people():
    with pytest.raises(CommandError, match="at least 40"):
        call_command("seed_demo", people=3)

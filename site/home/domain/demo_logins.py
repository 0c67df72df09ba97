"""One login for every role of the demo; they exist nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.utils import timezone

from home import roles
from home.domain.demo_practice import practise
from home.domain.demo_reading import load_lessons
from lms.assessment.models import Sitting
from lms.delivery.models import Enrolment, Training
from trainers_pool.models import Affiliation, Professional, Trainer

PASSWORD = "fener-demo"  # noqa: S105 -- printed for everybody who runs the demo


@dataclass(frozen=True)
class DemoLogin:
    username: str
    role: str
    language: str


LOGINS = (
    DemoLogin("operator", roles.OPERATORS, "en"),
    DemoLogin("koordinator", roles.COORDINATORS, "sq"),
    DemoLogin("administrator", roles.ADMINISTRATORS, "sq"),
    DemoLogin("trajner", roles.TRAINERS, "sq"),
    DemoLogin("pika", roles.FOCAL_POINTS, "sq"),
    DemoLogin("pjesemarres", roles.PARTICIPANTS, "sq"),
)


def load_logins() -> None:
    """Create the logins that are missing and tie them to demo people."""
    users = get_user_model().objects
    for login in LOGINS:
        if users.filter(username=login.username).exists():
            continue
        user = users.create_user(
            login.username, f"{login.username}@example.org", PASSWORD
        )
        user.groups.add(Group.objects.get(name=login.role))
        if login.role == roles.OPERATORS:
            user.is_superuser = user.is_staff = True
            user.save(update_fields=["is_superuser", "is_staff"])
        if person := _person_for(login.role):
            user.first_name, user.last_name = person.first_name, person.last_name
            user.save(update_fields=["first_name", "last_name"])
            person.user = user
            person.save(update_fields=["user", "folded_name"])
            if login.role == roles.PARTICIPANTS:
                load_lessons(person)
                practise(person)


def _person_for(role: str) -> Professional | None:
    free = Professional.objects.filter(user__isnull=True)
    if role == roles.TRAINERS:
        return free.get(pk=Trainer.objects.order_by("pk")[0].professional_id)
    people = free.filter(trainer__isnull=True)
    if role == roles.PARTICIPANTS:
        certified = Enrolment.objects.filter(certificates__isnull=False)
        waiting = Enrolment.objects.filter(training__in=_with_an_open_test())
        people = people.filter(enrolments__in=certified)
        return (
            people.filter(enrolments__in=waiting).order_by("pk").first()
            or people.order_by("pk").first()
        )
    if role == roles.FOCAL_POINTS:
        person = people.order_by("-pk").first()
        if person:
            Affiliation.objects.filter(professional=person).update(is_focal_point=True)
        return person
    return None


def _with_an_open_test() -> QuerySet[Training]:
    sittings = Sitting.objects.open_at(timezone.now())
    return Training.objects.open().filter(sittings__in=sittings)

"""Invented people and trainings for a machine of one's own; the same every time.

The surnames stand in none of the sample sheets, so a sheet that is tried out on demo
data meets no namesake by accident. Only the open trainings follow the calendar, so
that the trainer's page has a session today.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from certificates.domain.issuing import issue_for_training
from certificates.models import CertificateKind
from curriculum.models import ModuleEdition
from lms.assessment.domain.closing import close_training
from lms.assessment.enums import Stage
from lms.delivery.domain.approval import approve, submit_training
from lms.delivery.domain.facilitation import add_facilitator
from lms.delivery.domain.marking import Marking, set_marks
from lms.delivery.domain.training import create_training
from lms.delivery.enums import FacilitatorRole, MarkSource, MarkValue, TrainingKind
from lms.delivery.models import Enrolment, Session, Training
from trainers_pool.domain import pool
from trainers_pool.enums import TrainerStatus
from trainers_pool.models import (
    Affiliation,
    Institution,
    Municipality,
    Profession,
    Professional,
    Trainer,
)

from .demo_learning import observe_some, open_pre_tests, take_tests

DATA = Path(__file__).parents[1] / "data" / "demo.toml"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One demo training; `starts` is a day, or days from today."""

    code: str
    title: str
    modules: list[str]
    actions: list[str]
    place: str
    starts: date | int
    days: int
    marked: bool
    closed: bool
    certified: bool
    share: float = 0
    places: int | None = None
    approved: bool = False
    #: Everybody took its tests, and the practice of some was observed.
    tested: bool = False
    #: Its tests stand open, and nobody took them yet.
    testing: bool = False
    kind: str = TrainingKind.WORKSHOP
    #: The code of an earlier training whose people take part, in place of a share.
    group: str = ""
    #: So many days after the first one people come back and talk about their practice.
    debrief: int | None = None


@transaction.atomic
def load_demo(people: int, *, today: date) -> None:
    """Invent `people` people and the trainings of the data file among them.

    All of it or nothing, so that a run that was stopped can be repeated.
    """
    with DATA.open("rb") as file:
        data = tomllib.load(file)
    chance = Random(2026)  # noqa: S311 -- invented people, nothing secret
    everyone = _people(people, data, chance)
    trainers = _trainers(everyone[:6])
    trained = everyone[6:]
    words = [(one["strengths"], one["advice"]) for one in data["observed"]]
    for plan in data["trainings"]:
        _training(Plan(**plan), trained, trainers, words, chance, today)


def _people(number: int, data: dict, chance: Random) -> list[Professional]:
    posts = [
        (
            Profession.objects.get(code=profession),
            Institution.objects.get(name_sq=institution, country="XK"),
        )
        for profession, institution in data["posts"]
    ]
    places = list(Municipality.objects.all())
    people = []
    for n in range(number):
        sex = "F" if chance.random() < 0.52 else "M"
        people.append(
            Professional(
                first_name=chance.choice(data["female" if sex == "F" else "male"]),
                last_name=chance.choice(data["last"]),
                sex=sex,
                email=f"demo{n + 1}@example.org",
                phone=f"+383 40 {n + 100000:06}",
                language="sr-latn" if n % 7 == 3 else "sq",
            )
        )
    for person in people:
        person.clean_fields(exclude={"user"})
    people = Professional.objects.bulk_create(people, batch_size=500)
    works = []
    for n, person in enumerate(people):
        profession, institution = posts[n % len(posts)]
        works.append(
            Affiliation(
                professional=person,
                institution=institution,
                profession=profession,
                municipality=chance.choice(places),
                start_date=date(2024, 1, 1),
            )
        )
    Affiliation.objects.bulk_create(works, batch_size=500)
    return people


def _trainers(people: list[Professional]) -> list[Trainer]:
    trainers = [
        pool.admit(
            person,
            status=TrainerStatus.RESTING if n == 5 else TrainerStatus.ACTIVE,
            day=date(2025, 9, 1),
            reason="Demo",
            by=None,
        )
        for n, person in enumerate(people)
    ]
    editions = list(ModuleEdition.objects.select_related("module"))
    for n, trainer in enumerate(trainers):
        for edition in editions[: None if n == 0 else 4 + n]:
            pool.accredit(
                trainer,
                edition=edition,
                start=date(2025, 9, 1),
                evidence="Demo",
                by=None,
            )
    return trainers


def _training(
    plan: Plan,
    people: list[Professional],
    trainers: list[Trainer],
    words: list[tuple[str, str]],
    chance: Random,
    today: date,
) -> None:
    first = plan.starts
    if isinstance(first, int):
        first = today + timedelta(days=first)
    training = create_training(
        plan.code,
        modules=plan.modules,
        start=first,
        end=first + timedelta(days=plan.debrief or plan.days - 1),
        kind=plan.kind,
        title=plan.title,
        place=plan.place,
        actions=plan.actions,
        by=None,
    )
    training.capacity = plan.places
    training.is_open_for_signup = plan.approved
    training.save(update_fields=["capacity", "is_open_for_signup"])
    add_facilitator(training, trainer=trainers[0], role=FacilitatorRole.LEAD, by=None)
    if plan.approved:
        submit_training(training, by=None, now=timezone.now())
        approve(training, by=None, now=timezone.now())
    sessions = Session.objects.bulk_create(
        Session(
            training=training,
            date=first + timedelta(days=day),
            starts=time(9),
            ends=time(15),
        )
        for day in range(plan.days)
    )
    if plan.debrief:
        day = first + timedelta(days=plan.debrief)
        _debrief(training, day=day)
    enrolments = _enrol(training, _who(plan, people, chance))
    if plan.marked:
        _mark(enrolments, sessions, chance)
    _learn(plan, training, trainers[1], words)
    if plan.closed:
        close_training(training, by=None, now=timezone.now())
        training.refresh_from_db()
    if plan.closed and plan.tested:
        take_tests(training, stage=Stage.DELAYED, chance=Random(plan.code))  # noqa: S311
    if plan.certified:
        kind = CertificateKind.objects.get(code="participation")
        issue_for_training(training, kind=kind, by=None, now=timezone.now())


def _learn(
    plan: Plan, training: Training, assessor: Trainer, words: list[tuple[str, str]]
) -> None:
    # Chance of its own: who is in which training does not depend on the tests.
    chance = Random(plan.code)  # noqa: S311 -- invented answers, nothing secret
    if plan.testing:
        open_pre_tests(training, chance=chance)
    if plan.tested:
        for stage in (Stage.PRE, Stage.POST):
            take_tests(training, stage=stage, chance=chance)
        observe_some(training, assessor=assessor, words=words, chance=chance)


def _debrief(training: Training, *, day: date) -> None:
    Session.objects.create(
        training=training, date=day, starts=time(10), ends=time(12), is_debrief=True
    )


def _who(plan: Plan, people: list[Professional], chance: Random) -> list[Professional]:
    if plan.group:
        group = Professional.objects.filter(enrolments__training__code=plan.group)
        return list(group.order_by("pk"))
    return chance.sample(people, int(plan.share * len(people)))


def _enrol(training: Training, people: list[Professional]) -> list[Enrolment]:
    works = {
        work.professional_id: work
        for work in Affiliation.objects.filter(professional__in=people)
    }
    return Enrolment.objects.bulk_create(
        Enrolment(
            training=training,
            professional=person,
            institution_id=works[person.pk].institution_id,
            profession_id=works[person.pk].profession_id,
            municipality_id=works[person.pk].municipality_id,
        )
        for person in people
    )


def _mark(enrolments: list[Enrolment], sessions: list[Session], chance: Random) -> None:
    for session in sessions:
        over = timezone.make_aware(datetime.combine(session.date, session.ends))
        values = {
            (one.pk, session.pk): (
                MarkValue.ABSENT if chance.random() < 0.06 else MarkValue.PRESENT
            )
            for one in enrolments
        }
        set_marks(values, Marking(source=MarkSource.LIVE, by=None, now=over))

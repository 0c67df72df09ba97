"""Invented people and trainings in bulk, the same every time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import lms.delivery.reference
import lms.targets.reference
import trainers_pool.reference
from benchmarks.database import analyze
from lms.assessment.models import Completion
from lms.delivery.enums import EnrolmentStatus, EvidenceKind, MarkSource, RowOutcome
from lms.delivery.models import (
    Action,
    Enrolment,
    Evidence,
    Facilitator,
    Headcount,
    Mark,
    Session,
    SheetImport,
    SheetRow,
    Training,
)
from lms.targets.models import Indicator, StaffNumber
from trainers_pool.models import (
    Affiliation,
    Institution,
    Municipality,
    Profession,
    Professional,
    Trainer,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SESSIONS = 3
ENROLMENTS_PER_PERSON = 2
TRAINERS = 60


def build(*, people: int, trainings: int) -> str:
    """One line saying what there is now."""
    chance = random.Random(2026)
    for module in (trainers_pool, lms.delivery, lms.targets):
        module.reference.load()
    persons = _people(people, chance)
    held = _trainings(trainings, chance)
    _facilitators(persons[:TRAINERS], held, chance)
    marks = _enrolments(persons, held, chance)
    _review_rows(held[:20])
    _numbers(chance)
    analyze()
    return f"{people} people, {trainings} trainings, {marks} marks"


def _people(number: int, chance: random.Random) -> list[Professional]:
    persons = Professional.objects.bulk_create(
        Professional(
            first_name=f"N{n}",
            last_name=f"M{n}",
            folded_name=f"n{n} m{n}",
            sex=chance.choice(["F", "M", ""]),
        )
        for n in range(number)
    )
    institutions = list(Institution.objects.all())
    professions = list(Profession.objects.all())
    Affiliation.objects.bulk_create(
        Affiliation(
            professional=person,
            institution=chance.choice(institutions),
            profession=chance.choice(professions),
        )
        for person in persons
    )
    return persons


def _trainings(number: int, chance: random.Random) -> list[Training]:
    trainings = []
    for n in range(number):
        start = date(2021, 11, 1) + timedelta(days=chance.randrange(1850))
        status = chance.choices(["closed", "held", "cancelled"], [90, 6, 4])[0]
        trainings.append(
            Training(
                code=f"B-{n}",
                title=f"B {n}",
                start_date=start,
                end_date=start + timedelta(days=SESSIONS - 1),
                status=status,
                closed_at=NOW if status == "closed" else None,
            )
        )
    Training.objects.bulk_create(trainings)
    actions = list(Action.objects.all())
    Training.actions.through.objects.bulk_create(
        Training.actions.through(training=training, action=action)
        for training in trainings
        for action in chance.sample(actions, chance.choice([1, 1, 2, 3]))
    )
    Session.objects.bulk_create(
        Session(
            training=training,
            date=training.start_date + timedelta(days=day),
            starts=time(9),
            ends=time(15),
        )
        for training in trainings
        for day in range(SESSIONS)
    )
    return trainings


def _facilitators(
    persons: list[Professional], trainings: list[Training], chance: random.Random
) -> None:
    trainers = Trainer.objects.bulk_create(
        Trainer(professional=person, joined_on=date(2022, 1, 1)) for person in persons
    )
    Facilitator.objects.bulk_create(
        Facilitator(training=training, trainer=trainer)
        for training in trainings
        for trainer in chance.sample(trainers, 2)
    )


def _enrolments(
    persons: list[Professional], trainings: list[Training], chance: random.Random
) -> int:
    """Every person in as many trainings; one in ten does not complete."""
    professions = [*Profession.objects.all(), None]
    municipalities = [*Municipality.objects.all(), None]
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            training=training,
            professional=person,
            profession=chance.choice(professions),
            municipality=chance.choice(municipalities),
            status=EnrolmentStatus.COMPLETED,
        )
        for person in persons
        for training in chance.sample(trainings, ENROLMENTS_PER_PERSON)
    )
    sessions: dict[int, list[Session]] = {}
    for session in Session.objects.in_order():
        sessions.setdefault(session.training_id, []).append(session)
    Mark.objects.bulk_create(
        Mark(
            enrolment=enrolment,
            session=session,
            value="present",
            source=MarkSource.IMPORT,
            marked_at=NOW,
        )
        for enrolment in enrolments
        for session in sessions[enrolment.training_id]
    )
    Completion.objects.bulk_create(
        _completion(enrolment, sessions[enrolment.training_id][-1], chance)
        for enrolment in enrolments
        if enrolment.training.status == "closed"
    )
    return Mark.objects.count()


def _completion(
    enrolment: Enrolment, last: Session, chance: random.Random
) -> Completion:
    completed = chance.random() < 0.9
    return Completion(
        enrolment=enrolment,
        is_completed=completed,
        present_minutes=1080 if completed else 360,
        scheduled_minutes=1080,
        required_share=80,
        reason="" if completed else "attendance",
        last_session=last if completed else None,
        completed_on=last.date if completed else None,
        decided_at=NOW,
    )


def _review_rows(trainings: list[Training]) -> None:
    for training in trainings:
        evidence = Evidence.objects.create(
            training=training,
            kind=EvidenceKind.ATTENDANCE_SHEET,
            name="sheet.xlsx",
            file="sheet.xlsx",
            sha256="0" * 64,
        )
        sheet = SheetImport.objects.create(training=training, evidence=evidence)
        SheetRow.objects.bulk_create(
            SheetRow(
                sheet_import=sheet,
                number=number,
                data={},
                outcome=RowOutcome.REVIEW,
                identity_key=f"{training.pk}:{number}",
            )
            for number in range(5)
        )


def _numbers(chance: random.Random) -> None:
    """Headcounts of partners and staff numbers of institutions."""
    institutions = list(Institution.objects.all())
    Headcount.objects.bulk_create(
        Headcount(
            action=action,
            institution=chance.choice(institutions),
            date=date(2026, 5, 1),
            people=chance.randrange(5, 40),
        )
        for action in Action.objects.all()
    )
    StaffNumber.objects.bulk_create(
        StaffNumber(
            indicator=indicator,
            institution=institution,
            people=chance.randrange(20, 200),
            as_of=date(year, 1, 1),
            source="Benchmark",
        )
        for indicator in Indicator.objects.filter(kind="share_of_staff")
        for institution in institutions[:20]
        for year in (2024, 2026)
    )

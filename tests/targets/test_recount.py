"""Random people and trainings, counted a second time in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.assessment.models import Completion
from lms.delivery.models import (
    Action,
    Enrolment,
    Facilitator,
    Headcount,
    Session,
    Training,
)
from lms.targets.domain.counting import count
from lms.targets.domain.people import people_counted, people_not_counted
from lms.targets.models import Indicator, IndicatorLink, Target
from tests.factories.people import InstitutionFactory, ProfessionFactory
from trainers_pool.models import Professional, Trainer

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODES = ("A", "B", "C")
#: Of the professions, by place: confirmed and in the audience, confirmed, unconfirmed
#: and in the audience, not a professional; the last place is no profession at all.
POLICE, JUDGE, UNCONFIRMED, PUPIL, NONE = range(5)
AUDIENCE = {POLICE, UNCONFIRMED, PUPIL}
days = st.sampled_from(
    [
        date(2021, 12, 30),
        date(2022, 1, 1),
        date(2025, 12, 30),
        date(2026, 1, 1),
        date(2026, 5, 5),
        date(2026, 11, 22),
        date(2026, 11, 23),
    ]
)
trainings = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(
                ["closed"] * 5 + ["held", "planned", "cancelled"]
            ),
            "day": days,
            "codes": st.sets(st.sampled_from(CODES)),
            "teachers": st.sets(st.integers(0, 4), max_size=2),
        }
    ),
    min_size=1,
    max_size=4,
)
places = st.lists(
    st.fixed_dictionaries(
        {
            "person": st.integers(0, 4),
            "training": st.integers(0, 3),
            "profession": st.integers(POLICE, NONE),
            "status": st.sampled_from(
                ["completed"] * 4
                + ["not_completed", "no_show", "enrolled", "nominated", "withdrawn"]
            ),
            "completed": st.sampled_from([True, True, False, None]),
        }
    ),
    max_size=14,
    unique_by=lambda place: (place["person"], place["training"]),
)
headcounts = st.lists(
    st.tuples(st.sampled_from(CODES), days, st.integers(1, 30)), max_size=4
)


@pytest.fixture
def lists(db):
    professions = [
        ProfessionFactory(),
        ProfessionFactory(),
        ProfessionFactory(unconfirmed=True),
        ProfessionFactory(lay=True),
        None,
    ]
    actions = {code: Action.objects.create(code=code, name_sq=code) for code in CODES}
    return professions, actions, _indicators(professions, actions)


def _indicators(professions, actions):
    """A: everybody, fed by A and B. B: its audience, each year, trainings too. C: its
    audience, fed by C, with B proposed."""
    made = {}
    for code, kind, restricts in (
        ("A", "people_trained", False),
        ("B", "people_trained_per_year", True),
        ("C", "sessions_held", True),
    ):
        indicator = Indicator.objects.create(
            action=actions[code],
            kind=kind,
            audience_restricts=restricts,
            counted_from=date(2022, 1, 1),
            counted_to=date(2026, 12, 31),
        )
        indicator.audience.set([professions[place] for place in AUDIENCE])
        indicator.save()
        IndicatorLink.objects.create(
            indicator=indicator, action=actions[code], status="accepted"
        )
        made[code] = indicator
    for code, fed_by, status in (("A", "B", "accepted"), ("C", "B", "proposed")):
        IndicatorLink.objects.create(
            indicator=made[code], action=actions[fed_by], status=status
        )
    judges = Target(indicator=made["C"], kind="people_trained", value=3)
    judges.audience = [professions[JUDGE]]
    judges.save()
    return made


def build(courses, places, headcounts, professions, actions):
    people = [
        Professional.objects.create(first_name=f"N{n}", last_name="M") for n in range(5)
    ]
    trainers = [
        Trainer.objects.create(professional=person, joined_on=date(2022, 1, 1))
        for person in people
    ]
    held = []
    for number, course in enumerate(courses):
        training = Training.objects.create(
            code=f"T{number}",
            title="T",
            start_date=course["day"],
            end_date=course["day"],
            status=course["status"],
            closed_at=NOW,
        )
        training.actions.set([actions[code] for code in course["codes"]])
        training.save()
        for teacher in course["teachers"]:
            Facilitator.objects.create(training=training, trainer=trainers[teacher])
        held.append(training)
    for place in places:
        training = held[place["training"]]
        enrolment = Enrolment.objects.create(
            training=training,
            professional=people[place["person"]],
            profession=professions[place["profession"]],
            status=place["status"],
        )
        _complete(enrolment, place["completed"])
    institution = InstitutionFactory()
    for code, day, number in headcounts:
        Headcount.objects.create(
            action=actions[code], institution=institution, date=day, people=number
        )


def _complete(enrolment, completed):
    if completed is None:
        return
    session, _is_new = Session.objects.get_or_create(
        training=enrolment.training,
        date=enrolment.training.end_date,
        defaults={"starts": time(9), "ends": time(15)},
    )
    Completion.objects.create(
        enrolment=enrolment,
        is_completed=completed,
        present_minutes=360 if completed else 0,
        scheduled_minutes=360,
        required_share=80,
        reason="" if completed else "attendance",
        last_session=session if completed else None,
        completed_on=session.date if completed else None,
        decided_at=NOW,
    )


def recount(courses, places, headcounts, *, fed_by, yearly, audience):
    """What the product should say of one indicator, the slow way."""
    start = date(2026, 1, 1) if yearly else date(2022, 1, 1)

    def in_period(day):
        return start <= day <= ON

    best, participations, firsts = {}, 0, {}
    for place in places:
        course = courses[place["training"]]
        if not course["codes"] & fed_by:
            continue
        obstacles = set()
        if course["status"] == "cancelled":
            obstacles.add("cancelled")
        elif course["status"] != "closed":
            obstacles.add("not_closed")
        if place["person"] in course["teachers"]:
            obstacles.add("facilitator")
        if place["profession"] == PUPIL:
            obstacles.add("not_professional")
        if audience is not None and place["profession"] not in audience:
            obstacles.add("audience")
        if place["status"] in ("nominated", "withdrawn"):
            obstacles.add("not_enrolled")
        if not place["completed"]:
            obstacles.add("not_completed")
        if not obstacles and not in_period(course["day"]):
            obstacles.add("period")
        reason = _one(obstacles)
        if reason is None:
            participations += 1
            day = course["day"]
            firsts[place["person"]] = min(day, firsts.get(place["person"], day))
        rank = -1 if reason is None else len(RANKS) - RANKS.index(reason)
        best[place["person"]] = min(rank, best.get(place["person"], rank))
    left = {}
    for rank in best.values():
        if rank >= 0:
            reason = RANKS[len(RANKS) - rank]
            left[reason] = left.get(reason, 0) + 1
    return {
        "people": sum(1 for rank in best.values() if rank < 0),
        "participations": participations,
        "trainings": sum(
            1
            for course in courses
            if course["status"] == "closed"
            and course["codes"] & fed_by
            and in_period(course["day"])
        ),
        "headcount": sum(
            number
            for of_code, day, number in headcounts
            if of_code in fed_by and in_period(day)
        ),
        "left": left,
        "firsts": firsts,
    }


#: The order of the reasons from the hardest; the product's own list is not used.
RANKS = (
    "cancelled",
    "facilitator",
    "not_professional",
    "period",
    "audience",
    "not_enrolled",
    "not_completed",
    "not_closed",
)


def _one(obstacles):
    """The hardest; a training that is not closed is said before what it would decide."""
    if "not_closed" in obstacles:
        obstacles = obstacles - {"not_completed"}
    return next((reason for reason in RANKS if reason in obstacles), None)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(courses=trainings, places=places, headcounts=headcounts)
def test_count_agrees_with_a_slow_recount(lists, courses, places, headcounts):
    professions, actions, indicators = lists
    places = [place for place in places if place["training"] < len(courses)]
    with transaction.atomic():
        build(courses, places, headcounts, professions, actions)
        lines = {line.code: line for line in count(on=ON, codes=CODES)}
        for code, fed_by, yearly, audience in (
            ("A", {"A", "B"}, False, None),
            ("B", {"B"}, True, {POLICE}),
            ("C", {"C"}, False, {POLICE}),
        ):
            expected = recount(
                courses,
                places,
                headcounts,
                fed_by=fed_by,
                yearly=yearly,
                audience=audience,
            )
            _compare(lines[code], indicators[code], expected)
        judges = recount(
            courses,
            places,
            [],
            fed_by={"C"},
            yearly=False,
            audience={JUDGE},
        )
        assert lines["C"].targets[0].counted == judges["people"]
        transaction.set_rollback(True)


def _compare(line, indicator, expected):
    assert {
        "people": line.people,
        "participations": line.participations,
        "trainings": line.trainings,
        "headcount": line.headcount,
        "left": {group.reason.value: group.people for group in line.not_counted},
        "firsts": {
            int(each.professional.first_name[1:]): each.completion.completed_on
            for each in people_counted(indicator, on=ON)
        },
    } == expected
    assert people_not_counted(indicator, on=ON).count() == line.left


def test_recount_would_notice_a_missing_rule():
    """Negative control: the recount itself tells a facilitator from a participant."""
    courses = [
        {"status": "closed", "day": ON, "codes": {"A"}, "teachers": {0}},
    ]
    place = {
        "person": 0,
        "training": 0,
        "profession": POLICE,
        "status": "completed",
        "completed": True,
    }
    asked = {"fed_by": {"A"}, "yearly": False, "audience": None}

    teaching = recount(courses, [place], [], **asked)
    learning = recount([{**courses[0], "teachers": set()}], [place], [], **asked)

    assert (teaching["people"], learning["people"]) == (0, 1)

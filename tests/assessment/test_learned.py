"""What was learned: gains, questions and topics, counted by hand beside the SQL."""

import io
from datetime import timedelta
from statistics import correlation

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from openpyxl import load_workbook

from home.roles import load_roles
from lms.assessment.domain.attempts import (
    SavedAnswer,
    hand_in,
    save_answers,
    start_attempt,
)
from lms.assessment.domain.item_analysis import (
    choices_of,
    discrimination_of,
    warnings_of,
    with_statistics,
)
from lms.assessment.domain.knowledge import knowledge
from lms.assessment.domain.learned import learned_in, means_of, normalised_gain
from lms.assessment.enums import Stage
from lms.assessment.models import Answer, Attempt, QuestionVersion
from tests.factories.curriculum import LearningObjectiveFactory, ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory
from tests.factories.people import ProfessionFactory
from tests.factories.questions import (
    FormFactory,
    QuestionFactory,
    SittingFactory,
    TestFactory,
    TopicFactory,
    version_of,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


class Room:
    """A training whose people answer tests of two questions, each of an objective."""

    def __init__(self):
        edition = ModuleEditionFactory(tested=True)
        self.objectives = [
            LearningObjectiveFactory(module=edition.module, text_en=f"Objective {n}")
            for n in (1, 2)
        ]
        self.topic = TopicFactory()
        self.questions = [
            QuestionFactory(
                module=edition.module, objectives=[one], topics=[self.topic]
            )
            for one in self.objectives
        ]
        test = TestFactory(edition=edition)
        self.sittings = {"pre": SittingFactory(test=test, stage="pre")}
        self.training = self.sittings["pre"].training
        for stage in ("post", "delayed"):
            self.sittings[stage] = SittingFactory(
                test=test, training=self.training, stage=stage
            )
        for letter in "AB":
            FormFactory(
                test=test,
                training=self.training,
                letter=letter,
                versions=list(map(version_of, self.questions)),
            )

    def person(self, profession=None):
        return EnrolmentFactory(training=self.training, profession=profession)

    def answers(self, person, stage, *right, language="sq"):
        """`right` says for each question whether it is answered right."""
        attempt = start_attempt(
            self.sittings[stage], enrolment=person, language=language, now=NOW
        )
        said = []
        for place, is_right in zip(attempt.form.questions.all(), right, strict=True):
            part = place.version.content["parts"][0]
            key = next(
                one["key"] for one in part["options"] if one["is_right"] == is_right
            )
            said.append(
                SavedAnswer(question=place.pk, response={part["key"]: key}, revision=1)
            )
        save_answers(attempt, answers=said, now=NOW)
        return hand_in(attempt, now=NOW)


@pytest.fixture
def room():
    return Room()


@pytest.mark.parametrize(("pairs", "shown"), [(4, None), (5, 50)])
def test_a_gain_of_few_people_is_not_shown(pairs, shown):
    results = [{Stage.PRE: 40.0, Stage.POST: 70.0}] * pairs

    assert means_of("M03", results).gain_percent == shown


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        ([40, 60], [70, 80], 0.5),
        ([50], [50], 0),
        ([50], [25], -0.5),
        ([100], [100], None),
        ([], [], None),
    ],
)
def test_the_normalised_gain_is_what_was_won_of_what_could_be(before, after, gain):
    assert normalised_gain(before, after) == gain


def test_a_training_shows_before_after_and_later(room):
    police, social = ProfessionFactory(name_sq="Polici"), ProfessionFactory()
    one, other, late = room.person(police), room.person(police), room.person(social)
    room.answers(one, "pre", False, False)
    room.answers(other, "pre", True, False)
    room.answers(one, "post", True, False)
    room.answers(other, "post", True, True)
    room.answers(late, "post", True, True)
    room.answers(one, "delayed", True, True)

    with override("en"):
        (learned,) = learned_in(room.training)

    whole = learned.whole
    assert (whole.pre, round(whole.post, 1), whole.delayed) == (25, 83.3, 100)
    assert (whole.pairs, round(whole.gain, 3)) == (2, round((75 - 25) / 75, 3))
    assert [
        (mean.name, mean.pre, round(mean.post, 1)) for mean in learned.by_objective
    ] == [
        ("Objective 1", 50, 100),
        ("Objective 2", 0, 66.7),
    ]
    assert {(mean.name, mean.people["post"]) for mean in learned.by_profession} == {
        ("Polici", 2),
        (social.name_sq, 1),
    }
    assert [(person.pre, person.post) for person in learned.people] == [
        (0, 50),
        (50, 100),
        (None, 100),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_results_ask_the_same_number_of_queries(
    room, people, django_assert_num_queries
):
    for _ in range(people):
        person = room.person()
        room.answers(person, "pre", False, True)
        room.answers(person, "post", True, True)

    with django_assert_num_queries(4):
        learned_in(room.training)


def test_item_statistics_agree_with_a_second_count(room):
    patterns = [(True, True), (True, False), (False, False), (True, True)] * 3
    for number, pattern in enumerate(patterns):
        language = "sr-latn" if number % 2 else "sq"
        room.answers(room.person(), "post", *pattern, language=language)
    versions = with_statistics(QuestionVersion.objects.order_by("question__key"))

    for version in versions:
        answers = Answer.objects.filter(form_question__version=version)
        own = [answer.points for answer in answers]
        rest = [answer.attempt.points - answer.points for answer in answers]
        spoken = [
            answer.points for answer in answers if answer.attempt.language == "sq"
        ]
        assert version.answered == 12
        assert version.facility == pytest.approx(sum(own) / len(own) / 10)
        assert version.facility_sq == pytest.approx(sum(spoken) / len(spoken) / 10)
        assert discrimination_of(version) == pytest.approx(correlation(own, rest))


def test_a_question_that_is_harder_in_one_language_is_pointed_out(room):
    for number in range(24):
        is_serbian = bool(number % 2)
        room.answers(
            room.person(),
            "post",
            not is_serbian,
            bool(number % 3),
            language="sr-latn" if is_serbian else "sq",
        )

    first, _second = with_statistics(QuestionVersion.objects.order_by("question__key"))

    assert (first.facility_sq, first.facility_sr, first.facility_en) == (100, 0, None)
    assert "languages" in warnings_of(first)


def test_too_few_answers_say_nothing(room):
    room.answers(room.person(), "post", True, False)

    version = with_statistics(QuestionVersion.objects.all())[0]

    assert discrimination_of(version) is None
    assert warnings_of(version) == []


def test_distractors_are_counted(room):
    for is_right in (True, True, False, True):
        room.answers(room.person(), "post", is_right, True)

    (part,) = choices_of(version_of(room.questions[0]))

    assert [(one.is_right, one.chosen, one.percent) for one in part.options] == [
        (True, 3, 75),
        (False, 1, 25),
        (False, 0, 0),
    ]


def test_knowledge_of_a_profession_over_time(room):
    police = ProfessionFactory()
    one, other = room.person(police), room.person(police)
    room.answers(one, "pre", True, False)
    room.answers(other, "pre", False, False)
    earlier = room.answers(one, "post", True, True)
    Attempt.objects.filter(pk=earlier.pk).update(
        started_at=NOW - timedelta(days=400), handed_in_at=NOW - timedelta(days=400)
    )

    figures = [
        (figure.profession, figure.stage, figure.people, figure.right, figure.percent)
        for figure in knowledge()
    ]

    assert sorted(figures, key=lambda row: row[1]) == [
        (police, "post", 1, 2, 100),
        (police, "pre", 2, 1, 25),
    ]
    assert len({figure.period for figure in knowledge()}) == 2
    assert knowledge(topic=TopicFactory()) == []


def test_results_and_knowledge_come_as_sheets(room, client):
    load_roles()
    room.answers(room.person(), "post", True, False)
    client.force_login(UserFactory(roles=["Coordinators"]))
    results = reverse("lms_assessment:training_results", args=[room.training.code])

    people = rows_of(client.get(f"{results}?format=xlsx"))
    figures = rows_of(
        client.get(f"{reverse('lms_assessment_knowledge:index')}?format=xlsx")
    )

    assert people[1][2:] == (None, 50, None)
    assert figures[1][4:] == (1, 2, 1, 50)


def test_a_test_that_nobody_handed_in_says_so(room, client):
    load_roles()
    client.force_login(UserFactory(roles=["Coordinators"]))
    with override("en"):
        results = reverse("lms_assessment:training_results", args=[room.training.code])

    empty = client.get(results).content.decode()
    room.answers(room.person(), "post", True, False)
    filled = client.get(results).content.decode()

    assert "Nobody has handed in this test yet." in empty
    assert "<table" not in empty
    assert "Nobody has handed in this test yet." not in filled
    assert "<table" in filled


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("lms_assessment_knowledge:index", "Knowledge by profession"),
        ("questionversion:index", "Item analysis"),
    ],
)
def test_pages_of_the_desk_are_called_as_in_the_menu(name, title, client):
    load_roles()
    client.force_login(UserFactory(roles=["Coordinators"]))

    content = client.get(reverse(name)).content.decode()

    header = content[content.index("w-breadcrumbs") :]
    with override("sq"):
        assert gettext(title) in header[: header.index("</nav>")]


def rows_of(response):
    assert response.status_code == 200
    book = load_workbook(io.BytesIO(response.content))
    return list(book.active.iter_rows(values_only=True))

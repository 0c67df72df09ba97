"""Two parallel forms, drawn once from what is in use and whole in three languages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.assessment.domain.drawing import DrawingRefused, draw_forms
from lms.assessment.domain.questions import keep_version
from lms.assessment.models import FormQuestion
from tests.factories.curriculum import LearningObjectiveFactory, ModuleEditionFactory
from tests.factories.delivery import TrainingFactory
from tests.factories.questions import (
    AnswerFactory,
    AttemptFactory,
    DrawRuleFactory,
    FormFactory,
    QuestionFactory,
    TestFactory,
    choice,
    true_false,
    version_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return ModuleEditionFactory(tested=True)


@pytest.fixture
def objectives(edition):
    return [LearningObjectiveFactory(module=edition.module) for _ in range(2)]


def bank(edition, objective, count, **kwargs):
    return [
        QuestionFactory(module=edition.module, objectives=[objective], **kwargs)
        for _ in range(count)
    ]


def drawn(edition, test):
    training = TrainingFactory(editions=[edition])
    draw_forms(training, test, now=timezone.now())
    return {
        letter: list(
            FormQuestion.objects.filter(
                form__training=training, form__letter=letter
            ).select_related("version__question", "objective")
        )
        for letter in "AB"
    }


def test_forms_have_as_many_questions_of_each_objective_and_none_in_common(
    edition, objectives
):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0], number=2)
    DrawRuleFactory(test=test, objective=objectives[1], number=1)
    bank(edition, objectives[0], 5)
    bank(edition, objectives[1], 3)

    forms = drawn(edition, test)

    for letter in "AB":
        assert [one.objective for one in forms[letter]] == [
            objectives[0],
            objectives[0],
            objectives[1],
        ]
        assert [one.place for one in forms[letter]] == [1, 2, 3]
    asked = [one.version_id for form in forms.values() for one in form]
    assert len(set(asked)) == 6


def test_forms_are_drawn_once(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0])
    bank(edition, objectives[0], 8)
    training = TrainingFactory(editions=[edition])

    first = draw_forms(training, test, now=timezone.now())
    again = draw_forms(training, test, now=timezone.now())

    assert [form.pk for form in first] == [form.pk for form in again]
    assert FormQuestion.objects.count() == 2


def test_retired_unfinished_and_foreign_questions_are_not_drawn(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0])
    good = bank(edition, objectives[0], 2)
    bank(edition, objectives[0], 1, is_retired=True)
    half = choice()
    half["text"] = {"sq": "Kush?", "sr": "", "en": ""}
    bank(edition, objectives[0], 1, stream=[("single", half)])
    bank(edition, objectives[0], 1, version=False)
    bank(ModuleEditionFactory(), objectives[0], 1)

    forms = drawn(edition, test)

    asked = {one.version.question for form in forms.values() for one in form}
    assert asked == set(good)


def test_like_kinds_go_to_either_form(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0], number=2)
    bank(edition, objectives[0], 2)
    bank(edition, objectives[0], 2, stream=[("true_false", true_false())])

    forms = drawn(edition, test)

    for form in forms.values():
        kinds = {one.version.content["parts"][0]["kind"] for one in form}
        assert kinds == {"single", "true_false"}


def test_the_easiest_questions_do_not_go_to_one_form(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0], number=2)
    questions = bank(edition, objectives[0], 4)
    form = FormFactory(test=test, versions=list(map(version_of, questions)))
    attempt = AttemptFactory(form=form, sitting__test=test, done=True)
    for place, points in zip(form.questions.all(), (1000, 900, 100, 0), strict=True):
        AnswerFactory(attempt=attempt, form_question=place, points=points)

    forms = drawn(edition, test)

    easy = {questions[0].pk, questions[1].pk}
    for form in forms.values():
        assert sum(one.version.question_id in easy for one in form) == 1


def test_too_few_questions_are_refused_with_the_objective(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0], number=2)
    bank(edition, objectives[0], 3)

    with pytest.raises(DrawingRefused) as refusal:
        drawn(edition, test)

    assert str(refusal.value) == (
        f"Two forms need 4 questions of “{objectives[0]}”, and there are 3 that are in "
        "use and whole in three languages. Write more, or draw fewer."
    )
    assert not FormQuestion.objects.exists()


def test_who_edits_a_test_is_told_what_it_lacks(
    edition, objectives, coordinator, client
):
    test = TestFactory(edition=edition)
    rule = DrawRuleFactory(test=test, objective=objectives[0], number=1)
    bank(edition, objectives[0], 3)
    client.force_login(coordinator)

    def save(number):
        rules = {
            "TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "MIN_NUM_FORMS": 0,
            "MAX_NUM_FORMS": 1000, "0-id": rule.pk, "0-objective": objectives[0].pk,
            "0-number": number, "0-ORDER": 1,
        }  # fmt: skip
        data = {"minutes": 30, "attempts": 1, "wait_hours": 24, "reveal": "closed"}
        data |= {f"draw_rules-{name}": value for name, value in rules.items()}
        url = reverse("test:edit", args=[test.pk])
        page = client.post(url, data, follow=True, headers={"accept-language": "en"})
        return [str(message) for message in page.context["messages"]]

    assert "there are 3" in save(2)[0]
    assert len(save(1)) == 1


def test_a_test_without_rules_is_refused(edition):
    with pytest.raises(DrawingRefused, match="says nothing of what is drawn"):
        drawn(edition, TestFactory(edition=edition))


def test_a_form_keeps_asking_the_version_it_was_drawn_with(edition, objectives):
    test = TestFactory(edition=edition)
    DrawRuleFactory(test=test, objective=objectives[0])
    question, _other = bank(edition, objectives[0], 2)
    before = version_of(question)
    drawn(edition, test)
    question.parts[0].value["text"]["en"] = "Who leads it?"
    question.save()
    after = keep_version(question, by=None, now=timezone.now())

    forms = drawn(edition, test)

    assert FormQuestion.objects.filter(version=before).count() == 1
    assert after in {one.version for form in forms.values() for one in form}

"""What a device saves by itself, question by question."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.assessment.domain.attempts import hand_in
from lms.assessment.models import Answer, Attempt, QuestionVersion
from tests.factories.delivery import EnrolmentFactory
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    QuestionFactory,
    SittingFactory,
    choice,
    matching,
    ordering,
    short_text,
    true_false,
    version_of,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

STREAM = [
    ("single", choice()),
    ("multiple", choice(right=("One", "Two"))),
    ("true_false", true_false()),
    ("matching", matching()),
    ("ordering", ordering()),
    ("short_text", short_text()),
]


@pytest.fixture
def attempt():
    """Of a form that asks a question of every kind, and then a plain one."""
    sitting = SittingFactory()
    versions = [
        version_of(QuestionFactory(stream=STREAM)),
        version_of(QuestionFactory()),
    ]
    return AttemptFactory(
        sitting=sitting,
        enrolment=EnrolmentFactory(
            training=sitting.training, professional__user=UserFactory()
        ),
        form=FormFactory(
            test=sitting.test, training=sitting.training, versions=versions
        ),
    )


@pytest.fixture
def save(attempt, client_of):
    """`save(places, fields, revision=…)` is what the page's script sends."""
    client = client_of(attempt.enrolment.professional.user)
    address = reverse("lms_assessment:attempt_save", args=[attempt.pk])

    def send(places, fields=(), *, revision=1):
        data = {"revision": revision, "changed": places, **dict(fields)}
        return client.post(address, data, headers={"accept-language": "en"})

    return send


def places_of(attempt):
    return list(attempt.form.questions.order_by("place").select_related("version"))


def test_a_question_of_every_kind_is_saved_alone(attempt, save):
    place = places_of(attempt)[0]
    single, several, true, match, order, short = place.version.content["parts"]
    pairs = [pair["key"] for pair in match["pairs"]]
    steps = [item["key"] for item in order["items"]]
    name = f"{place.pk}-"
    chosen = [one["key"] for one in several["options"][:2]]

    answer = save(
        [place.pk],
        {
            f"{name}0": single["options"][1]["key"],
            f"{name}1": chosen,
            f"{name}2": "false",
            f"{name}3-0": pairs[1],
            f"{name}3-1": pairs[0],
            f"{name}4-0": "2",
            f"{name}4-1": "3",
            f"{name}4-2": "1",
            f"{name}5": " NRM ",
        },
    )

    assert answer.json()["saved"] == [place.pk]
    assert Answer.objects.get().response == {
        single["key"]: single["options"][1]["key"],
        several["key"]: chosen,
        true["key"]: False,
        match["key"]: {pairs[0]: pairs[1], pairs[1]: pairs[0]},
        order["key"]: [steps[2], steps[0], steps[1]],
        short["key"]: "NRM",
    }


def test_saving_reads_no_question_but_those_that_changed(attempt, save):
    first, second = places_of(attempt)
    QuestionVersion.objects.filter(pk=first.version_id).update(content={})

    assert save([second.pk]).json()["saved"] == [second.pk]


def test_said_again_or_late_changes_nothing(attempt, save):
    place = places_of(attempt)[1]
    right, wrong, _worse = place.version.content["parts"][0]["options"]
    for revision, option in [(5, right), (5, right), (4, wrong)]:
        save([place.pk], {f"{place.pk}-0": option["key"]}, revision=revision)

    answer = Answer.objects.get()
    assert (answer.revision, *answer.response.values()) == (5, right["key"])


@pytest.mark.parametrize("foreign", ["0", "x", "9" * 30, "²"])
def test_a_question_that_is_not_asked_refuses_all(attempt, save, foreign):
    answer = save([places_of(attempt)[1].pk, foreign])

    assert answer.status_code == 409
    assert answer.json()["reason"] == "This question is not part of your test."
    assert not Answer.objects.exists()


def test_a_page_sent_to_a_test_that_is_handed_in_is_told_so(attempt, client_of):
    hand_in(attempt, now=timezone.now())
    client = client_of(attempt.enrolment.professional.user)
    address = reverse("lms_assessment:attempt", args=[attempt.pk])

    page = client.post(address, {"hand_in": "1"}, follow=True)

    assert "This test is handed in; answers do not change any more." in page.text
    assert not Answer.objects.exclude(response={}).exists()


def test_what_a_device_may_not_save_is_refused_in_words(attempt, save, client_of):
    [mine, _other] = places_of(attempt)
    foreign = mine.pk + 1000

    of_another_test = save([foreign])
    of_somebody_else = client_of(UserFactory()).post(
        reverse("lms_assessment:attempt_save", args=[attempt.pk]),
        {"changed": mine.pk},
    )
    over = timezone.now() - timedelta(minutes=1)
    Attempt.objects.update(started_at=over - timedelta(minutes=30), due_at=over)
    too_late = save([mine.pk])
    hand_in(attempt, now=timezone.now())
    handed_in = save([mine.pk])

    said = {
        409: [
            "This question is not part of your test.",
            "The time is over. What was saved before the end has been handed in.",
            "This test is handed in; answers do not change any more.",
        ],
        404: ["This test is not yours."],
    }
    assert [one.json()["reason"] for one in (of_another_test, too_late, handed_in)] == (
        said[409]
    )
    assert (of_somebody_else.status_code, of_somebody_else.json()["reason"]) == (
        404, said[404][0],
    )  # fmt: skip

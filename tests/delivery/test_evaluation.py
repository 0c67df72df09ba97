"""The evaluation: anonymous by design, shown only from enough answers on."""

import io
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from lms.delivery.domain.evaluation import (
    Answer,
    EvaluationRefused,
    answer,
    draw_paper_form,
    enter_paper,
    open_evaluation,
    results_of,
)
from lms.delivery.domain.evaluation_form import STATEMENTS, TEXTS
from lms.delivery.models import EvaluationAnswer
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    TrainingFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
ON = date(2026, 3, 12)


@pytest.fixture
def evaluation(training):
    return open_evaluation(training, by=None, now=timezone.now())


@pytest.fixture
def now_open():
    """A training of today, with its evaluation opened."""
    today = timezone.localdate()
    training = TrainingFactory(start_date=today, end_date=today)
    return open_evaluation(training, by=None, now=timezone.now())


def say(evaluation, rating=4, **texts):
    answer(evaluation, Answer({"useful": rating}, **texts), today=ON)


def page_of(evaluation):
    return reverse("lms_delivery:evaluation", args=[evaluation.token])


def test_results_are_hidden_below_five_answers(evaluation, training):
    for rating in (5, 4, 4, 1):
        say(evaluation, rating, most_useful="The case work")
    hidden = results_of(training)
    assert (hidden.answers, hidden.is_shown, hidden.rated, hidden.texts) == (
        4, False, (), (),
    )  # fmt: skip

    say(evaluation, 2, to_improve="Coffee")

    results = results_of(training)
    assert (results.answers, results.is_shown) == (5, True)
    assert results.rated[0].counts == [1, 1, 0, 2, 1]
    assert results.rated[0].mean == 3.2
    assert results.rated[1].mean is None
    assert [texts for _words, texts in results.texts] == [
        ["The case work"] * 4, ["Coffee"],
    ]  # fmt: skip


def test_answer_has_no_room_for_a_person(evaluation):
    assert {field.name for field in EvaluationAnswer._meta.get_fields()} == {
        "id", "evaluation", "answered_on", "ratings", "most_useful", "to_improve",
    }  # fmt: skip
    say(evaluation)
    kept = EvaluationAnswer.objects.get()
    assert kept.id.version == 4
    assert kept.answered_on == ON
    assert not ModelLogEntry.objects.filter(action__contains="answer").exists()


def test_answering_refuses_in_words(evaluation, training):
    early, late = training.start_date - timedelta(1), training.end_date + timedelta(31)
    full = Answer({"useful": 5})
    for given, today, words in (
        (full, early, "The evaluation begins on 10.03.2026, with the training."),
        (full, late, "The evaluation ended on 11.04.2026."),
        (Answer({}), ON, "Rate at least one statement."),
        (Answer({"useful": 6}), ON, "Rate from 1 to 5."),
        (Answer({"shoe size": 4}), ON, "Rate from 1 to 5."),
    ):
        with pytest.raises(EvaluationRefused) as refusal:
            answer(evaluation, given, today=today)
        assert str(refusal.value) == words
    assert not EvaluationAnswer.objects.exists()
    cancelled = TrainingFactory(code="T-1", cancelled=True)
    with pytest.raises(EvaluationRefused, match="T-1 is cancelled"):
        open_evaluation(cancelled, by=None, now=timezone.now())


def test_a_flood_of_answers_is_stopped(evaluation, training):
    EnrolmentFactory(training=training)
    for _number in range(12):
        say(evaluation)
    with pytest.raises(EvaluationRefused, match="more answers than people"):
        say(evaluation)


def test_link_is_made_once_and_cannot_be_guessed(evaluation, training):
    again = open_evaluation(training, by=None, now=timezone.now())
    assert again.token == evaluation.token
    assert len(evaluation.token) == 22


def test_form_is_answered_once_a_browser_without_a_login(now_open, client):
    address = page_of(now_open)
    assert "Anonymous." in client.get(address, **ENGLISH).text
    sent = {"useful": "5", "most_useful": "Role play"}
    done = client.post(address, sent, follow=True, **ENGLISH)
    assert "Thank you." in done.text
    kept = EvaluationAnswer.objects.get()
    assert (kept.ratings, kept.most_useful) == ({"useful": 5}, "Role play")
    client.post(address, sent)
    assert EvaluationAnswer.objects.count() == 1
    wrong = reverse("lms_delivery:evaluation", args=["x" * 22])
    assert client.get(wrong).status_code == 404
    short = reverse("lms_delivery_plain:evaluation_link", args=[now_open.token])
    assert client.get(short, follow=True).status_code == 200


def test_paper_says_everything_in_three_languages(training):
    reader = PdfReader(io.BytesIO(draw_paper_form(training)))
    text = " ".join(page.extract_text() for page in reader.pages)
    text = " ".join(text.split())
    assert len(reader.pages) == 1
    for words in (*STATEMENTS.values(), *TEXTS.values()):
        assert all(one in text for one in (words.sq, words.sr, words.en))


def test_paper_answers_of_one_grid_are_kept_once(evaluation):
    given = [Answer({"useful": 5}), Answer({}), Answer({}, "Talks")]
    batch = uuid.uuid4()
    assert enter_paper(evaluation, given, batch=batch, today=ON) == 2
    assert enter_paper(evaluation, given, batch=batch, today=ON) == 0
    assert enter_paper(evaluation, given, batch=uuid.uuid4(), today=ON) == 2


def test_trainer_opens_it_and_enters_paper(training, lead, client_of):
    page = client_of(lead)
    results = reverse("lms_delivery:evaluation_results", args=[training.code])
    assert "Nobody can answer yet." in page.get(results, **ENGLISH).text
    opened = page.post(results, follow=True, **ENGLISH)
    assert training.evaluation.token in opened.text
    entry = reverse("lms_delivery:evaluation_entry", args=[training.code])
    sent = {
        "form-TOTAL_FORMS": "10", "form-INITIAL_FORMS": "0",
        "batch": str(uuid.uuid4()), "form-0-useful": "7", "form-3-time": "2",
    }  # fmt: skip
    assert "Nothing was saved yet" in page.post(entry, sent, **ENGLISH).text
    sent["form-0-useful"] = "3"
    done = page.post(entry, sent, follow=True, **ENGLISH)
    assert "2 answers on paper are kept." in done.text
    assert "from 5 answers on" in done.text


def test_results_are_for_the_office_and_who_teaches(
    evaluation, training, administrator, client_of, roles
):
    foreign = UserFactory(roles=["Trainers"])
    FacilitatorFactory(trainer__professional=ProfessionalFactory(user=foreign))
    observer = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=training,
        trainer__professional=ProfessionalFactory(user=observer),
        role="observer",
    )
    for name in ("results", "paper", "entry"):
        address = reverse(f"lms_delivery:evaluation_{name}", args=[training.code])
        assert client_of(foreign).get(address).status_code == 404
        assert client_of(observer).get(address).status_code == 403
        allowed = 403 if name == "entry" else 200
        assert client_of(administrator).get(address).status_code == allowed

"""Steps in the field: due days, states, asking, answering by link, paper."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from lms.delivery.enums import FacilitatorRole, TrainingKind
from lms.learning.domain.practice import board_of, practice_of, practising
from lms.learning.domain.practice_files import load_practice
from lms.learning.domain.sign_off import (
    SignOffRefused,
    answer_sign_off,
    ask_supervisor,
    record_paper,
)
from lms.learning.models import PracticeSignOff, PracticeStep
from lms.learning.next_steps import steps_of
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import (
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
    TrainingFactory,
)
from tests.factories.learning import PracticeSignOffFactory, PracticeStepFactory
from tests.factories.people import ProfessionalFactory, TrainerFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def step():
    return PracticeStepFactory(due_days=30)


@pytest.fixture
def training(step):
    today = timezone.localdate()
    return TrainingFactory(
        kind=TrainingKind.BLENDED,
        editions=[step.edition],
        start_date=today - timedelta(days=20),
        end_date=today - timedelta(days=18),
    )


@pytest.fixture
def arta(training):
    person = ProfessionalFactory(
        email="arta@example.org", user=UserFactory(username="arta")
    )
    return EnrolmentFactory(training=training, professional=person)


def ask(enrolment, step, **changes):
    facts = {
        "done_on": timezone.localdate(),
        "name": "Drita Shefi",
        "email": "drita@example.org",
        "language": "sr-latn",
        "by": enrolment.professional.user,
        "now": timezone.now(),
    }
    return ask_supervisor(enrolment, step=step, **{**facts, **changes})


def link_of(sign_off):
    return reverse("lms_learning:sign_off", args=[sign_off.token])


def practice_page(enrolment):
    return reverse("lms_learning:practice", args=[enrolment.pk])


def staff_page(training):
    return reverse("lms_learning:training_practice", args=[training.code])


def test_due_day_counts_from_the_last_session_before_the_field(arta, training):
    """One that is called off is not counted, nor one that talks about the field."""
    last = training.end_date + timedelta(days=5)
    SessionFactory(training=training, date=training.start_date)
    SessionFactory(training=training, date=last)
    SessionFactory(
        training=training,
        date=last + timedelta(days=3),
        cancelled_at=timezone.now(),
        cancel_reason="Snow",
    )
    SessionFactory(training=training, date=last + timedelta(days=40), is_debrief=True)

    (row,) = practice_of([arta], now=timezone.now())

    assert row.due == last + timedelta(days=30)


@pytest.mark.parametrize("count", [1, 3])
def test_practice_costs_the_same_for_any_number(
    training, count, django_assert_num_queries
):
    EnrolmentFactory.create_batch(count, training=training)
    people = practising(training)

    with django_assert_num_queries(3):
        rows = practice_of(people, now=timezone.now())

    assert len(rows) == count


def test_workshop_has_no_practice(arta, training):
    training.kind = TrainingKind.WORKSHOP
    training.save()
    arta.refresh_from_db()

    assert practice_of([arta], now=timezone.now()) == []


def test_participant_asks_and_the_letter_speaks_the_supervisors_language(
    arta, step, client_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(arta.professional.user).post(
            practice_page(arta),
            {
                "step": step.pk,
                "done_on": f"{timezone.localdate():%d.%m.%Y}",
                "name": "Drita Shefi",
                "email": "drita@example.org",
                "language": "sr-latn",
            },
        )

    sign_off = PracticeSignOff.objects.get()
    (letter,) = mail.outbox
    assert answer.status_code == 302
    assert letter.to == ["drita@example.org"]
    assert f"/sr-latn/sign-off/{sign_off.token}/" in letter.body
    assert len(sign_off.token) == 22


@pytest.mark.parametrize(
    "email", ["arta@example.org", "ARTA@example.org", "arta+work@example.org"]
)
def test_own_email_is_refused(arta, step, email):
    with pytest.raises(SignOffRefused, match="This is your own e-mail") as refusal:
        ask(arta, step, email=email)

    assert refusal.value.field == "email"


def test_email_of_the_own_login_is_refused(arta, step):
    user = arta.professional.user
    user.email = "other@example.org"
    user.save()

    with pytest.raises(SignOffRefused, match="This is your own e-mail"):
        ask(arta, step, email="other@example.org")


@pytest.mark.parametrize("days", [-21, 1])
def test_day_lies_between_the_training_and_today(arta, step, days):
    day = timezone.localdate() + timedelta(days=days)

    with pytest.raises(SignOffRefused, match="The day has to lie between"):
        ask(arta, step, done_on=day)


def test_step_of_another_module_is_refused(arta):
    with pytest.raises(SignOffRefused, match="This training has no such step"):
        ask(arta, PracticeStepFactory())


def test_second_letter_waits_a_day_and_ends_the_first_link(arta, step):
    first = ask(arta, step)
    with pytest.raises(SignOffRefused, match="was asked about this step already"):
        ask(arta, step)

    second = ask(arta, step, now=timezone.now() + timedelta(days=1, minutes=1))

    assert (second.pk, PracticeSignOff.objects.count()) == (first.pk, 1)
    with pytest.raises(SignOffRefused, match="has been replaced"):
        answer_sign_off(first, is_confirmed=True, words="Seen", now=timezone.now())


def test_supervisor_confirms_without_a_login_and_once(arta, step, client):
    sign_off = ask(arta, step)
    link = link_of(sign_off)

    page = client.get(link)
    answer = client.post(link, {"deed": "confirm", "words": "Clear and calm."})

    sign_off.refresh_from_db()
    assert str(arta.professional) in page.text
    assert arta.professional.email not in page.text
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert answer.status_code == 302
    assert (sign_off.words, sign_off.token) == ("Clear and calm.", None)
    assert sign_off.signed_at is not None
    again = client.post(link, {"deed": "confirm", "words": "Again"})
    assert again.status_code == 404
    assert str(arta.professional) not in again.text


def test_supervisor_declines_and_another_one_is_asked(arta, step, client):
    sign_off = ask(arta, step)

    client.post(link_of(sign_off), {"deed": "decline", "words": "I was not there."})

    sign_off.refresh_from_db()
    assert (sign_off.signed_at, sign_off.words) == (None, "I was not there.")
    assert ask(arta, step, email="blerim@example.org").token


def test_expired_link_names_nobody(arta, step, client):
    then = timezone.now() - timedelta(days=15)
    sign_off = ask(arta, step, now=then, done_on=timezone.localdate(then))

    page = client.post(link_of(sign_off), {"deed": "confirm", "words": "Seen"})

    sign_off.refresh_from_db()
    assert (page.status_code, sign_off.signed_at) == (410, None)
    assert str(arta.professional) not in page.text


def test_person_does_not_confirm_the_own_step(arta, step, client_of):
    sign_off = ask(arta, step)
    seen = {"deed": "confirm", "words": "Seen"}

    page = client_of(arta.professional.user).post(link_of(sign_off), seen)

    sign_off.refresh_from_db()
    assert (page.status_code, sign_off.signed_at) == (403, None)


@pytest.mark.parametrize("data", [{"deed": "confirm"}, {"words": "Seen"}])
def test_nothing_is_answered_without_words_and_a_button(arta, step, client, data):
    sign_off = ask(arta, step)

    assert client.post(link_of(sign_off), data).status_code == 200

    sign_off.refresh_from_db()
    assert sign_off.answered_on is None


def test_foreign_enrolment_is_not_found(arta, client_of):
    assert client_of(UserFactory()).get(practice_page(arta)).status_code == 404


def test_trainer_records_a_sign_off_from_paper(arta, step, training, client_of):
    trainer = TrainerFactory(professional__user=UserFactory())
    FacilitatorFactory(training=training, trainer=trainer, role=FacilitatorRole.LEAD)
    client = client_of(trainer.professional.user)

    answer = client.post(
        staff_page(training),
        {
            "enrolment": arta.pk,
            "step": step.pk,
            "done_on": f"{timezone.localdate():%d.%m.%Y}",
            "name": "Drita Shefi",
            "words": "Signed sheet in the folder",
        },
    )

    sign_off = PracticeSignOff.objects.get()
    assert answer.status_code == 302
    assert sign_off.is_paper
    assert sign_off.recorded_by == trainer.professional.user
    assert "Drita Shefi" in client.get(staff_page(training)).text
    training_page = client.get(reverse("lms_delivery:training", args=[training.code]))
    assert staff_page(training) in training_page.text


def test_staff_see_how_far_everybody_is(arta, step, training, client_of):
    others = EnrolmentFactory.create_batch(2, training=training)
    ask(others[0], step, by=UserFactory())
    record_paper(
        others[1],
        step=step,
        done_on=timezone.localdate(),
        name="Drita Shefi",
        words="Sheet 4",
        by=UserFactory(),
        now=timezone.now(),
    )

    board = board_of(training, now=timezone.now() + timedelta(days=13))

    assert (board.count, board.done, board.waiting, board.late) == (3, 1, 1, 2)
    assert [one.step for one in board.steps] == [step]


def test_learner_is_told_when_people_meet_again(arta, training, client_of):
    day = timezone.localdate() + timedelta(days=10)
    SessionFactory(training=training, date=day, is_debrief=True)

    page = client_of(arta.professional.user).get(practice_page(arta))

    assert f"You meet again on {day:%d.%m.%Y}" in page.text


def test_observer_looks_and_records_nothing(arta, training, client_of):
    trainer = TrainerFactory(professional__user=UserFactory())
    role = FacilitatorRole.OBSERVER
    FacilitatorFactory(training=training, trainer=trainer, role=role)
    client = client_of(trainer.professional.user)

    assert client.get(staff_page(training)).status_code == 200
    assert client.post(staff_page(training), {}).status_code == 403


def test_what_is_confirmed_is_not_recorded_again(arta, step):
    by, now = UserFactory(), timezone.now()
    facts = {"done_on": timezone.localdate(), "name": "Drita", "by": by, "now": now}
    record_paper(arta, step=step, words="Sheet 4", **facts)

    with pytest.raises(SignOffRefused, match="This step is confirmed already"):
        record_paper(arta, step=step, words="Sheet 5", **facts)


def test_my_learning_says_what_is_to_do_in_the_field(arta, step, training):
    user = arta.professional.user

    def mine():
        return [one for one in steps_of(user, now=timezone.now()) if one.weight == 35]

    (todo,) = mine()
    assert (todo.title, todo.url) == ("Do a step in the field", practice_page(arta))
    assert todo.due == training.end_date + timedelta(days=30)

    sign_off = ask(arta, step)
    (waiting,) = mine()
    assert (waiting.title, waiting.url) == (
        "Your supervisor has not answered yet", practice_page(arta),
    )  # fmt: skip
    assert waiting.button == ""

    answer_sign_off(sign_off, is_confirmed=True, words="Seen", now=timezone.now())
    assert mine() == []


def test_link_that_is_used_cannot_be_kept():
    """The database itself forbids an answer with a link that still works."""
    sign_off = PracticeSignOffFactory.build(words="Seen", signed_at=timezone.now())
    constraints = {one.name: one for one in sign_off._meta.constraints}

    with pytest.raises(Exception, match="practice_link_is_used_once"):
        constraints["practice_link_is_used_once"].validate(PracticeSignOff, sign_off)


def test_steps_of_the_programme_are_loaded_once():
    for code in ("M01", "M03", "M04"):
        ModuleEditionFactory(module__code=code)

    assert load_practice() == 3
    PracticeStep.objects.filter(edition__module__code="M03").update(title_en="Mine")
    assert load_practice() == 0
    assert set(PracticeStep.objects.values_list("edition__module__code", "due_days")) == {
        ("M01", 30), ("M01", 60), ("M03", 30),
    }  # fmt: skip

"""Tests on paper: printed with a code, typed in as letters, graded like any other."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from home.roles import load_roles
from lms.assessment.domain.paper import (
    PaperRefused,
    draw_paper_test,
    enter_paper,
    questions_on_paper,
    read_typed,
)
from lms.assessment.enums import FormLetter
from lms.assessment.models import Attempt, PostTestScore
from tests.factories.delivery import EnrolmentFactory, FacilitatorFactory
from tests.factories.questions import (
    AttemptFactory,
    FormFactory,
    QuestionFactory,
    SittingFactory,
    TestFactory,
    choice,
    matching,
    ordering,
    short_text,
    true_false,
    version_of,
)
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
EVERY_KIND = [
    ("single", choice("Who chairs it?")),
    ("multiple", choice("What helps?", right=("One", "Two"))),
    ("true_false", true_false()),
    ("matching", matching()),
    ("ordering", ordering()),
    ("short_text", short_text(accepted=("NRM",))),
]


@pytest.fixture
def sitting():
    test = TestFactory()
    sitting = SittingFactory(test=test)
    versions = [version_of(QuestionFactory(stream=[part])) for part in EVERY_KIND]
    for letter in "AB":
        FormFactory(
            test=test, training=sitting.training, letter=letter, versions=versions
        )
    return sitting


def right_letters(sitting):
    """What somebody who knows everything writes on form A."""
    typed = {}
    for shown in questions_on_paper(sitting, FormLetter.A):
        (part,) = shown.parts
        letters = {choice.key: choice.letter for choice in part.choices}
        match part.kind:
            case "single" | "multiple":
                right = "".join(letters[key] for key in sorted(part.part.right_options))
            case "true_false":
                right = "A"
            case "matching":
                right = " ".join(letters[pair.key] for pair in part.part.pairs)
            case "ordering":
                right = "".join(letters[item.key] for item in part.part.items)
            case _:
                right = "nrm"
        typed[shown.place.pk, 0] = right
    return typed


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "\n".join(page.extract_text() for page in pages)


def enter(sitting, typed, enrolment=None):
    return enter_paper(
        sitting,
        enrolment=enrolment or EnrolmentFactory(training=sitting.training),
        letter=FormLetter.A,
        typed=typed,
        by=None,
        now=NOW,
    )


def refused(*args):
    with pytest.raises(PaperRefused) as refusal:
        enter(*args)
    return str(refusal.value)


def test_the_printed_form_has_its_code_and_every_question(sitting):
    text = " ".join(text_of(draw_paper_test(sitting, FormLetter.B)).split())

    assert f"{sitting.code}-B" in text
    for question in ("Who chairs it?", "What helps?", "In which order?"):
        assert question in text


def test_letters_are_graded_and_settle_the_score(sitting):
    attempt = enter(sitting, right_letters(sitting))

    assert (attempt.percent, attempt.source, attempt.form.letter) == (100, "paper", "A")
    assert PostTestScore.objects.get().attempt == attempt


def test_what_was_left_out_is_worth_nothing(sitting):
    assert enter(sitting, {}).percent == 0


def test_typing_a_sheet_again_replaces_it(sitting):
    enrolment = EnrolmentFactory(training=sitting.training)
    enter(sitting, {}, enrolment)

    again = enter(sitting, right_letters(sitting), enrolment)

    assert again.percent == 100
    assert Attempt.objects.count() == 1
    assert again.answers.count() == len(EVERY_KIND)


def test_who_took_it_on_the_site_is_not_typed_in(sitting):
    attempt = AttemptFactory(
        sitting=sitting, form=sitting.training.test_forms.first(), done=True
    )

    assert refused(sitting, {}, attempt.enrolment) == (
        f"{attempt.enrolment.professional} took this test on the site."
    )


def test_a_closed_training_takes_no_paper(sitting):
    sitting.training.status = "closed"
    sitting.training.closed_at = NOW
    sitting.training.save()

    assert "is closed" in refused(sitting, {})


@pytest.mark.parametrize(
    ("place", "text", "words"),
    [
        (0, "ab", "write one letter."),
        (0, "e", "“e” is no answer; write one of a, b, c."),
        (1, "aa", "a letter stands there twice."),
        (2, "c", "“c” is no answer; write one of a, b."),
        (3, "a", "write 2 letters, one after the other."),
        (4, "ab", "write 3 letters, one after the other."),
    ],
)
def test_letters_that_cannot_be_are_refused_with_the_question(
    sitting, place, text, words
):
    shown = questions_on_paper(sitting, FormLetter.A)[place]

    assert refused(sitting, {(shown.place.pk, 0): text}) == (
        f"Question {shown.number}: {words}"
    )
    assert not Attempt.objects.exists()


def test_letters_may_be_written_with_commas_and_capitals(sitting):
    part = questions_on_paper(sitting, FormLetter.A)[1].parts[0]

    assert read_typed(part, "A, b") == read_typed(part, "ab")


def test_a_sheet_sent_before_anything_is_typed_is_a_slip(client, sitting):
    load_roles()
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(training=sitting.training, trainer__professional__user=user)
    enrolment = EnrolmentFactory(training=sitting.training)
    client.force_login(user)
    address = reverse(
        "lms_assessment:paper_entry", args=[sitting.training.code, sitting.pk]
    )
    sheet = {"form": "A", "person": enrolment.pk}

    refused = client.post(address, sheet).content.decode()
    assert "No answer is typed. If the sheet is empty, say so here." in refused
    assert not Attempt.objects.exists()

    client.post(address, {**sheet, "is_empty": "on"})
    assert Attempt.objects.get().percent == 0

    first = next(iter(right_letters(sitting).items()))
    (place, part), text = first
    page = client.post(address, {**sheet, f"{place}-{part}": text}, follow=True)
    assert "% in place of 0 %" in page.content.decode()


def test_a_room_is_typed_in_one_sheet_after_the_other(client, sitting):
    load_roles()
    user = UserFactory(roles=["Trainers"])
    FacilitatorFactory(training=sitting.training, trainer__professional__user=user)
    first, second = [EnrolmentFactory(training=sitting.training) for _ in range(2)]
    client.force_login(user)
    address = reverse(
        "lms_assessment:paper_entry", args=[sitting.training.code, sitting.pk]
    )
    fields = {
        f"{place}-{part}": text
        for (place, part), text in right_letters(sitting).items()
    }

    page = client.post(
        address, {"form": "A", "person": first.pk, **fields}, follow=True
    ).content.decode()

    assert Attempt.objects.get().percent == 100
    assert f'<option value="{second.pk}" selected>' in page

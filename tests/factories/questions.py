"""Questions of every kind, their versions, tests, forms, sittings and attempts."""

from datetime import timedelta

import factory
from django.utils import timezone

from lms.assessment.domain.question_content import keyed
from lms.assessment.domain.questions import keep_version
from lms.assessment.models import (
    Answer,
    Attempt,
    DrawRule,
    Form,
    FormQuestion,
    Question,
    Sitting,
    Test,
    Topic,
)
from tests.factories.curriculum import ModuleEditionFactory, ModuleFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory


def texts(text):
    """A text in three languages that can be told apart."""
    return {"sq": f"{text} (sq)", "sr": f"{text} (sr)", "en": text}


NO_TEXT = {"sq": "", "sr": "", "en": ""}


def _rows(values):
    return [{"type": "item", "value": value} for value in values]


def choice(text="Who chairs it?", *, right=("Right",), wrong=("Wrong", "Worse")):
    """The value of a single or multiple block."""
    options = [(one, True) for one in right] + [(one, False) for one in wrong]
    return {
        "text": texts(text),
        "explanation": texts("Because of the law"),
        "options": _rows(
            {
                "text": texts(one),
                "feedback": texts(f"About {one}"),
                "is_right": is_right,
            }
            for one, is_right in options
        ),
    }


def true_false(text="It is so.", *, is_right=True):
    return {"text": texts(text), "explanation": NO_TEXT, "is_right": is_right}


def matching(text="Who does what?", pairs=(("police", "finds"), ("court", "judges"))):
    return {
        "text": texts(text),
        "explanation": NO_TEXT,
        "pairs": _rows(
            {"left": texts(left), "right": texts(right)} for left, right in pairs
        ),
    }


def ordering(text="In which order?", items=("first", "second", "third")):
    return {
        "text": texts(text),
        "explanation": NO_TEXT,
        "items": _rows(map(texts, items)),
    }


def short_text(text="How is it called?", accepted=("NRM",)):
    lines = "\n".join(accepted)
    return {
        "text": texts(text),
        "explanation": NO_TEXT,
        "accepted": {"sq": lines, "sr": lines, "en": lines},
    }


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    key = factory.Sequence(lambda n: f"topic-{n}")
    name_sq = factory.Sequence(lambda n: f"Tema {n}")
    name_sr = factory.Sequence(lambda n: f"Tema {n}")
    name_en = factory.Sequence(lambda n: f"Topic {n}")


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question with one part of one right answer, and its first version.

    `QuestionFactory(stream=[("ordering", ordering()), …], objectives=[…])`.
    """

    class Meta:
        model = Question
        skip_postgeneration_save = True

    class Params:
        stream = factory.LazyFunction(lambda: [("single", choice())])

    key = factory.Sequence(lambda n: f"Q-{n:03}")
    module = factory.SubFactory(ModuleFactory)
    parts = factory.LazyAttribute(
        lambda question: keyed(
            [{"type": kind, "value": value} for kind, value in question.stream]
        )
    )

    @factory.post_generation
    def objectives(question, create, extracted, **kwargs):
        question.objectives.set(extracted or [])
        question.save()

    @factory.post_generation
    def topics(question, create, extracted, **kwargs):
        question.topics.set(extracted or [])
        question.save()

    @factory.post_generation
    def version(question, create, extracted, **kwargs):
        """Kept once, unless `version=False`."""
        if extracted is not False:
            keep_version(question, by=None, now=timezone.now())


def version_of(question):
    return question.versions.newest_first().first()


class TestFactory(factory.django.DjangoModelFactory):
    __test__ = False

    class Meta:
        model = Test

    edition = factory.SubFactory(ModuleEditionFactory, tested=True)


class DrawRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DrawRule

    test = factory.SubFactory(TestFactory)
    number = 1


class FormFactory(factory.django.DjangoModelFactory):
    """`FormFactory(versions=[…])` asks these, in this order."""

    class Meta:
        model = Form
        skip_postgeneration_save = True

    test = factory.SubFactory(TestFactory)
    training = factory.LazyAttribute(
        lambda form: TrainingFactory(editions=[form.test.edition])
    )
    letter = "A"
    drawn_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def versions(form, create, extracted, **kwargs):
        FormQuestion.objects.bulk_create(
            FormQuestion(
                form=form,
                place=place,
                version=version,
                objective=version.question.objectives.first(),
            )
            for place, version in enumerate(extracted or [], start=1)
        )


class SittingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sitting

    test = factory.SubFactory(TestFactory)
    training = factory.LazyAttribute(
        lambda sitting: TrainingFactory(editions=[sitting.test.edition])
    )
    stage = "post"
    code = factory.Sequence(lambda n: f"S{n:05}")
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))


class AttemptFactory(factory.django.DjangoModelFactory):
    """A running attempt; `done=True` for one that is handed in with `percent`."""

    class Meta:
        model = Attempt

    class Params:
        done = factory.Trait(
            handed_in_at=factory.LazyFunction(timezone.now), percent=80, points=8000
        )

    sitting = factory.SubFactory(SittingFactory)
    enrolment = factory.LazyAttribute(
        lambda attempt: EnrolmentFactory(training=attempt.sitting.training)
    )
    form = factory.LazyAttribute(
        lambda attempt: FormFactory(
            test=attempt.sitting.test, training=attempt.sitting.training
        )
    )
    language = "sq"
    seed = factory.Sequence(lambda n: n)
    started_at = factory.LazyFunction(timezone.now)


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    attempt = factory.SubFactory(AttemptFactory)
    saved_at = factory.LazyFunction(timezone.now)

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from curriculum.models import LessonPage, Module
from lms.learning.domain.progress import (
    ProgressRefused,
    progress_of,
    read_lesson,
    unread_lesson,
)
from lms.learning.models import LessonProgress
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.learning import LessonProgressFactory
from tests.factories.people import ProfessionalFactory
from tests.factories.programme import LESSONS
from tests.factories.users import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programme")]


@pytest.fixture
def arta():
    return ProfessionalFactory(user=UserFactory(username="arta"))


@pytest.fixture
def lesson():
    return LessonPage.objects.get(title="Lesson one")


@pytest.fixture
def edition(lesson):
    module = lesson.module_page.module
    module.editions.all().delete()
    return ModuleEditionFactory(module=module, label="2026-1")


def when():
    return {"now": timezone.now(), "today": timezone.localdate()}


def read(lesson, person):
    return read_lesson(lesson, professional=person, **when())


def first_of(person, today=None):
    return progress_of(person, today=today or timezone.localdate())[0]


def test_a_lesson_is_read_once_in_every_language(arta, lesson, edition):
    first = read(lesson, arta)
    again = read(LessonPage.objects.get(title="Lekcija jedan"), arta)

    assert again == first
    assert (again.done_at, again.language) == (first.done_at, "sr-latn")
    for language in ("sq", "sr-latn", "en"):
        with override(language):
            assert first_of(arta).done == {lesson.number}


def test_a_new_edition_begins_anew_and_the_old_progress_stays(arta, lesson, edition):
    read(lesson, arta)
    ModuleEditionFactory(
        module=edition.module,
        label="2026-2",
        valid_from=timezone.localdate() + timedelta(days=1),
    )
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert first_of(arta).count == 1
    later = first_of(arta, today=tomorrow)
    assert (later.count, later.earlier) == (0, ["2026-1"])
    assert later.next_lesson == lesson
    assert LessonProgress.objects.get().edition == edition


def test_a_slip_of_the_thumb_is_taken_back(arta, lesson, edition):
    read(lesson, arta)

    unread_lesson(lesson, professional=arta, **when())

    module = first_of(arta)
    assert (module.count, module.is_begun, module.next_lesson) == (0, True, lesson)


def test_a_module_without_an_edition_keeps_nothing(arta, lesson, edition):
    edition.delete()

    with pytest.raises(ProgressRefused, match="This module has no edition yet"):
        read(lesson, arta)


def test_the_database_keeps_one_row_and_its_order():
    row = LessonProgressFactory()
    same = {
        "professional": row.professional,
        "edition": row.edition,
        "lesson_number": row.lesson_number,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonProgressFactory(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonProgressFactory(done_at=row.opened_at - timedelta(seconds=1))


@pytest.mark.parametrize("count", [1, 3])
def test_progress_asks_the_same_for_few_and_many(
    arta, edition, count, django_assert_num_queries
):
    for number in range(count):
        LessonProgressFactory(
            professional=arta, edition=edition, lesson_number=number, done=True
        )

    with django_assert_num_queries(4):
        progress_of(arta, today=timezone.localdate())


def test_the_button_is_for_whoever_is_signed_in_alone(
    client, client_of, arta, lesson, edition, settings
):
    settings.FENER_PAGE_SECONDS = 60
    words = "I have read this lesson"

    assert words in client_of(arta.user).get(LESSONS["en"]).text
    assert words not in client.get(LESSONS["en"]).text
    assert words not in client_of(UserFactory()).get(LESSONS["en"]).text


def test_the_button_keeps_it_and_stays_on_the_lesson(client_of, arta, lesson, edition):
    client = client_of(arta.user)
    url = reverse("lms_learning:lesson", args=[lesson.pk])

    response = client.post(url, {"deed": "read"}, follow=True)

    assert response.request["PATH_INFO"] == LESSONS["en"]
    assert "I have not read it yet" in response.text
    assert first_of(arta).count == 1
    client.post(url, {"deed": "unread"})
    assert first_of(arta).count == 0


def test_the_lesson_says_that_an_earlier_edition_was_read(
    client_of, arta, lesson, edition
):
    old = ModuleEditionFactory(
        module=edition.module, label="2025-1", valid_from=date(2025, 1, 1)
    )
    LessonProgressFactory(
        professional=arta, edition=old, lesson_number=lesson.number, done=True
    )

    assert (
        "You read this lesson in the earlier edition 2025-1."
        in client_of(arta.user).get(LESSONS["en"]).text
    )


def test_opening_is_noted_without_leaving_the_page(client_of, arta, lesson, edition):
    url = reverse("lms_learning:lesson", args=[lesson.pk])

    response = client_of(arta.user).post(url, {"deed": "open"})

    assert response.status_code == 204
    assert first_of(arta).is_begun
    assert first_of(arta).count == 0


def test_the_module_page_shows_how_far_one_has_come(client_of, arta, lesson, edition):
    read(lesson, arta)
    url = lesson.module_page.url

    content = client_of(arta.user).get(url).text

    assert "1 of" in content
    assert Module.objects.get(pk=edition.module_id).code in content


@pytest.mark.parametrize(
    ("who", "deed", "status"),
    [
        ("visitor", "read", 302),
        ("nobody", "read", 404),
        ("arta", "steal", 404),
    ],
)
def test_nothing_is_kept_for_others(
    client, client_of, arta, lesson, edition, who, deed, status
):
    them = {
        "visitor": client,
        "nobody": client_of(UserFactory()),
        "arta": client_of(arta.user),
    }[who]
    url = reverse("lms_learning:lesson", args=[lesson.pk])

    assert them.post(url, {"deed": deed}).status_code == status
    assert them.get(url).status_code in (302, 405)
    assert LessonProgress.objects.count() == 0

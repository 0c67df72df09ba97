"""The path of a profession: what is done, what is next, what is missing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.delivery.enums import EnrolmentStatus
from lms.learning.domain.path_files import load_paths
from lms.learning.domain.paths import paths_of
from lms.learning.models import LearningPath
from tests.factories.curriculum import ModuleEditionFactory, ModuleFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.learning import LearningPathFactory
from tests.factories.people import AffiliationFactory, ProfessionFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    return AffiliationFactory(professional__user=UserFactory(username="arta"))


@pytest.fixture
def modules():
    first, second, third = (ModuleFactory(code=code) for code in ("Y01", "Y02", "Y03"))
    second.prerequisites.set([first])
    second.save()
    return [first, second, third]


def mine(work):
    (path,) = paths_of(work.professional, today=timezone.localdate())
    return [(s.module.code, s.is_done, s.is_next, s.missing) for s in path.steps]


def complete(work, module):
    edition = ModuleEditionFactory(module=module)
    EnrolmentFactory(
        professional=work.professional,
        training=TrainingFactory(editions=[edition]),
        status=EnrolmentStatus.COMPLETED,
    )


def test_path_says_what_is_done_next_and_missing(work, modules):
    LearningPathFactory(professions=[work.profession], modules=modules)
    assert mine(work) == [
        ("Y01", False, True, []),
        ("Y02", False, False, ["Y01"]),
        ("Y03", False, False, []),
    ]

    complete(work, modules[0])

    assert mine(work) == [
        ("Y01", True, False, []),
        ("Y02", False, True, []),
        ("Y03", False, False, []),
    ]


def test_required_modules_come_before_recommended_ones(work, modules):
    path = LearningPathFactory(professions=[work.profession], modules=modules)
    path.modules.filter(module=modules[0]).update(is_required=False)

    assert [code for code, _d, is_next, _m in mine(work) if is_next] == ["Y03"]


def test_path_of_another_profession_is_not_shown(work, modules, client_of):
    LearningPathFactory(professions=[ProfessionFactory()], modules=modules)

    page = client_of(work.professional.user).get(reverse("lms_learning:my_path"))

    assert "There is no path for your profession yet." in page.text


def test_page_shows_the_path(work, modules, client_of):
    LearningPathFactory(professions=[work.profession], modules=modules)

    page = client_of(work.professional.user).get(reverse("lms_learning:my_path"))

    assert "0 of 3 modules completed" in page.text
    assert "Complete first: Y01" in page.text


@pytest.mark.parametrize("count", [1, 3])
def test_path_costs_the_same_for_any_number(
    work, modules, count, django_assert_num_queries
):
    LearningPathFactory(professions=[work.profession], modules=modules[:count])

    with django_assert_num_queries(8):
        mine(work)


def test_paths_of_the_programme_are_loaded_once():
    for code in ("M01", "M02", "M03", "M04", "M07"):
        ModuleFactory(code=code)
    police = ProfessionFactory(code="police", name_en="Police officer")

    assert load_paths() == 1
    assert load_paths() == 0

    path = LearningPath.objects.get()
    rows = path.modules.values_list("module__code", "is_required")
    assert list(path.professions.all()) == [police]
    assert list(rows) == [
        ("M01", True), ("M02", True), ("M03", True), ("M04", False), ("M07", True),
    ]  # fmt: skip

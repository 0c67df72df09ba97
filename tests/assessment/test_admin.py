import pytest
from django.urls import reverse

from lms.assessment.models import Completion, CompletionDefault
from lms.delivery.enums import TrainingStatus
from tests.factories.assessment import CompletionFactory, PostTestScoreFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def desk(coordinator, client_of):
    return client_of(coordinator)


def test_completions_are_listed_with_reasons(desk):
    CompletionFactory(enrolment__professional__last_name="Gashi")
    CompletionFactory(failed=True, enrolment__professional__last_name="Krasniqi")
    page = desk.get(reverse("completion:index"), **ENGLISH).text
    assert "Gashi" in page
    assert "Present for 33.3 % of the time; 80 % is required." in page
    only = desk.get(reverse("completion:index"), {"reason": "attendance"}, **ENGLISH)
    assert "Krasniqi" in only.text
    assert "Emri" in only.text
    assert "Gashi" not in only.text
    found = desk.get(reverse("completion:index_results"), {"q": "krasn"}, **ENGLISH)
    assert "Krasniqi" in found.text
    assert "Gashi" not in found.text


@pytest.mark.parametrize("name", ["completion", "posttestscore"])
def test_ledgers_cannot_be_written(name, desk, coordinator):
    coordinator.is_superuser = True
    coordinator.save()
    row = CompletionFactory() if name == "completion" else PostTestScoreFactory()
    for deed in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        address = reverse(f"{name}:index") + deed
        assert desk.get(address, follow=True).status_code == 404
        assert desk.post(address, follow=True).status_code == 404
    for view in ("inspect", "history"):
        assert desk.get(reverse(f"{name}:{view}", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_listings_ask_the_same_number_of_queries(rows, desk, django_assert_num_queries):
    for _number in range(rows):
        CompletionFactory()
        PostTestScoreFactory(entered_by=UserFactory())
        EnrolmentFactory(training=TrainingFactory(days=1), marks=["present"])
    for name, queries in (("completion", 12), ("posttestscore", 12), ("closing", 10)):
        address = reverse(f"{name}:index")
        desk.get(address)
        with django_assert_num_queries(queries):
            assert desk.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["completion", "posttestscore", "closing"])
def test_listings_are_exported(name, kind, desk):
    CompletionFactory()
    PostTestScoreFactory()
    TrainingFactory(days=1)
    response = desk.get(reverse(f"{name}:index"), {"export": kind})
    assert response.status_code == 200
    assert len(response.getvalue()) > 50


def test_defaults_are_added_with_a_day(desk):
    desk.post(
        reverse("completiondefault:add"),
        {"valid_from": "2026-01-01", "attendance_share": "90", "pass_mark": "60"},
    )
    default = CompletionDefault.objects.get(attendance_share=90)
    assert default.pass_mark == 60
    assert CompletionDefault.on(default.valid_from) == default


def test_closing_desk_lists_what_is_over_and_closes_it(desk):
    over = TrainingFactory(days=2, code="T-1")
    EnrolmentFactory(training=over, marks=["present", "present"])
    TrainingFactory(code="T-2")
    TrainingFactory(code="T-3", days=1, closed=True)
    page = desk.get(reverse("closing:index"), **ENGLISH).text
    assert "T-1" in page
    assert "T-2" not in page
    assert "T-3" not in page
    results = reverse("closing:index_results")
    assert "T-1" in desk.get(results, {"q": "t-1"}, **ENGLISH).text
    assert "T-1" not in desk.get(results, {"q": "T-7"}, **ENGLISH).text

    address = reverse("closing:close", args=[over.pk])
    assert "Close T-1" in desk.get(address, **ENGLISH).text
    assert not Completion.objects.exists()
    response = desk.post(address, follow=True, **ENGLISH)
    assert "Training T-1 is closed." in response.text
    over.refresh_from_db()
    assert over.status == TrainingStatus.CLOSED
    again = desk.post(address, **ENGLISH)
    assert "Training T-1 is already closed." in again.text


def test_cancelled_training_has_no_button(desk):
    training = TrainingFactory(days=1, cancelled=True)
    page = desk.get(reverse("closing:close", args=[training.pk]), **ENGLISH).text
    assert "there is nothing to close" in page
    assert '<form method="post">' not in page


def test_desk_is_closed_to_others(administrator, roles, client_of):
    training = TrainingFactory(days=1)
    EnrolmentFactory(training=training, marks=["present"])
    PostTestScoreFactory()
    addresses = [
        reverse("closing:index"),
        reverse("closing:close", args=[training.pk]),
        reverse("completiondefault:index"),
    ]
    client = client_of(administrator)
    for address in addresses:
        assert client.get(address).status_code == 302
        assert client.post(address).status_code == 302
    training.refresh_from_db()
    assert training.status == TrainingStatus.PLANNED
    assert client.get(reverse("completion:index")).status_code == 200
    trainer = client_of(UserFactory(roles=["Trainers"]))
    for name in ("completion", "posttestscore", "completiondefault", "closing"):
        assert trainer.get(reverse(f"{name}:index")).status_code in (302, 403)

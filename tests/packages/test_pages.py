"""The pages around a package, and the reports that come through them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate
from lms.assessment.domain.closing import close_training
from lms.assessment.models import Completion, PostTestScore
from lms.packages.domain.packages import replace_package
from lms.packages.models import PackageReport
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import TrainingFactory
from tests.factories.packages import make_package
from tests.factories.users import UserFactory
from tests.packages import making_packages as making

pytestmark = pytest.mark.django_db

SITTING = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
LATER = "2b4e28ba-2fa1-11d2-883f-0016d3cca427"
GOOD = {
    "lesson_status": "passed",
    "score": "92.5",
    "lesson_location": "page-3",
    "suspend_data": "a|b",
    "session_time": "0000:12:30",
    "sitting": SITTING,
}


def page(package):
    return reverse("lms_packages:package", args=[package.pk])


def report(client, package, version=None, **changes):
    return client.post(
        reverse("lms_packages:report", args=[package.pk])
        + f"?version={(version or package.current).pk}",
        GOOD | changes,
        content_type="application/json",
    )


def test_frame_has_no_origin_of_its_own(package, participant, client_of):
    text = client_of(participant).get(page(package)).text
    assert 'sandbox="allow-scripts allow-forms"' in text
    assert "allow-same-origin" not in text
    assert "data-report=" in text


def test_visitors_are_asked_to_sign_in_and_strangers_find_nothing(
    package, client, client_of
):
    for path in (page(package), reverse("lms_packages:packages")):
        assert "login" in client.get(path).url
    stranger = client_of(UserFactory())
    assert stranger.get(page(package)).status_code == 404
    assert report(stranger, package).status_code == 404


def test_list_shows_the_packages_of_the_own_trainings(
    package, participant, client_of, coordinator
):
    make_package(title="Tjetër")
    text = client_of(participant).get(reverse("lms_packages:packages")).text
    assert "Shenjat" in text
    assert "Tjetër" not in text
    assert "Tjetër" in client_of(coordinator).get(reverse("lms_packages:packages")).text


def test_trainers_and_the_office_only_look(
    package, training, trainer_of, coordinator, client_of
):
    for user in (trainer_of(training), coordinator):
        text = client_of(user).get(page(package)).text
        assert "You are only looking at it: nothing is kept." in text
        assert "data-report=" not in text
        answer = report(client_of(user), package)
        assert answer.status_code == 403
        assert "nothing is kept" in answer.json()["message"]
    assert not PackageReport.objects.exists()


def test_report_is_kept_marked_and_shown(package, participant, client_of):
    client = client_of(participant)
    answer = report(client, package)
    assert answer.json()["message"] == "Saved, as reported by the package."
    kept = PackageReport.objects.get()
    assert (kept.lesson_status, kept.score, kept.minutes) == ("passed", 92.5, 12)
    text = client.get(page(package)).text
    assert "Passed, says the package" in text
    assert "checked by nobody" in text


def test_trainer_sees_the_reports_of_the_training(
    package, training, participant, trainer_of, client_of
):
    report(client_of(participant), package)
    path = reverse("lms_packages:reports", args=[training.code])
    trainer = client_of(trainer_of(training))
    text = trainer.get(path).text
    assert str(participant.professional) in text
    assert "Reported by the packages, checked by nobody." in text
    assert (
        path in trainer.get(reverse("lms_delivery:training", args=[training.code])).text
    )
    assert client_of(participant).get(path).status_code == 403
    assert client_of(trainer_of(TrainingFactory())).get(path).status_code == 404


def test_time_of_one_sitting_counts_once(package, participant, client_of):
    client = client_of(participant)
    report(client, package, session_time="00:05:00")
    report(client, package, session_time="00:10:00.5")
    report(client, package, session_time="00:01:00", sitting=LATER)
    assert PackageReport.objects.get().minutes == 11


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lesson_status", "mastered"),
        ("lesson_status", "x" * 300),
        ("lesson_status", ["passed"]),
        ("score", "101"),
        ("score", "-1"),
        ("score", "NaN"),
        ("score", "1e400"),
        ("score", "ninety"),
        ("score", 90),
        ("lesson_location", "x" * 256),
        ("lesson_location", {"a": 1}),
        ("suspend_data", "x" * 4097),
        ("suspend_data", "a\x00b"),
        ("session_time", "12:30"),
        ("session_time", "00:99:00"),
        ("session_time", 5),
        ("sitting", "x"),
        ("sitting", None),
        ("certificate", "yes"),
    ],
)
def test_bad_values_are_refused_in_words(field, value, package, participant, client_of):
    answer = report(client_of(participant), package, **{field: value})
    assert answer.status_code == 400
    assert "reported something that is not kept" in answer.json()["message"]
    assert not PackageReport.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "7", "[" * 30_000, "null"])
def test_what_is_no_report_is_refused(body, package, participant, client_of):
    answer = client_of(participant).post(
        reverse("lms_packages:report", args=[package.pk])
        + f"?version={package.current.pk}",
        body,
        content_type="application/json",
    )
    assert answer.status_code == 400


def test_too_much_at_once_is_refused(package, participant, client_of):
    answer = report(client_of(participant), package, suspend_data="x" * 40_000)
    assert answer.json()["message"] == "The package reported too much at once."


def test_report_asks_for_the_token_of_the_page(package, participant):
    client = Client(enforce_csrf_checks=True)
    client.force_login(participant, backend="django.contrib.auth.backends.ModelBackend")
    assert report(client, package).status_code == 403
    assert not PackageReport.objects.exists()


def test_report_of_a_replaced_package_is_refused_and_the_new_begins_anew(
    package, participant, client_of
):
    client = client_of(participant)
    report(client, package)
    old = package.current
    new = making.BytesIO(making.scorm(page=b"<html>New</html>"))
    package = replace_package(package, upload=new, name="b.zip", by=None)
    assert "was replaced" in report(client, package, old).json()["message"]
    assert "Nothing has been reported yet." in client.get(page(package)).text
    report(client, package)
    assert PackageReport.objects.count() == 2


def test_report_never_becomes_a_score_a_completion_or_a_certificate(
    person_in, client_of, coordinator
):
    """A training whose edition has a post-test is not completed by what a package says."""
    edition = ModuleEditionFactory(tested=True)
    training = TrainingFactory(editions=[edition], days=1)
    user = person_in(training, marks=["present"])
    package = make_package(edition)

    assert report(client_of(user), package, score="100").status_code == 200
    assert not PostTestScore.objects.exists()
    assert not Completion.objects.exists()

    close_training(training, by=coordinator, now=timezone.now())

    completion = Completion.objects.get()
    assert not completion.is_completed
    assert not PostTestScore.objects.exists()
    assert not Certificate.objects.exists()


def test_h5p_is_refused_in_words_where_its_player_is_not_installed(
    training, participant, client_of, settings
):
    settings.LMS_PACKAGES_PLAYER = ""
    package = make_package(training.editions.get(), content=making.h5p())
    text = client_of(participant).get(page(package)).text
    assert "H5P packages cannot be played here" in text
    assert "<iframe" not in text


def test_pages_ask_the_same_number_of_queries(
    package, training, person_in, trainer_of, client_of
):
    client = client_of(trainer_of(training))
    asked = []
    for people in (1, 2):
        for _number in range(people):
            report(client_of(person_in(training)), package)
            make_package(training.editions.get())
        counts = []
        for path in (
            reverse("lms_packages:reports", args=[training.code]),
            reverse("lms_packages:packages"),
        ):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]

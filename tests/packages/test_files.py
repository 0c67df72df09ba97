"""The files of a package: for whoever may, as long as they may, and hardened."""

import pytest
from django.core.signing import TimestampSigner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.delivery.enums import TrainingStatus
from lms.packages.domain.links import token_for
from lms.packages.domain.packages import replace_package, set_package_active
from tests.factories.delivery import TrainingFactory
from tests.factories.packages import make_package
from tests.factories.users import UserFactory
from tests.packages import making_packages as making

pytestmark = pytest.mark.django_db


def address(package, user, name="lesson/index.html"):
    token = token_for(package.current, user_id=user.pk)
    return reverse("lms_packages_plain:package_file", args=[token, name])


def fetch(package, user, name="lesson/index.html"):
    """As the frame does: without a cookie."""
    response = Client().get(address(package, user, name))
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def test_page_comes_with_the_api_before_its_own_scripts(package, participant):
    response = fetch(package, participant)
    text = response.content.decode()
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html"
    assert text.index("scorm12.min.js") < text.index("state.js")
    assert text.index("state.js") < text.index("scorm_frame.js") < text.index("<title>")
    assert not response.cookies


def test_answer_lets_the_package_reach_nothing_else(package, participant):
    response = fetch(package, participant)
    policy = dict(
        part.partition(" ")[::2]
        for part in response["Content-Security-Policy"].split("; ")
    )
    token = token_for(package.current, user_id=participant.pk)
    folder = address(package, participant).split("files/")[0]
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "allow-scripts allow-forms"
    assert "allow-same-origin" not in response["Content-Security-Policy"]
    assert policy["connect-src"].startswith(f"http://testserver{folder} ")
    assert token.split(":")[0] in folder
    assert "'self'" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "X-Frame-Options" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shared.css", "text/css; charset=utf-8"),
        ("a.svg", "image/svg+xml"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("LICENSE", "text/plain; charset=utf-8"),
    ],
)
def test_files_have_their_own_types(name, expected, training, participant):
    content = making.scorm(("a.svg", b"<svg/>"), ("a.js", b"1"), ("LICENSE", b"MIT"))
    package = make_package(training.editions.get(), content=content)
    assert fetch(package, participant, name)["Content-Type"] == expected


@pytest.mark.parametrize(
    "name", ["lesson", "lesson/", "nowhere.html", "../x", "..%2f..%2fx", ".."]
)
def test_no_folder_is_listed_and_nothing_else_is_found(
    name, package, participant, root
):
    (root / "x").write_text("outside")
    path = address(package, participant, "NAME").replace("NAME", name)
    assert Client().get(path).status_code == 404


def test_only_get_is_answered(package, participant):
    assert Client().post(address(package, participant)).status_code == 405


def test_files_open_to_participants_trainers_and_the_office(
    package, training, participant, trainer_of, coordinator, administrator
):
    for user in (participant, trainer_of(training), coordinator, administrator):
        assert fetch(package, user).status_code == 200


@pytest.mark.parametrize("status", ["nominated", "waiting", "withdrawn", "no_show"])
def test_files_are_not_for_whoever_does_not_take_part(
    status, package, training, person_in
):
    assert fetch(package, person_in(training, status=status)).status_code == 404


@pytest.mark.parametrize("status", ["completed", "not_completed"])
def test_files_stay_open_after_the_training(status, package, training, person_in):
    assert fetch(package, person_in(training, status=status)).status_code == 200


def test_files_are_not_for_strangers(package, person_in, trainer_of):
    other = TrainingFactory()
    for user in (UserFactory(), person_in(other), trainer_of(other)):
        assert fetch(package, user).status_code == 404


def test_permission_is_asked_for_every_file(package, training, participant):
    assert fetch(package, participant, "shared.css").status_code == 200
    path = address(package, participant, "shared.css")
    training.status = TrainingStatus.CANCELLED
    training.cancel_reason = "Snow"
    training.save()
    assert Client().get(path).status_code == 404


def test_address_dies_with_the_login_the_version_and_the_use(package, participant):
    path = address(package, participant)
    participant.is_active = False
    participant.save()
    assert Client().get(path).status_code == 404
    participant.is_active = True
    participant.save()
    assert Client().get(path).status_code == 200

    set_package_active(package, is_active=False, by=None)
    assert Client().get(path).status_code == 404
    set_package_active(package, is_active=True, by=None)

    new = making.BytesIO(making.scorm(page=b"<html>New</html>"))
    package = replace_package(package, upload=new, name="b.zip", by=None)
    assert Client().get(path).status_code == 404
    assert b"New" in fetch(package, participant).content


def test_address_expires(package, participant, monkeypatch):
    path = address(package, participant)
    hours = 8 * 3600
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + hours - 60)
    assert Client().get(path).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + hours + 60)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("change", ["x", "1-1", ""])
def test_address_that_was_not_signed_here_opens_nothing(change, package, participant):
    token = token_for(package.current, user_id=participant.pk)
    other = TimestampSigner(salt="other").sign(f"{participant.pk}-{package.current.pk}")
    forged = token.replace(f"{participant.pk}-", f"{participant.pk + 1}-", 1)
    for bad in (token + change + "x", other, forged, change or "x"):
        path = reverse("lms_packages_plain:package_file", args=[bad, "shared.css"])
        assert Client().get(path).status_code == 404


def test_state_is_what_was_left_behind_and_cannot_break_out(
    package, participant, client_of
):
    text = "</script><script>alert('x')</script>\u2028\\\""
    client_of(participant).post(
        reverse("lms_packages:report", args=[package.pk])
        + f"?version={package.current.pk}",
        {"lesson_status": "incomplete", "suspend_data": text,
         "sitting": "1b4e28ba-2fa1-11d2-883f-0016d3cca427"},
        content_type="application/json",
    )  # fmt: skip
    token = token_for(package.current, user_id=participant.pk)
    response = Client().get(reverse("lms_packages_plain:package_state", args=[token]))
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "resume" in response.text
    assert "\u2028" not in response.text


def test_files_of_a_second_host_are_named_on_the_page(
    package, participant, client_of, settings
):
    settings.LMS_PACKAGES_HOST = "https://packages.example.org"
    page = client_of(participant).get(
        reverse("lms_packages:package", args=[package.pk])
    )
    assert 'src="https://packages.example.org/package/' in page.text
    assert "frame-src https://packages.example.org" in page["Content-Security-Policy"]

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.models import PageViewRestriction

from curriculum.models import LessonPage
from tests.factories.people import AffiliationFactory, TrainerFactory
from tests.factories.programme import LESSONS
from tests.factories.users import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

OLD_DOORS = ["/admin/login/", "/_util/login/", "/en/_util/login/"]


def door_of(response):
    return response.status_code, response.url.partition("?")[0]


@pytest.mark.parametrize("path", OLD_DOORS)
def test_every_login_page_leads_to_the_one_door(client, path):
    response = client.get(path, {"next": "/admin/pages/"})

    assert response.status_code == 302
    assert response.url.endswith("/login/?next=/admin/pages/")


@pytest.mark.parametrize("path", OLD_DOORS)
def test_a_password_posted_at_an_old_door_opens_nothing(client, path):
    UserFactory(username="arta", operator=True)

    client.post(path, {"username": "arta", "password": PASSWORD, "next": "/admin/"})

    assert "_auth_user_id" not in client.session


def test_the_admin_sends_a_visitor_to_the_door_and_back(client):
    UserFactory(username="arta", operator=True)
    response = client.get("/admin/pages/", headers={"accept-language": "en"})
    assert response.url == "/en/login/?next=/admin/pages/"

    response = client.post(
        response.url,
        {"username": "arta", "password": PASSWORD, "next": "/admin/pages/"},
    )

    assert response.url == "/admin/pages/"


def test_a_wrong_password_keeps_what_was_typed_and_where_to_go(client):
    response = client.post(
        "/en/login/",
        {"username": "arta", "password": "wrong", "next": "/admin/"},
    )

    content = response.content.decode()
    assert 'value="arta"' in content
    assert 'name="next" value="/admin/"' in content
    assert 'role="alert"' in content


def test_the_door_leads_to_no_other_site(client):
    UserFactory(username="arta")

    response = client.post(
        "/en/login/",
        {"username": "arta", "password": PASSWORD, "next": "https://evil.example/"},
    )

    assert response.url == "/en/my/"


def test_too_many_wrong_passwords_close_the_login_for_a_while(client):
    UserFactory(username="arta")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post("/en/login/", {"username": "arta", "password": "wrong"})

    assert response.status_code == 429
    assert "The password for arta was wrong too many times" in response.content.decode()
    response = client.post("/en/login/", {"username": "arta", "password": PASSWORD})
    assert response.status_code == 429


def test_whoever_lacks_the_permission_is_told_so_at_the_door(client_of):
    client = client_of(UserFactory(username="arta"))

    response = client.get("/admin/", follow=True, headers={"accept-language": "en"})

    assert response.redirect_chain == [("/en/login/?next=/admin/", 302)]
    assert "You are signed in as arta" in response.content.decode()


def test_a_private_page_leads_to_the_door_and_is_kept_for_nobody(
    client, client_of, programme, settings
):
    settings.FENER_PAGE_SECONDS = 60
    page = LessonPage.objects.get(title="Lesson one")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )

    assert client_of(UserFactory()).get(LESSONS["en"]).status_code == 200
    assert client.get(LESSONS["en"]).url.startswith("/en/login/")


def test_a_page_behind_a_password_stays_behind_it(client, programme, settings):
    settings.FENER_PAGE_SECONDS = 60
    page = LessonPage.objects.get(title="Lesson one")
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="word"
    )
    for _ in range(2):
        response = client.get(LESSONS["en"])
        assert "For the unit of Celaj" not in response.content.decode()
        assert "csrfmiddlewaretoken" in response.content.decode()


@pytest.mark.parametrize(
    ("make", "room"),
    [
        (lambda: None, "my_learning"),
        (lambda: TrainerFactory().professional, "lms_delivery:today"),
        (
            lambda: AffiliationFactory(is_focal_point=True).professional,
            "my_institution",
        ),
    ],
)
def test_each_role_starts_in_its_own_room(client_of, make, room):
    user = UserFactory()
    if professional := make():
        professional.user = user
        professional.save()

    response = client_of(user).get("/en/my/")

    assert response.url == reverse(room).replace("/sq/", "/en/")


def test_a_coordinator_starts_at_the_desk(coordinator, client_of):
    assert client_of(coordinator).get("/en/my/").url == "/admin/"


def test_signing_out_leads_home(client_of):
    client = client_of(UserFactory())

    response = client.post("/en/logout/")

    assert response.url == "/"
    assert "_auth_user_id" not in client.session

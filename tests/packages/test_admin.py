import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.packages.models import Package
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.packages import make_package
from tests.packages import making_packages as making

pytestmark = pytest.mark.django_db


def upload(content=None):
    return SimpleUploadedFile(
        "signs.zip", making.scorm() if content is None else content
    )


def english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def form(edition, **changes):
    return {
        "edition": edition.pk, "title_sq": "Shenjat", "language": "sq",
        "archive": upload(),
    } | changes  # fmt: skip


def test_preview_shows_what_was_found_and_keeps_nothing(coordinator, client_of, root):
    text = (
        english(client_of(coordinator))
        .post(reverse("package:add"), form(ModuleEditionFactory(), look="1"))
        .text
    )
    for words in ("SCORM 1.2", "Signs of trafficking", "lesson/index.html"):
        assert words in text
    assert not Package.objects.exists()
    assert list(root.iterdir()) == []


def test_package_is_brought_in(coordinator, client_of):
    response = english(client_of(coordinator)).post(
        reverse("package:add"), form(ModuleEditionFactory()), follow=True
    )
    assert "The package “Shenjat” is kept." in response.text
    package = Package.objects.get()
    assert package.current.uploaded_by == coordinator
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user) == ("lms_packages.add", coordinator)


def test_bad_archive_is_refused_at_its_field(coordinator, client_of):
    response = english(client_of(coordinator)).post(
        reverse("package:add"),
        form(ModuleEditionFactory(), archive=upload(b"%PDF")),
    )
    assert "is not a zip archive that can be read" in response.text
    assert not Package.objects.exists()


def test_package_is_replaced_and_taken_out_of_use(coordinator, client_of):
    package = make_package()
    client = english(client_of(coordinator))
    new = making.scorm(page=b"<html>New</html>")
    response = client.post(
        reverse("package:replace", args=[package.pk]),
        {"archive": upload(new)},
        follow=True,
    )
    assert "the new content is shown from now on" in response.text
    assert Package.objects.get().current.number == 2

    path = reverse("package:active", args=[package.pk])
    assert "Nobody can open the package any more." in client.get(path).text
    assert "The package is out of use." in client.post(path, follow=True).text
    assert "The package is in use." in client.post(path, follow=True).text


def test_names_are_edited_without_touching_the_content(coordinator, client_of):
    package = make_package()
    english(client_of(coordinator)).post(
        reverse("package:edit", args=[package.pk]),
        {"edition": package.edition_id, "title_sq": "Tjetër", "language": "en"},
    )
    package.refresh_from_db()
    assert (package.title_sq, package.current.number) == ("Tjetër", 1)


def test_administrators_look_and_change_nothing(administrator, client_of):
    package = make_package()
    client = client_of(administrator)
    assert client.get(reverse("package:index")).status_code == 200
    for name, args in (
        ("add", []),
        ("replace", [package.pk]),
        ("active", [package.pk]),
    ):
        path = reverse(f"package:{name}", args=args)
        for response in (client.get(path), client.post(path)):
            assert response.status_code in (302, 403)
            assert response.get("Location", "/admin/") == reverse("wagtailadmin_home")
    package.refresh_from_db()
    assert package.is_active


@pytest.mark.parametrize("name", ["package", "packagereport"])
def test_listing_asks_the_same_number_of_queries(name, coordinator, client_of):
    client = english(client_of(coordinator))
    asked = []
    for count in (1, 2):
        for _number in range(count):
            make_package()
        client.get(reverse(f"{name}:index"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"{name}:index")).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]

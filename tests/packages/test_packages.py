"""Packages come in, are replaced, and go out of use."""

from io import BytesIO

import pytest
from django.core.files.storage import storages
from wagtail.models import ModelLogEntry

from lms.packages.domain.packages import (
    add_package,
    replace_package,
    set_package_active,
)
from lms.packages.domain.playing import file_of
from lms.packages.domain.refusal import PackageRefused
from lms.packages.models import Package, PackageVersion
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.packages import make_package
from tests.packages import making_packages as making

pytestmark = pytest.mark.django_db


def deeds():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_package_is_kept_with_its_archive_and_hash(package, root):
    version = package.current
    assert (version.number, version.kind, version.launch) == (
        1, "scorm12", "lesson/index.html",
    )  # fmt: skip
    assert version.archive.read() == making.scorm()
    assert len(version.sha256) == 64
    assert (root / version.folder / "shared.css").exists()
    assert deeds() == ["lms_packages.add"]


def test_title_is_taken_from_the_package_where_none_is_written():
    assert make_package(title="").title_sq == "Signs of trafficking"


def test_replacing_serves_the_new_content_and_keeps_the_earlier(package):
    old = package.current
    new = making.scorm(page=b"<html>Second</html>")

    package = replace_package(package, upload=BytesIO(new), name="b.zip", by=None)

    package.refresh_from_db()
    assert package.current.number == 2
    page = file_of(package.current, package.current.launch)
    assert page.read_bytes() == b"<html>Second</html>"
    assert file_of(old, old.launch).read_bytes() == making.PAGE
    assert deeds() == ["lms_packages.add", "lms_packages.replace"]


def test_refused_replacement_changes_nothing(package, root):
    with pytest.raises(PackageRefused):
        replace_package(package, upload=BytesIO(b"no"), name="b.zip", by=None)
    package.refresh_from_db()
    assert package.current.number == 1
    assert [path.name for path in root.iterdir()] == [package.current.folder]


def test_same_archive_again_is_refused_and_leaves_nothing(package, root):
    with pytest.raises(PackageRefused, match="is played already"):
        replace_package(package, upload=BytesIO(making.scorm()), name="b.zip", by=None)
    assert PackageVersion.objects.count() == 1
    assert len(list(root.iterdir())) == 1


def test_refused_package_leaves_no_row_and_no_file(root):
    package = Package(edition=ModuleEditionFactory(), title_sq="X", language="sq")
    before = set(_kept())
    with pytest.raises(PackageRefused):
        add_package(package, upload=BytesIO(b"no zip"), name="a.zip", by=None)
    assert not Package.objects.exists()
    assert not PackageVersion.objects.exists()
    assert list(root.iterdir()) == []
    assert set(_kept()) == before


def _kept():
    private = storages["private"]
    return private.listdir("packages")[1] if private.exists("packages") else []


def test_package_goes_out_of_use_and_back(package):
    set_package_active(package, is_active=False, by=None)
    assert not Package.objects.active().exists()
    with pytest.raises(PackageRefused, match="out of use already"):
        set_package_active(package, is_active=False, by=None)
    set_package_active(package, is_active=True, by=None)
    assert Package.objects.active().get() == package
    assert deeds()[1:] == ["lms_packages.deactivate", "lms_packages.activate"]


@pytest.mark.parametrize(
    "name", ["../x", "../../etc/passwd", "/etc/passwd", "lesson", "", ".", "a\x00b"]
)
def test_no_file_outside_the_folder_is_found(name, package, root):
    (root / "x").write_text("outside")
    assert file_of(package.current, name) is None

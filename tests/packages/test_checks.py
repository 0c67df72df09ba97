from pathlib import Path

import pytest

from lms.packages import checks


def ids(errors):
    return [error.id for error in errors]


def test_settings_of_the_site_are_in_order():
    for check in (checks.check_root, checks.check_host, checks.check_limits):
        assert check() == []


def test_folder_that_is_handed_out_is_refused(settings):
    settings.LMS_PACKAGES_ROOT = Path(settings.MEDIA_ROOT) / "packages"
    assert ids(checks.check_root()) == ["lms_packages.E001"]


@pytest.mark.parametrize("host", ["packages.example.org", "https://a.org/x", "ftp://a"])
def test_host_that_is_none_is_refused(host, settings):
    settings.LMS_PACKAGES_HOST = host
    assert ids(checks.check_host()) == ["lms_packages.E002"]


def test_limits_have_to_be_limits(settings):
    settings.LMS_PACKAGES_MAX_FILES = settings.LMS_PACKAGES_LINK_HOURS = 0
    assert ids(checks.check_limits()) == ["lms_packages.E003"] * 2

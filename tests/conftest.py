from __future__ import annotations

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import Client

from home import roles as role_names
from tests.factories.site import restore_base
from tests.factories.users import UserFactory


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped test is a failure: nobody is there to read why."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that commit run last: they empty every table."""
    items.sort(key=_commits)


@pytest.fixture(autouse=True)
def _rows_of_migrations(request):
    """A test that commits gets back what Wagtail's migrations made."""
    if _commits(request.node):
        request.getfixturevalue("transactional_db")
        ContentType.objects.clear_cache()
        restore_base()


def _commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(
        (marker and marker.kwargs.get("transaction"))
        or {"transactional_db", "live_server"} & set(item.fixturenames)
    )


@pytest.fixture(autouse=True)
def _empty_cache():
    """No figure and no key of one test is served to another."""
    cache.clear()
    ContentType.objects.clear_cache()


@pytest.fixture
def roles(db):
    """The groups of the seven roles."""
    role_names.load_roles()


@pytest.fixture
def coordinator(roles):
    return UserFactory(username="coordinator", roles=[role_names.COORDINATORS])


@pytest.fixture
def administrator(roles):
    return UserFactory(username="administrator", roles=[role_names.ADMINISTRATORS])


@pytest.fixture
def client_of():
    """`client_of(user)` is a signed-in browser without one."""

    def make(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make

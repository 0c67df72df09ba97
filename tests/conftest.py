from __future__ import annotations

import os

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils.translation import deactivate

from home import roles as role_names
from tests.factories import kept
from tests.factories.programme import load_programme
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


@pytest.fixture(autouse=True)
def _kept_rows(request, _rows_of_migrations):
    """What was made once comes before everything that a test makes of its own."""
    for name in ("programme", "seeded", "demo"):
        if name in request.fixturenames:
            request.getfixturevalue(name)


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


@pytest.fixture(autouse=True)
def _no_language_of_another_test():
    """What a page of an earlier test was read in says nothing to the next one."""
    deactivate()


@pytest.fixture(scope="session")
def kept_in(tmp_path_factory):
    """The folder of what the processes of one run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def programme(db, kept_in):
    """A small programme with its pages in three languages."""
    kept.give("programme", load_programme, kept_in)


@pytest.fixture
def seeded(db, kept_in):
    """Languages, home pages, roles, lists, modules with their pages."""
    kept.give("seeded", _load_reference, kept_in)


@pytest.fixture
def demo(db, kept_in):
    """`seeded`, and the demo of the fewest people."""
    kept.give("demo", _load_demo, kept_in)


def _load_reference() -> None:
    restore_base()
    call_command("seed_reference", verbosity=0)


def _load_demo() -> None:
    _load_reference()
    call_command("seed_demo", people=40)


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

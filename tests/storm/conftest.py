import pytest

from tests.factories.site import restore_base

from .server import Server


@pytest.fixture(scope="module", autouse=True)
def _base_rows_outlive_the_flush(django_db_setup, django_db_blocker):
    yield
    with django_db_blocker.unblock():
        restore_base()


@pytest.fixture
def server(transactional_db):
    restore_base()
    server = Server()
    yield server
    server.kill()

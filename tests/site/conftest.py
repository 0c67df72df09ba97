import pytest

from tests.factories.programme import load_programme


@pytest.fixture
def programme(db):
    """A small programme with its pages in three languages."""
    load_programme()

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english():
    """Refusals are compared with their English words."""
    with translation.override("en"):
        yield

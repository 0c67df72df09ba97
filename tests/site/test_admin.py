"""What the site changes on Wagtail's own pages."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

pytestmark = pytest.mark.django_db


def test_an_account_chooses_no_time_zone(coordinator, client_of):
    """The system's list holds names that browsers refuse; everybody here shares one."""
    response = client_of(coordinator).get(reverse("wagtailadmin_account"))

    assert "current_time_zone" not in response.content.decode()


def test_months_are_written_small_in_albanian():
    with override("sq"):
        assert date_format(date(2028, 7, 1), "F Y") == "korrik 2028"

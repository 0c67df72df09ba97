import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views import View

from curriculum.models import Module
from curriculum.viewsets.base import GuardedMixin
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


class Deed(GuardedMixin, View):
    model = Module
    permission_required = "change"

    def get(self, request):
        return HttpResponse("done")


def test_a_guarded_view_needs_no_policy_to_be_given(rf):
    """Wagtail 8 gives the views of a viewset none, and its mixin then asks nobody."""
    request = rf.get("/")
    request.user = UserFactory()

    with pytest.raises(PermissionDenied):
        Deed.as_view()(request)


def test_a_guarded_view_opens_to_who_may(rf, coordinator):
    request = rf.get("/")
    request.user = coordinator

    assert Deed.as_view()(request).content == b"done"

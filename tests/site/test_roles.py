"""What an update of the site does to groups that people have changed."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from home import roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    roles.load_roles()
    return Group.objects.get(name=roles.COORDINATORS).permissions


def codenames(permissions):
    return set(permissions.values_list("codename", flat=True))


def test_what_people_took_from_a_group_stays_away(loaded):
    loaded.remove(Permission.objects.get(codename="approve_training"))

    roles.load_roles()

    assert "approve_training" not in codenames(loaded)


def test_permission_that_came_with_an_update_goes_to_its_roles(loaded):
    name = "lms_delivery.view_letter"
    letter = Permission.objects.get(codename="view_letter")
    before = {group.name for group in letter.group_set.all()}
    letter.group_set.clear()

    roles.load_roles()

    assert {group.name for group in letter.group_set.all()} == before
    assert name in roles.ROLE_PERMISSIONS[roles.COORDINATORS]


def test_new_permission_that_no_role_is_meant_to_have_goes_to_operators_alone(loaded):
    new = Permission.objects.create(
        codename="fly",
        name="Can fly",
        content_type=ContentType.objects.get_for_model(Group),
    )

    roles.load_roles()

    assert [group.name for group in new.group_set.all()] == [roles.OPERATORS]

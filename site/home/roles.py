"""The seven roles: a visitor has no login, the others are groups.

What a participant, a trainer and a focal point may see follows from the records (own
enrolments, own trainings, own institution), so their groups hold only the permission
to ask; none of the three opens the Wagtail admin.
"""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

PARTICIPANTS = "Participants"
TRAINERS = "Trainers"
FOCAL_POINTS = "Focal points"
ADMINISTRATORS = "Administrators"
COORDINATORS = "Coordinators"
OPERATORS = "Operators"

_OWN = ["trainers_pool.view_own_record"]
_ALL = ("add", "change", "delete", "view")
_KEPT = ("add", "change", "view")
_TEMPLATES = ("add", "change", "publish", "view")


def _on(app: str, models: str, actions: tuple[str, ...]) -> list[str]:
    return [f"{app}.{action}_{model}" for model in models.split() for action in actions]


_LISTS = "institution profession municipality"
_PEOPLE = "professional trainer"
#: Written on the pages of a training, looked at in the admin.
_AFTER = "trainerreport costline briefing"
_DELIVERY = "training enrolment headcount evidence action"

ROLE_PERMISSIONS: dict[str, list[str]] = {
    PARTICIPANTS: _OWN,
    TRAINERS: [
        *_OWN,
        "curriculum.read_trainersguidepage",
        "lms_delivery.add_training",
        "lms_delivery.import_sheet",
    ],
    FOCAL_POINTS: [*_OWN, "trainers_pool.view_institution_people"],
    ADMINISTRATORS: [
        "wagtailadmin.access_admin",
        *_on("trainers_pool", f"{_LISTS} {_PEOPLE}", ("view",)),
        *_on("curriculum", "module moduleedition glossaryterm", ("view",)),
        "curriculum.read_trainersguidepage",
        *_on(
            "lms_delivery",
            f"{_DELIVERY} sheetimport sheetrow letter {_AFTER}",
            ("view",),
        ),
        *_on(
            "lms_assessment",
            "completion posttestscore question questionversion test observation",
            ("view",),
        ),
        *_on("lms_learning", "practicestep learningpath", ("view",)),
        *_on("lms_targets", "indicator", ("view",)),
        *_on("certificates", "certificate certificatekind", ("view",)),
        *_on("certificates", "certificatetemplate", _TEMPLATES),
        "certificates.issue_certificate",
        "certificates.void_certificate",
    ],
    COORDINATORS: [
        "wagtailadmin.access_admin",
        *_on("trainers_pool", f"{_LISTS} {_PEOPLE}", _KEPT),
        *_on("curriculum", "module moduleedition glossaryterm", _ALL),
        "curriculum.read_trainersguidepage",
        *_on("lms_delivery", _DELIVERY, _KEPT),
        *_on("lms_delivery", f"sheetimport sheetrow letter {_AFTER}", ("view",)),
        *_on("lms_delivery", "knownheading", ("delete", "view")),
        *_on("lms_assessment", "completiondefault posttestscore", _KEPT),
        *_on("lms_assessment", "question test topic rubric", _KEPT),
        *_on("lms_assessment", "completion observation questionversion", ("view",)),
        *_on("lms_learning", "practicestep learningpath", _KEPT),
        *_on("lms_targets", "indicator indicatorlink staffnumber", _KEPT),
        *_on("certificates", "certificate", ("view",)),
        *_on("certificates", "certificatekind", _KEPT),
        *_on("certificates", "certificatetemplate", _TEMPLATES),
        "lms_delivery.import_sheet",
        "lms_delivery.close_training",
        "lms_delivery.reopen_training",
        "lms_delivery.approve_training",
        "lms_delivery.decide_row",
        "lms_delivery.resend_letter",
        "certificates.issue_certificate",
        "certificates.void_certificate",
    ],
}

#: Of the optional app; a site without it has none of these.
_PACKAGE_PERMISSIONS = {
    ADMINISTRATORS: _on("lms_packages", "package packagereport", ("view",)),
    COORDINATORS: [
        *_on("lms_packages", "package", _KEPT),
        *_on("lms_packages", "packagereport", ("view",)),
    ],
}
if apps.is_installed("lms.packages"):
    for _role, _names in _PACKAGE_PERMISSIONS.items():
        ROLE_PERMISSIONS[_role] += _names

_PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page")


def load_roles() -> None:
    """Create the groups; a group that exists keeps the permissions people gave it.

    A permission that no group holds came with an update, as the operators are given
    everything there is: it goes to the roles it is meant for.
    """
    updated = set(Permission.objects.filter(group__isnull=True))
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role, names in ROLE_PERMISSIONS.items():
        group, is_new = Group.objects.get_or_create(name=role)
        wanted = {permissions[name] for name in names}
        group.permissions.add(*(wanted if is_new else wanted & updated))
    operators, is_new = Group.objects.get_or_create(name=OPERATORS)
    operators.permissions.add(*(permissions.values() if is_new else updated))
    _give_pages_to(Group.objects.get(name=COORDINATORS))


def _give_pages_to(group: Group) -> None:
    """Let the coordinators edit all pages and the files that pages use."""
    for codename in _PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    for app, codename in (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "choose_document"),
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label=app, codename=codename
            ),
        )

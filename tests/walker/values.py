"""Values for the parameters of a URL, from the objects of a world."""

from __future__ import annotations

import uuid
from typing import Any

from tests.walker.routes import Route

#: What `pk` means in the views of a namespace: the name of a thing of the world.
THING_OF = {
    "lms_targets_progress": "indicator",
    "indicatorlink": "link",
    "closing": "open",
    "posttestscore": "score",
    "lms_delivery_review": "row",
    "sheetimport": "sheet",
    "institution_chooser": "institution",
    "professional_chooser": "professional",
    "trainer_chooser": "trainer",
    "training_chooser": "training",
    "moduleedition": "edition",
    "glossaryterm": "term",
    "staffnumber": "staff_number",
    "certificates": "certificate",
    "certificate_desk": "closed",
    "wagtaillocales": "locale",
    "wagtailsites": "site",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
}
#: The same for single views.
THING_OF_VIEW = {
    "account:invite_person": "professional",
    "account:invite_training": "training",
    "record": "professional",
    "record_pdf": "professional",
    "certificate_desk:ahead": "open",
    "lms_delivery:roll_call": "session",
    "lms_delivery:session_move": "session",
    "lms_delivery:session_call_off": "session",
    "lms_delivery:disputes": "session",
    "lms_delivery:check_in": "session",
    "lms_delivery_plain:api_roll_call": "session",
    "lms_delivery_plain:api_marks": "session",
    "lms_delivery:sign_in_sheet": "session",
    "lms_delivery:my_briefings": "enrolment",
    "my_calendar": "enrolment",
    "lms_delivery:attendance": "enrolment",
    "lms_delivery:briefing_remove": "briefing",
    "lms_delivery:nomination_take_back": "nomination",
    "lms_delivery:invitation": "facilitator",
    "lms_delivery:evidence": "evidence",
    "lms_delivery:sheet_preview": "upload",
    "lms_learning:practice": "enrolment",
    "lms_assessment:test": "sitting",
    "lms_assessment:attempt": "attempt",
    "lms_assessment:attempt_save": "attempt",
    "lms_assessment:result": "handed_in",
    "lms_assessment:observation": "observation",
    "lms_assessment:paper_test": "sitting",
    "lms_assessment:paper_entry": "sitting",
    "lms_packages:package": "package",
    "lms_packages:report": "package",
}
#: Plain values of Wagtail's own parameters.
PLAIN = {
    "app_label": "curriculum",
    "app_name": "curriculum",
    "model_name": "modulepage",
    "action": "delete",
    "action_name": "publish",
    "content_type_app_name": "curriculum",
    "content_type_model_name": "moduleindexpage",
    "filter_spec": "original",
    "revision_id_a": "live",
    "revision_id_b": "latest",
    "uidb64": "MQ",
    "token": "x",
    "letter": "A",
}


def fill(route: Route, world: dict[str, Any]) -> str:
    """The address of `route` with the things of `world` in it."""
    path = route.path
    for parameter in route.parameters:
        path = path.replace(f"{{{parameter}}}", str(_value(route, parameter, world)))
    for regex, plain in (
        (r"(\d+)", str(world["page"].pk)),
        (r"(live|earliest|\d+)\.\.\.(live|latest|\d+)", "live...latest"),
        (r"(.*)", "file.pdf"),
        (r"((?:[\w\-]+/)*)", ""),
        (r".*", "nowhere"),
    ):
        path = path.replace(regex, plain)
    return path.replace("^", "").replace("$", "")


def _value(route: Route, parameter: str, world: dict[str, Any]) -> Any:
    if parameter == "token" and route.name.startswith("lms_delivery"):
        name = "evaluation" if "evaluation" in route.name else "calendar_feed"
        return world[name].token
    if route.name == "lms_learning:sign_off":
        return world["sign_off"].token
    if parameter in PLAIN:
        return PLAIN[parameter]
    if parameter == "code":
        return world[_coded(route.name)].code
    if route.name == "lms_assessment:observe":
        thing = {"enrolment": "enrolment", "rubric": "rubric"}.get(parameter)
        if thing:
            return world[thing].key if thing == "rubric" else world[thing].pk
    if parameter == "enrolment":
        return world["completion"].enrolment_id
    if parameter in ("page_id", "parent_page_id", "page_to_move_id", "destination_id"):
        return world["page"].pk
    if parameter == "pk":
        space = route.name.split(":")[0]
        name = THING_OF_VIEW.get(route.name) or THING_OF.get(space, space)
        thing = world.get(name)
        if thing is not None:
            return thing.pk
        return uuid.uuid4() if "uuid" in name else 1
    return 1


def _coded(name: str) -> str:
    """The thing of the world whose code stands in the address."""
    if name == "lms_delivery:nominate":
        return "offered"
    is_public = any(word in name for word in ("verify", "api", "badge"))
    return "certificate" if is_public else "open"

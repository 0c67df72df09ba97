"""Who may open what: one line for every family of URLs; nothing is open by silence.

A rule is a pattern of route names and two sets of roles: those that may open it for an
object of their own (or without an object), and those that may for anybody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

VISITOR = "visitor"
PARTICIPANT = "participant"
TRAINER = "trainer"
FOCAL_POINT = "focal point"
ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
OPERATOR = "operator"
#: Opens the admin and holds no other permission: stock Wagtail shows such a user people.
INSIDER = "insider"

ROLES = (
    VISITOR,
    PARTICIPANT,
    TRAINER,
    FOCAL_POINT,
    INSIDER,
    ADMINISTRATOR,
    COORDINATOR,
    OPERATOR,
)

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {VISITOR}
ADMIN = frozenset({INSIDER, ADMINISTRATOR, COORDINATOR, OPERATOR})
DESK = frozenset({ADMINISTRATOR, COORDINATOR, OPERATOR})
MAKERS = frozenset({COORDINATOR, OPERATOR})
ONLY_OPERATOR = frozenset({OPERATOR})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """`writers` are those who may send a form, where they are fewer.

    `is_lenient`: whoever is let in may still be sent on (a wrong password, a file that
    is not there); `names_people`: the page is there to name somebody to anybody.
    """

    names: str
    own: frozenset[str]
    foreign: frozenset[str]
    writers: frozenset[str] = EVERYBODY
    is_lenient: bool = False
    names_people: bool = False

    def allows(self, role: str, method: str, *, is_own: bool) -> bool:
        readers = self.own if is_own else self.foreign
        return role in readers and (method == "get" or role in self.writers)


def rule(
    names: str, own: frozenset[str], foreign: frozenset[str] | None = None, **more: Any
) -> Rule:
    return Rule(names, own, own if foreign is None else foreign, **more)


def stock(names: str) -> Rule:
    """Stock Wagtail decides among those who open the admin; it must name nobody."""
    return Rule(names, ADMIN, ADMIN, is_lenient=True)


def register(
    name: str,
    lookers: frozenset[str],
    makers: frozenset[str],
    erasers: frozenset[str] = ONLY_OPERATOR,
) -> list[Rule]:
    """The views of a RegisterViewSet called `name`."""
    return [
        rule(rf"{name}:(index|index_results|inspect)", lookers),
        rule(rf"{name}:(add|edit|usage)", makers),
        rule(rf"{name}:(history|history_results)", makers | ONLY_OPERATOR),
        rule(rf"{name}:delete", erasers),
    ]


PUBLIC = [
    rule(r"unnamed /", EVERYBODY),
    # The other doors lead to the one sign-in page, whoever knocks.
    rule(r"unnamed .*(admin/login|_util/login)/", NOBODY),
    rule(r"wagtailcore_login|wagtailadmin_login", NOBODY),
    rule(r"healthz|openapi|login|logout|search|wagtail_serve", EVERYBODY),
    rule(r"wagtail(core|docs)_authenticate_with_password", EVERYBODY, is_lenient=True),
    rule(r"wagtaildocs_serve", EVERYBODY, is_lenient=True),
    rule(r"wagtailadmin_password_reset\w*", EVERYBODY, is_lenient=True),
    rule(r"after_login", SIGNED_IN, is_lenient=True),
    # The answer is the same to all, whether an address or a link is known or not.
    rule(r"password_(reset|reset_done|link_again)", EVERYBODY),
    rule(r"password_reset_confirm", EVERYBODY, is_lenient=True),
    rule(r"my_record(_pdf)?", frozenset({PARTICIPANT, TRAINER, FOCAL_POINT})),
    rule(r"record(_pdf)?", DESK),
    rule(r"my_(learning|language)", SIGNED_IN),
    rule(r"my_calendar", frozenset({PARTICIPANT}), NOBODY),
    rule(r"my_institution", frozenset({FOCAL_POINT})),
]

WAGTAIL = [
    stock(r"unnamed /admin/(test404/|\^\.\*/\$)"),
    rule(
        r"wagtailadmin_(login|password_reset\w*|sprite|javascript_catalog)", EVERYBODY
    ),
    stock(r"wagtailadmin_(?!login|password_reset|sprite|javascript_catalog).*"),
    stock(r"wagtail_bulk_action|simple_translation:.*|wagtailsnippets:.*"),
    stock(r"wagtail(docs|images)(_chooser)?:.*"),
    rule(r"wagtail(locales|sites|users_users|users_groups):.*", ONLY_OPERATOR),
]

TEACHERS = frozenset({TRAINER, COORDINATOR, OPERATOR})
OFFICE_AND_TEACHERS = TEACHERS | {ADMINISTRATOR}

PAGES = [
    rule(r"lms_targets:progress|lms_targets_plain:api_targets", EVERYBODY),
    rule(r"certificates(_plain)?:verify_search", EVERYBODY),
    rule(
        r"certificates(_plain)?:(verify|api_certificate)", EVERYBODY, names_people=True
    ),
    # Where there is no key, nobody has a badge.
    rule(
        r"certificates:badge|certificates_plain:api_badge",
        EVERYBODY,
        names_people=True,
        is_lenient=True,
    ),
    rule(r"certificates_plain:badge_(issuer|keys|status)", EVERYBODY, is_lenient=True),
    rule(r"certificates:download", DESK | {PARTICIPANT}, DESK),
    rule(r"lms_delivery:today", OFFICE_AND_TEACHERS),
    rule(r"lms_delivery:invitation", frozenset({TRAINER}), NOBODY),
    rule(r"lms_delivery:training_create", TEACHERS),
    rule(r"lms_delivery:calendar_address", frozenset({TRAINER})),
    # The address is the key; one of a trainer who cannot sign in opens nothing.
    rule(r"lms_delivery_plain:calendar_feed", EVERYBODY, is_lenient=True),
    rule(
        r"lms_delivery:(training|training_calendar|evidence|attendance)",
        OFFICE_AND_TEACHERS,
        DESK,
    ),
    rule(r"lms_delivery:roll_call", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:check_in", TEACHERS, MAKERS),
    # Open to all; the code of the moment is what lets somebody in.
    rule(r"lms_delivery:here", EVERYBODY),
    rule(r"lms_delivery_plain:here_link", EVERYBODY, is_lenient=True),
    rule(r"lms_delivery:disputes", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:(session_add|evidence_add)", TEACHERS, MAKERS),
    rule(r"lms_delivery:session_(generate|copy|move|call_off)", TEACHERS, MAKERS),
    # The page without names that every phone keeps, and the script that keeps it.
    rule(r"lms_delivery:roll_call_shell|lms_delivery_plain:service_worker", EVERYBODY),
    rule(r"curriculum_plain:reading_worker", EVERYBODY),
    rule(r"lms_delivery_plain:api_roll_call", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_delivery_plain:api_marks", TEACHERS, MAKERS),
    rule(r"lms_delivery:sign_in_sheet", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_delivery:signed_sheet", TEACHERS),
    rule(r"lms_delivery:briefings", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:my_briefings", frozenset({PARTICIPANT}), NOBODY),
    rule(r"lms_delivery:walk_ins", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:nominat(ions|e)", frozenset({FOCAL_POINT})),
    rule(r"lms_delivery:nomination_take_back", frozenset({FOCAL_POINT}), NOBODY),
    rule(
        r"lms_delivery:nominations_decide", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS
    ),
    rule(r"lms_delivery:briefing_remove", TEACHERS | {PARTICIPANT}, MAKERS),
    rule(r"lms_delivery:evaluation|lms_delivery_plain:evaluation_link", EVERYBODY),
    rule(
        r"lms_delivery:evaluation_results", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS
    ),
    rule(r"lms_delivery:evaluation_paper", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_delivery:evaluation_entry", TEACHERS, MAKERS),
    rule(r"lms_delivery:approval", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:handover_pack", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_delivery:trainer_report", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_delivery:sheet_import", TEACHERS, MAKERS),
    # Only who uploaded a sheet looks at it; others who may import start anew.
    rule(r"lms_delivery:sheet_preview", TEACHERS, MAKERS, is_lenient=True),
    rule(r"lms_assessment:(scores|close)", TEACHERS, MAKERS),
    rule(r"lms_assessment:training_tests", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS),
    rule(r"lms_assessment:(paper_(test|entry)|observe)", TEACHERS, MAKERS),
    rule(r"lms_assessment:(observations|training_results)", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_assessment:observations", OFFICE_AND_TEACHERS, DESK),
    rule(r"lms_learning:open_trainings", EVERYBODY),
    rule(r"lms_learning:sign_up", frozenset({PARTICIPANT}), NOBODY),
    rule(
        r"lms_learning:lesson", frozenset({PARTICIPANT, TRAINER, FOCAL_POINT}), NOBODY
    ),
    rule(r"lms_learning:my_path", SIGNED_IN),
    rule(r"lms_learning:practice", frozenset({PARTICIPANT}), NOBODY),
    rule(
        r"lms_learning:training_practice", OFFICE_AND_TEACHERS, DESK, writers=TEACHERS
    ),
    # The key of the letter names one person to one supervisor; not to that person.
    rule(
        r"lms_learning:sign_off",
        EVERYBODY - {PARTICIPANT},
        EVERYBODY,
        names_people=True,
    ),
    rule(r"lms_learning:sign_off_thanks", EVERYBODY),
    rule(r"lms_assessment:tests", SIGNED_IN),
    rule(
        r"lms_assessment:(test|attempt|attempt_save|result|observation)",
        frozenset({PARTICIPANT}),
        NOBODY,
    ),
    rule(r"lms_packages:packages", SIGNED_IN),
    rule(r"lms_packages:package", OFFICE_AND_TEACHERS | {PARTICIPANT}, DESK),
    # Only who takes part is reported of, and a report has to say something.
    rule(
        r"lms_packages:report",
        OFFICE_AND_TEACHERS | {PARTICIPANT},
        DESK,
        is_lenient=True,
    ),
    rule(r"lms_packages:reports", OFFICE_AND_TEACHERS, DESK),
    # The address is the key: signed for one person, who is asked for again.
    rule(r"lms_packages_plain:.*", EVERYBODY, is_lenient=True),
]

#: Registers: who looks, who changes.
REGISTERS = [
    entry
    for name, lookers, makers in (
        ("trainer", DESK, MAKERS),
        ("professional", DESK, MAKERS),
        ("institution", DESK, MAKERS),
        ("profession", DESK, MAKERS),
        ("municipality", DESK, MAKERS),
        ("module", DESK, MAKERS),
        ("moduleedition", DESK, MAKERS),
        ("glossaryterm", DESK, MAKERS),
        ("training", DESK, MAKERS),
        ("enrolment", DESK, MAKERS),
        ("action", DESK, MAKERS),
        ("headcount", DESK, MAKERS),
        ("evidence", DESK, NOBODY),
        ("sheetimport", DESK, NOBODY),
        ("trainerreport", DESK, NOBODY),
        ("costline", DESK, NOBODY),
        ("briefing", DESK, NOBODY),
        ("letter", DESK, NOBODY),
        ("completion", DESK, ONLY_OPERATOR),
        ("posttestscore", DESK, MAKERS),
        ("completiondefault", MAKERS, MAKERS),
        ("question", DESK, MAKERS),
        ("test", DESK, MAKERS),
        ("topic", MAKERS, MAKERS),
        ("rubric", MAKERS, MAKERS),
        ("observation", DESK, NOBODY),
        ("questionversion", DESK, NOBODY),
        ("practicestep", DESK, MAKERS),
        ("learningpath", DESK, MAKERS),
        ("indicator", DESK, MAKERS),
        ("indicatorlink", MAKERS, MAKERS),
        ("staffnumber", MAKERS, MAKERS),
        ("package", DESK, MAKERS),
        ("packagereport", DESK, NOBODY),
        ("certificate", DESK, ONLY_OPERATOR),
        ("certificatekind", DESK, MAKERS),
    )
    for entry in register(name, lookers, makers)
]
REGISTERS += register("knownheading", MAKERS, MAKERS, erasers=MAKERS)

DEEDS = [
    rule(r"evidence:(history|history_results)", MAKERS),
    rule(r"(institution|professional|trainer|training)_chooser:.*", DESK),
    rule(r"lms_targets_progress:.*", DESK),
    rule(r"indicatorlink:decide", MAKERS),
    rule(r"closing:.*", MAKERS),
    rule(r"account:.*", MAKERS),
    rule(r"training:cancel|enrolment:(enrol|withdraw)", MAKERS),
    rule(r"letter:again", MAKERS),
    rule(r"package:(replace|active)", MAKERS),
    rule(r"lms_delivery_review:.*|lms_delivery_waiting:index", MAKERS),
    rule(r"lms_assessment_knowledge:index|question:export", DESK),
    rule(r"question:import", MAKERS),
    rule(r"certificate_desk:.*|certificate:(replace|void|book)", DESK),
    # What was never published cannot be unpublished, nor an unknown revision seen.
    rule(r"certificatetemplate:.*", DESK, is_lenient=True),
]

#: These show the error page on purpose.
MEANT_TO_FAIL = {
    "wagtailadmin_error_test",
    # Stock Wagtail breaks on an empty form here; it changes and shows nothing.
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_pages:copy",
}

#: They may read about everybody.
SEE_EVERYBODY = DESK

RULES = [*PUBLIC, *PAGES, *WAGTAIL, *DEEDS, *REGISTERS]


def rule_for(name: str) -> Rule | None:
    for candidate in RULES:
        if re.fullmatch(candidate.names, name):
            return candidate
    return None

"""Every URL, every role, GET and POST, own and foreign objects."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import transaction

from tests.walker import rules, scene
from tests.walker.routes import Route, routes
from tests.walker.values import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(settings, tmp_path):
    settings.LMS_PACKAGES_ROOT = tmp_path / "packages"
    return scene.build()


def test_every_url_is_classified():
    unknown = sorted({r.name for r in routes() if rules.rule_for(r.name) is None})

    assert unknown == []


def test_an_unclassified_url_would_be_noticed():
    """Negative control: a name that no rule knows has no rule by accident."""
    assert rules.rule_for("somebody_new:export") is None


@pytest.mark.parametrize("role", rules.ROLES)
def test_every_url_answers_each_role_as_its_rule_says(stage, role):
    client = stage.client(role)
    wrong = []
    for route in routes():
        rule = rules.rule_for(route.name)
        if rule is None:
            continue
        own, foreign = fill(route, stage.own), fill(route, stage.foreign)
        exports = [f"{own}?export=csv"] if route.name.endswith(":index") else []
        for path in dict.fromkeys((own, foreign, *exports)):
            is_own = path != foreign or own == foreign
            for method in ("get", "post"):
                is_allowed = rule.allows(role, method, is_own=is_own)
                answer = _ask(client, method, path)
                if fault := _fault(route, rule, is_allowed, method, answer, role):
                    wrong.append(f"{method.upper()} {path} ({route.name}): {fault}")
    assert not wrong, "\n".join(wrong)


def _ask(client, method: str, path: str):
    """The answer; whatever it changed is taken back, a sign-out too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(path)
        _body(answer)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def _body(answer) -> str:
    if not hasattr(answer, "walked"):
        content = (
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        )
        answer.walked = content.decode("utf-8", "replace")
    return answer.walked


def _fault(route: Route, rule, is_allowed: bool, method: str, answer, role: str) -> str:
    if answer.status_code >= 500 and route.name not in rules.MEANT_TO_FAIL:
        return f"failed with {answer.status_code}"
    may_name = rule.names_people or role in rules.SEE_EVERYBODY
    if not may_name and scene.SECRET in _body(answer):
        return "names a person who is none of this role's business"
    if is_allowed or answer.status_code == 405:
        refused = is_allowed and method == "get" and _refuses(answer)
        return "refused although allowed" if refused and not rule.is_lenient else ""
    return "" if _refuses(answer) else f"answered {answer.status_code} to an outsider"


def _refuses(answer) -> bool:
    if answer.status_code in (302, 301):
        to = answer.headers["Location"].split("?")[0]
        return to.endswith("/login/") or to == "/admin/"
    return answer.status_code in (401, 403, 404)

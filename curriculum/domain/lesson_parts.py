"""The parts of a lesson as they are written in its file, and as LessonPage.body takes them.

Each reader gets the heading and the lines below it, and raises ValueError with words
for the author where they are not as agreed.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .markdown import plain_text, rich_text


def _running_text(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "text": rich_text(text)}


def _steps(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "steps": _items(text, example="1. ")}


def _case(heading: str, text: str) -> dict[str, Any]:
    situation, mark, question = text.rpartition("\n? ")
    if not mark:
        raise ValueError("the question is missing. End with a line “? …”.")
    return {
        "heading": heading,
        "text": rich_text(situation),
        "question": plain_text(question),
    }


def _branch(heading: str, text: str) -> dict[str, Any]:
    """Decisions under a line “? …”; those that follow one stand two spaces deeper."""
    situation, mark, rest = f"\n{text}".rpartition("\n? ")
    if not mark:
        raise ValueError(_("ask “? …” before the decisions."))
    if not situation.strip():
        raise ValueError(_("describe the situation before the question."))
    question, _newline, lines = rest.partition("\n")
    decisions: list[dict[str, Any]] = []
    for line in filter(str.strip, lines.splitlines()):
        if not line.startswith("  "):
            decisions.append({**_decision(line), "question": "", "decisions": []})
        elif not decisions:
            raise ValueError(_("“%(line)s” follows no decision.") % {"line": line})
        elif line.startswith("  ? "):
            decisions[-1]["question"] = plain_text(line[4:])
        else:
            decisions[-1]["decisions"].append(_decision(line.strip()))
    _refuse_loose_ends(decisions)
    return {
        "heading": heading,
        "text": rich_text(situation),
        "question": plain_text(question),
        "decisions": decisions,
    }


def _decision(line: str) -> dict[str, str]:
    said, colons, consequence = line.partition(" :: ")
    if not said.startswith("- ") or not colons:
        raise ValueError(
            _("write “- decision :: what comes of it” instead of “%(line)s”.")
            % {"line": line}
        )
    return {"text": plain_text(said[2:]), "consequence": plain_text(consequence)}


def _refuse_loose_ends(decisions: list[dict[str, Any]]) -> None:
    if len(decisions) < 2:
        raise ValueError(_("give two decisions or more."))
    for decision in decisions:
        if bool(decision["question"]) != bool(decision["decisions"]):
            raise ValueError(
                _("“%(decision)s” needs both “  ? …” and decisions below, or neither.")
                % {"decision": decision["text"]}
            )


def _checklist(heading: str, text: str) -> dict[str, Any]:
    items = _items(text, example="- ")
    if not items:
        raise ValueError(_("the list is empty."))
    return {"heading": heading, "items": items}


def _definition(heading: str, text: str) -> dict[str, Any]:
    if not heading or text:
        raise ValueError(
            _("write only the key of a term; its words are in the glossary.")
        )
    return {"term": heading}


def _check(heading: str, text: str) -> dict[str, Any]:
    answers = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        box, answer = line[:6], line[6:]
        said, colons, feedback = answer.partition(" :: ")
        if box not in ("- [x] ", "- [ ] ") or not colons:
            raise ValueError(f"write “- [x] answer :: feedback” instead of “{line}”.")
        answers.append(
            {
                "text": plain_text(said),
                "is_right": box == "- [x] ",
                "feedback": plain_text(feedback),
            }
        )
    if sum(bool(answer["is_right"]) for answer in answers) != 1:
        raise ValueError("mark exactly one answer with [x].")
    return {"question": heading, "answers": answers}


def _remember(heading: str, text: str) -> dict[str, Any]:
    return {"heading": heading, "points": _items(text, example="- ")}


def _items(text: str, *, example: str) -> list[str]:
    """The items of a list of one level, one line each."""
    items = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        bullet, space, item = line.partition(" ")
        if not space or (bullet != "-" and not bullet.rstrip(".").isdigit()):
            raise ValueError(f"“{line}” is not an item of a list, as in “{example}…”.")
        items.append(plain_text(item))
    return items


READERS = {
    "why": _running_text,
    "text": _running_text,
    "definition": _definition,
    "steps": _steps,
    "checklist": _checklist,
    "case": _case,
    "branch": _branch,
    "check": _check,
    "remember": _remember,
}

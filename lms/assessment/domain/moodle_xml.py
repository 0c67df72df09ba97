"""Moodle XML: read with a report, and written.

Format: https://docs.moodle.org/en/Moodle_XML_format. Kinds that the bank does not have
(numbers with a tolerance, essays, gaps in a text, programs) are reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from lms.assessment.enums import QuestionKind

from .foreign import (
    FileRefused,
    ForeignOption,
    ForeignQuestion,
    Reading,
    Unread,
    plain,
)

#: lxml carries no types.
Element = Any


class _Unreadable(Exception):
    """Carries the reason in words fit for the person."""


def read_moodle_xml(content: bytes) -> Reading:
    """The questions of a file; a document type or entities are refused as a whole."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileRefused(
            _("The file declares entities. Export it from Moodle again, without them.")
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        quiz = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, _column = error.position
        raise FileRefused(
            _("The file is no XML: line %(line)s cannot be read.") % {"line": line}
        ) from error
    if quiz.tag != "quiz":
        raise FileRefused(_("The file is no list of questions of Moodle."))
    questions, unread = [], []
    for node in quiz.iterchildren("question"):
        kind = node.get("type", "")
        if kind == "category":
            continue
        try:
            questions.append(_read(node, kind))
        except _Unreadable as reason:
            shown = _words(node, "questiontext")[:80] or _words(node, "name")[:80]
            unread.append(
                Unread(where=node.sourceline or 0, text=shown, reason=str(reason))
            )
    return Reading(questions=questions, unread=unread)


def _read(node: Element, kind: str) -> ForeignQuestion:
    reader = _READERS.get(kind)
    if reader is None:
        raise _Unreadable(
            _("The kind “%(kind)s” is no kind of question here.") % {"kind": kind}
        )
    question = ForeignQuestion(
        where=node.sourceline or 0,
        name=_words(node, "name"),
        text=_words(node, "questiontext"),
        kind=QuestionKind.SINGLE,
        explanation=_words(node, "generalfeedback"),
        tags=[tag.findtext("text", "").strip() for tag in node.iterfind("tags/tag")],
    )
    if not question.text:
        raise _Unreadable(_("There is no question in it."))
    reader(question, node)
    return question


def _words(node: Element, path: str) -> str:
    return plain(node.findtext(f"{path}/text") or "")


def _weight(answer: Element) -> float:
    said = answer.get("fraction") or "0"
    try:
        return float(said)
    except ValueError:
        raise _Unreadable(
            _("“%(said)s” is no weight of an answer.") % {"said": said}
        ) from None


def _answers(node: Element) -> list[tuple[float, str, str]]:
    """The weight, the text and the feedback of each answer."""
    return [
        (
            _weight(answer),
            plain(answer.findtext("text") or ""),
            _words(answer, "feedback"),
        )
        for answer in node.iterfind("answer")
    ]


def _options(question: ForeignQuestion, node: Element) -> None:
    is_single = (node.findtext("single") or "true").strip() in ("true", "1")
    for weight, text, feedback in _answers(node):
        is_right = weight >= 100 if is_single else weight > 0
        if is_single and 0 < weight < 100:
            question.notes.append(
                _("“%(answer)s” is right in part and was taken as wrong.")
                % {"answer": text}
            )
        question.options.append(
            ForeignOption(text=text, is_right=is_right, feedback=feedback)
        )
    right = sum(option.is_right for option in question.options)
    if not right or len(question.options) < 2:
        raise _Unreadable(_("No answer is marked as right."))
    question.kind = QuestionKind.SINGLE if right == 1 else QuestionKind.MULTIPLE


def _truth(question: ForeignQuestion, node: Element) -> None:
    question.kind = QuestionKind.TRUE_FALSE
    right = [text for weight, text, _feedback in _answers(node) if weight > 0]
    if len(right) != 1 or right[0].lower() not in ("true", "false"):
        raise _Unreadable(_("Neither true nor false is marked as right."))
    question.is_right = right[0].lower() == "true"


def _pairs(question: ForeignQuestion, node: Element) -> None:
    question.kind = QuestionKind.MATCHING
    for pair in node.iterfind("subquestion"):
        left = plain(pair.findtext("text") or "")
        right = plain(pair.findtext("answer/text") or "")
        if left:
            question.pairs.append((left, right))
        else:
            question.notes.append(_("An answer that belongs to nothing was left out."))
    if len(question.pairs) < 2:
        raise _Unreadable(_("A matching needs two pairs or more."))


def _items(question: ForeignQuestion, node: Element) -> None:
    question.kind = QuestionKind.ORDERING
    question.items = [text for _weight, text, _feedback in sorted(_answers(node))]
    if len(question.items) < 2:
        raise _Unreadable(_("An ordering needs two steps or more."))


def _accepted(question: ForeignQuestion, node: Element) -> None:
    question.kind = QuestionKind.SHORT_TEXT
    for weight, text, _feedback in _answers(node):
        if weight >= 100:
            question.accepted.append(text)
        elif weight > 0:
            question.notes.append(
                _("“%(answer)s” is right in part and was left out.") % {"answer": text}
            )
    if not question.accepted:
        raise _Unreadable(_("No answer is marked as right."))


_READERS: dict[str, Callable[[ForeignQuestion, Element], None]] = {
    "multichoice": _options,
    "truefalse": _truth,
    "matching": _pairs,
    "ordering": _items,
    "shortanswer": _accepted,
}


def write_moodle_xml(questions: Iterable[ForeignQuestion]) -> bytes:
    quiz = etree.Element("quiz")
    for question in questions:
        quiz.append(_write(question))
    return bytes(
        etree.tostring(quiz, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    )


_TYPES = {
    QuestionKind.SINGLE: "multichoice",
    QuestionKind.MULTIPLE: "multichoice",
    QuestionKind.TRUE_FALSE: "truefalse",
    QuestionKind.MATCHING: "matching",
    QuestionKind.ORDERING: "ordering",
    QuestionKind.SHORT_TEXT: "shortanswer",
}


def _write(question: ForeignQuestion) -> Element:
    node = etree.Element("question", type=_TYPES[question.kind])
    _text(node, "name", question.name)
    _text(node, "questiontext", question.text)
    _text(node, "generalfeedback", question.explanation)
    etree.SubElement(node, "defaultgrade").text = "1.0"
    _WRITERS[question.kind](node, question)
    if question.tags:
        tags = etree.SubElement(node, "tags")
        for tag in question.tags:
            _text(tags, "tag", tag)
    return node


def _write_options(node: Element, question: ForeignQuestion) -> None:
    right = sum(option.is_right for option in question.options)
    is_single = question.kind == QuestionKind.SINGLE
    etree.SubElement(node, "single").text = "true" if is_single else "false"
    for option in question.options:
        weight = 100 / right if option.is_right else 0 if is_single else -100 / right
        _answer(node, weight, option.text, option.feedback)


def _write_truth(node: Element, question: ForeignQuestion) -> None:
    for word, is_right in (
        ("true", question.is_right),
        ("false", not question.is_right),
    ):
        _answer(node, 100 * is_right, word)


def _write_pairs(node: Element, question: ForeignQuestion) -> None:
    for left, right in question.pairs:
        pair = _text(node, "subquestion", left)
        _text(pair, "answer", right)


def _write_items(node: Element, question: ForeignQuestion) -> None:
    for number, item in enumerate(question.items, start=1):
        _answer(node, number, item)


def _write_accepted(node: Element, question: ForeignQuestion) -> None:
    etree.SubElement(node, "usecase").text = "0"
    for text in question.accepted:
        _answer(node, 100, text)


_WRITERS = {
    QuestionKind.SINGLE: _write_options,
    QuestionKind.MULTIPLE: _write_options,
    QuestionKind.TRUE_FALSE: _write_truth,
    QuestionKind.MATCHING: _write_pairs,
    QuestionKind.ORDERING: _write_items,
    QuestionKind.SHORT_TEXT: _write_accepted,
}


def _answer(node: Element, weight: float, text: str, feedback: str = "") -> None:
    answer = _text(node, "answer", text, fraction=f"{weight:.7g}")
    _text(answer, "feedback", feedback)


def _text(node: Element, name: str, text: str, **attributes: str) -> Element:
    """A child with a text in it, as plain text; Moodle shows it as it is written."""
    child = etree.SubElement(node, name, format="plain_text", **attributes)
    etree.SubElement(child, "text").text = text
    return child

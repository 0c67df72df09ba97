"""GIFT, the plain text format of Moodle: read with a report, and written.

Format: https://docs.moodle.org/en/GIFT_format. Numbers with a tolerance, essays and
descriptions have no kind of question here; they are reported, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lms.assessment.enums import QuestionKind

from .foreign import ForeignOption, ForeignQuestion, Reading, Unread, plain

#: What a backslash takes the meaning of, each hidden behind a sign nobody types.
_SPECIAL = "~=#{}:\\"
_HIDDEN = {sign: chr(0xE000 + place) for place, sign in enumerate(_SPECIAL)}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()})
_FORMAT = re.compile(r"^\s*\[(html|markdown|plain|moodle)\]", re.IGNORECASE)
_NAME = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_WEIGHT = re.compile(r"^\s*%(-?\d+(?:\.\d*)?)%")
_TRUTH = re.compile(r"^\s*(T|TRUE|F|FALSE)\s*(?=#|$)", re.IGNORECASE)
#: What stands in the place of an answer in the middle of a sentence.
GAP = "_____"


class _Unreadable(Exception):
    """Carries the reason in words fit for the person."""


def read_gift(text: str) -> Reading:
    questions, unread = [], []
    for line, block, tags in _blocks(text):
        try:
            questions.append(_read(line, block, tags))
        except _Unreadable as reason:
            shown = _shown(block).strip()[:80]
            unread.append(Unread(where=line, text=shown, reason=str(reason)))
    return Reading(questions=questions, unread=unread)


def write_gift(questions: Iterable[ForeignQuestion]) -> str:
    return "\n\n".join(map(_write, questions)) + "\n"


def _blocks(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """The line a question begins on, its text with escapes hidden, its tags.

    Questions are parted by empty lines, save inside of braces. A second brace that opens
    behind an empty line says that the first one was never closed: there the next
    question begins, so that one slip does not swallow those behind it.
    """
    begin, depth, tags = 0, 0, list[str]()
    lines: list[str] = []
    gap = 0
    for number, raw in enumerate([*text.lstrip("\ufeff").splitlines(), ""], start=1):
        if raw.lstrip().startswith("//"):
            tags += _TAG.findall(raw)
            continue
        line = _hide(raw)
        if not line.strip() and depth <= 0:
            if lines:
                yield begin, "\n".join(lines), tags
            lines, depth, gap, tags = [], 0, 0, tags if not lines else []
            continue
        if line.startswith("$CATEGORY:"):
            continue
        begin = begin if lines else number
        if not line.strip():
            gap = len(lines)
        elif gap and depth > 0 and "{" in line:
            yield begin, "\n".join(lines[:gap]), tags
            begin, tags = begin + gap + 1, []
            lines, depth, gap = lines[gap + 1 :], 0, 0
        lines.append(line)
        depth += line.count("{") - line.count("}")
    if lines:
        yield begin, "\n".join(lines), tags


def _hide(text: str) -> str:
    text = text.replace("\\n", "\n")
    for sign, hidden in _HIDDEN.items():
        text = text.replace(f"\\{sign}", hidden)
    return text


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _read(line: int, block: str, tags: list[str]) -> ForeignQuestion:
    name = ""
    if found := _NAME.match(block):
        name, block = _text(found.group(1)), block[found.end() :]
    opening, closing = block.find("{"), block.rfind("}")
    if opening < 0 and closing < 0:
        raise _Unreadable(
            _("There is no answer in braces; a description asks nothing.")
        )
    if block.count("{") != 1 or block.count("}") != 1 or closing < opening:
        raise _Unreadable(
            _("The answers need one { before them and one } behind them.")
        )
    answers = block[opening + 1 : closing]
    before, after = block[:opening], block[closing + 1 :].strip()
    markup = _FORMAT.match(before)
    if after.strip(" ."):
        before = f"{before} {GAP} {after}"
    question = ForeignQuestion(
        where=line,
        name=name,
        text=_text(before, is_html=bool(markup and markup.group(1).lower() == "html")),
        kind=QuestionKind.SINGLE,
        tags=tags,
    )
    if not question.text:
        raise _Unreadable(_("There is no question in it."))
    answers, four, general = answers.partition("####")
    if four:
        question.explanation = _text(general)
    _read_answers(question, answers)
    return question


def _read_answers(question: ForeignQuestion, answers: str) -> None:
    if not answers.strip():
        raise _Unreadable(_("An essay is marked by a person; there is no such kind."))
    if answers.lstrip().startswith("#"):
        raise _Unreadable(_("Numbers with a tolerance are no kind of question here."))
    if truth := _TRUTH.match(answers):
        question.kind = QuestionKind.TRUE_FALSE
        question.is_right = truth.group(1)[0] in "Tt"
        feedback = [_text(one) for one in answers[truth.end() :].split("#")[1:]]
        question.explanation = question.explanation or " ".join(filter(None, feedback))
        return
    parts = re.findall(r"([~=])([^~=]*)", answers)
    if not parts:
        raise _Unreadable(_("The answers in braces cannot be read."))
    if all(sign == "=" and "->" in text for sign, text in parts):
        _read_pairs(question, [text for _sign, text in parts])
    elif all(sign == "=" for sign, _text in parts):
        _read_accepted(question, [text for _sign, text in parts])
    else:
        _read_options(question, parts)


def _read_pairs(question: ForeignQuestion, texts: list[str]) -> None:
    question.kind = QuestionKind.MATCHING
    for text in texts:
        left, _arrow, right = text.partition("->")
        if _text(left):
            question.pairs.append((_text(left), _text(right)))
        else:
            question.notes.append(_("An answer that belongs to nothing was left out."))
    if len(question.pairs) < 2:
        raise _Unreadable(_("A matching needs two pairs or more."))


def _read_accepted(question: ForeignQuestion, texts: list[str]) -> None:
    question.kind = QuestionKind.SHORT_TEXT
    for text in texts:
        weight, answer = _weighed(text, default=100)
        accepted = _text(answer.partition("#")[0])
        if weight == 100:
            question.accepted.append(accepted)
        else:
            question.notes.append(
                _("“%(answer)s” is right in part and was left out.")
                % {"answer": accepted}
            )
    if not any(question.accepted):
        raise _Unreadable(_("No answer is marked as right."))


def _read_options(question: ForeignQuestion, parts: list[tuple[str, str]]) -> None:
    for sign, text in parts:
        weight, answer = _weighed(text, default=100 if sign == "=" else 0)
        said, _hash, feedback = answer.partition("#")
        option = ForeignOption(
            text=_text(said), is_right=weight > 0, feedback=_text(feedback)
        )
        question.options.append(option)
    if not all(option.text for option in question.options):
        raise _Unreadable(_("One of the answers is empty."))
    right = sum(option.is_right for option in question.options)
    whole = [one for one in parts if one[0] == "="]
    if len(whole) == 1 and right > 1:
        for (sign, _words), option in zip(parts, question.options, strict=True):
            if option.is_right and sign != "=":
                option.is_right = False
                question.notes.append(
                    _("“%(answer)s” is right in part and was taken as wrong.")
                    % {"answer": option.text}
                )
        right = 1
    if not right:
        raise _Unreadable(_("No answer is marked as right."))
    question.kind = QuestionKind.SINGLE if right == 1 else QuestionKind.MULTIPLE


def _weighed(text: str, *, default: float) -> tuple[float, str]:
    if found := _WEIGHT.match(text):
        return float(found.group(1)), text[found.end() :]
    return default, text


def _text(text: str, *, is_html: bool = False) -> str:
    markup = _FORMAT.match(text)
    if markup:
        text = text[markup.end() :]
        is_html = markup.group(1).lower() == "html"
    text = _shown(text)
    if is_html or re.search(r"</?[a-z][^>]*>", text):
        return plain(text)
    return re.sub(r"\s+", " ", text).strip()


def _write(question: ForeignQuestion) -> str:
    tags = " ".join(f"[tag:{tag}]" for tag in question.tags)
    head = f"// {tags}\n" if tags else ""
    text = f"{head}::{_escaped(question.name)}::{_escaped(question.text)} {{"
    match question.kind:
        case QuestionKind.TRUE_FALSE:
            return f"{text}{'T' if question.is_right else 'F'}{_general(question)}}}"
        case QuestionKind.MATCHING:
            lines = [
                f"={_escaped(left)} -> {_escaped(right)}"
                for left, right in question.pairs
            ]
        case QuestionKind.SHORT_TEXT:
            lines = [f"={_escaped(one)}" for one in question.accepted]
        case QuestionKind.ORDERING:
            lines = [
                f"={number} -> {_escaped(item)}"
                for number, item in enumerate(question.items, start=1)
            ]
        case _:
            lines = list(_option_lines(question))
    body = "\n".join(f"  {line}" for line in lines)
    return f"{text}\n{body}{_general(question)}\n}}"


def _option_lines(question: ForeignQuestion) -> Iterator[str]:
    right = sum(option.is_right for option in question.options)
    for option in question.options:
        sign = "=" if option.is_right else "~"
        if question.kind == QuestionKind.MULTIPLE:
            weight = 100 / right if option.is_right else -100 / right
            sign = f"~%{weight:.5f}%"
        feedback = f" # {_escaped(option.feedback)}" if option.feedback else ""
        yield f"{sign}{_escaped(option.text)}{feedback}"


def _general(question: ForeignQuestion) -> str:
    return f"\n  ####{_escaped(question.explanation)}" if question.explanation else ""


def _escaped(text: str) -> str:
    for sign in "\\~=#{}:":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")

"""Questions in and out, whatever the format: what commands and the admin call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lms.assessment.enums import ExchangeFormat
from lms.assessment.models import QuestionVersion

from .foreign import FileRefused, ForeignOption, ForeignQuestion, Reading
from .gift import read_gift, write_gift
from .moodle_xml import read_moodle_xml, write_moodle_xml
from .question_content import Part, content_of

#: A bank of thousands of questions is smaller.
MOST_BYTES = 10 * 1024 * 1024


def read_questions_from(content: bytes) -> Reading:
    """GIFT or Moodle XML, told apart by the first sign that is no space."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is too large. Divide it into smaller ones."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_moodle_xml(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(
            _("The file is neither GIFT nor Moodle XML in UTF-8.")
        ) from error
    reading = read_gift(text)
    if not reading.questions and not reading.unread:
        raise FileRefused(_("There is no question in the file."))
    return reading


def write_questions(
    versions: Iterable[QuestionVersion], *, suffix: str, as_format: ExchangeFormat
) -> bytes:
    """Every part as a question of its own, in one language; others are left out."""
    questions = [
        one for version in versions for one in _foreign(version, suffix) if one.text
    ]
    if as_format == ExchangeFormat.GIFT:
        return write_gift(questions).encode()
    return write_moodle_xml(questions)


def _foreign(version: QuestionVersion, suffix: str) -> Iterator[ForeignQuestion]:
    content = content_of(version)
    situation = content.situation.get(suffix, "")
    for number, part in enumerate(content.parts, start=1):
        name = version.question.key
        if len(content.parts) > 1:
            name = f"{name}-{number}"
        text = part.text.get(suffix, "")
        whole = f"{situation}\n{text}" if situation and text else text
        yield _part(part, suffix, name=name, text=whole)


def _part(part: Part, suffix: str, *, name: str, text: str) -> ForeignQuestion:
    return ForeignQuestion(
        where=0,
        name=name,
        text=text,
        kind=part.kind,
        explanation=part.explanation.get(suffix, ""),
        options=[
            ForeignOption(
                text=option.text.get(suffix, ""),
                is_right=option.is_right,
                feedback=option.feedback.get(suffix, ""),
            )
            for option in part.options
        ],
        pairs=[
            (pair.left.get(suffix, ""), pair.right.get(suffix, ""))
            for pair in part.pairs
        ],
        items=[item.text.get(suffix, "") for item in part.items],
        accepted=list(part.accepted.get(suffix, ())),
        is_right=part.is_right,
    )

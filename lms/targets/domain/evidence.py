"""What stands behind one count: the marks, their history, the sheet, the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from lms.assessment.models import PostTestScore
from lms.delivery.domain.merging import deciding
from lms.delivery.models import (
    Enrolment,
    Evidence,
    Mark,
    MarkEvent,
    Session,
    SheetRow,
)


@dataclass(frozen=True)
class SessionProof:
    """`mark` is None where nobody marked the person.

    `word` is what the mark rests on, `others` is everything else that was said.
    """

    session: Session
    mark: Mark | None
    word: MarkEvent | None
    others: list[MarkEvent]
    files: list[Evidence]


@dataclass(frozen=True)
class Proof:
    """Everything about one enrolment that a number rests on."""

    enrolment: Enrolment
    sessions: list[SessionProof]
    rows: list[SheetRow]
    scores: list[PostTestScore]
    files: list[Evidence]


def proof_of(enrolment: Enrolment) -> Proof:
    """`files` are those of the whole training; sheets among them name their rows."""
    training = enrolment.training
    marks = {
        mark.session_id: mark
        for mark in Mark.objects.filter(enrolment=enrolment).select_related("marked_by")
    }
    words: dict[int, list[MarkEvent]] = defaultdict(list)
    for word in (
        MarkEvent.objects.filter(enrolment=enrolment)
        .select_related("said_by", "sheet_row__sheet_import__evidence")
        .in_order()
    ):
        words[word.session_id].append(word)
    files = list(
        Evidence.objects.filter(training=training).select_related("uploaded_by")
    )
    return Proof(
        enrolment=enrolment,
        sessions=[
            _of_session(session, marks.get(session.pk), words[session.pk], files)
            for session in training.sessions.taking_place().in_order()
        ],
        rows=list(
            SheetRow.objects.filter(
                professional=enrolment.professional, sheet_import__training=training
            ).select_related("sheet_import__evidence", "decided_by")
        ),
        scores=list(
            PostTestScore.objects.filter(enrolment=enrolment).select_related(
                "edition__module", "entered_by"
            )
        ),
        files=[file for file in files if file.session_id is None],
    )


def _of_session(
    session: Session,
    mark: Mark | None,
    words: list[MarkEvent],
    files: Iterable[Evidence],
) -> SessionProof:
    word = deciding(words) if words else None
    return SessionProof(
        session=session,
        mark=mark,
        word=word,
        others=[other for other in words if other is not word],
        files=[file for file in files if file.session_id == session.pk],
    )

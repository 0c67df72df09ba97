"""What stands behind one count: the marks, their history, the sheet, the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.assessment.models import PostTestScore
from lms.delivery.models import Enrolment, Evidence, Mark, Session, SheetRow


@dataclass(frozen=True)
class SessionProof:
    """`mark` is None where nobody marked the person."""

    session: Session
    mark: Mark | None
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
        for mark in Mark.objects.filter(enrolment=enrolment)
        .select_related("marked_by")
        .prefetch_related("superseded__marked_by")
    }
    files = list(
        Evidence.objects.filter(training=training).select_related("uploaded_by")
    )
    return Proof(
        enrolment=enrolment,
        sessions=[
            SessionProof(session, marks.get(session.pk), _of_session(files, session))
            for session in training.sessions.in_order()
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


def _of_session(files: Iterable[Evidence], session: Session) -> list[Evidence]:
    return [file for file in files if file.session_id == session.pk]

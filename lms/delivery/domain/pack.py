"""One file to hand over a training: a zip with an index and a hash of every file."""

from __future__ import annotations

import hashlib
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from lms.delivery.models import (
    ApprovalStep,
    Enrolment,
    Evidence,
    MarkEvent,
    Reopening,
    Session,
    Training,
)
from lms.delivery.packing import PackFile, table

from .briefing import briefings_of
from .evaluation import results_of
from .trainer_report import against_plan, report_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User

#: More than this goes to the disk instead of the memory.
IN_MEMORY = 2 * 1024 * 1024
_PIECE = 256 * 1024


@dataclass
class Packed:
    path: str
    label: str
    size: int
    sha256: str


@dataclass
class Pack:
    """What the index names; `missing` are files that the storage no longer has."""

    files: list[Packed] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def hand_over(
    training: Training,
    *,
    parts: Iterable[PackFile],
    by: User,
    now: datetime,
) -> IO[bytes]:
    """The pack as a temporary file, and a line in the log that it was taken.

    Beside the parts it has index.html for people and SHA256SUMS for `sha256sum -c`.
    """
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    pack = Pack()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            _add(archive, part, pack)
        context = {"training": training, "pack": pack, "now": now, "by": by}
        index = render_to_string("lms_delivery/pack/index.html", context)
        archive.writestr("index.html", index)
        sums = "".join(f"{one.sha256}  {one.path}\n" for one in pack.files)
        archive.writestr("SHA256SUMS", sums)
    packed.seek(0)
    log(
        training,
        "lms_delivery.hand_over",
        user=by,
        data={"files": len(pack.files), "missing": len(pack.missing)},
    )
    return packed


def _add(archive: zipfile.ZipFile, part: PackFile, pack: Pack) -> None:
    try:
        opened = part.open()
    except OSError:
        pack.missing.append(f"{part.label} ({part.path})")
        return
    digest, size = hashlib.sha256(), 0
    with opened as source, archive.open(part.path, "w") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    pack.files.append(Packed(part.path, part.label, size, digest.hexdigest()))


def parts_of(training: Training) -> Iterator[PackFile]:
    """What this floor has: programme and papers, people, marks, what was decided."""
    yield _roster(training)
    yield _sessions(training)
    yield _marks(training)
    yield from _papers(training)
    yield _history(training)
    yield from _report(training)
    yield _briefings(training)
    yield from _evaluation(training)


def _roster(training: Training) -> PackFile:
    enrolments = (
        Enrolment.objects.filter(training=training)
        .select_related("professional", "institution", "profession", "municipality")
        .order_by("professional__folded_name", "pk")
    )
    return table(
        "roster.csv",
        _("People"),
        (_("Name"), _("Institution"), _("Position"), _("Municipality"), _("Status")),
        (
            (
                one.professional,
                one.institution,
                one.profession,
                one.municipality,
                one.get_status_display(),
            )
            for one in enrolments
        ),
    )


def _sessions(training: Training) -> PackFile:
    sessions = Session.objects.filter(training=training).in_order()
    return table(
        "sessions.csv",
        _("Sessions"),
        (_("Day"), _("From"), _("To"), _("Title"), _("Called off")),
        (
            (
                date_format(one.date, "SHORT_DATE_FORMAT"),
                time_format(one.starts, "H:i"),
                time_format(one.ends, "H:i"),
                one.title,
                one.cancel_reason,
            )
            for one in sessions
        ),
    )


def _marks(training: Training) -> PackFile:
    """Every word that was ever said, in order; the last of a person and day counts."""
    events = (
        MarkEvent.objects.filter(session__training=training)
        .select_related(
            "session",
            "enrolment__professional",
            "walk_in",
            "said_by",
            "sheet_row__sheet_import__evidence",
        )
        .order_by("session__date", "session__starts", "number")
    )
    return table(
        "marks.csv",
        _("Marks with their origin"),
        (
            _("Day"), _("From"), _("Name"), _("Mark"), _("How"), _("By"), _("Time"),
            _("Sheet"), _("Row"), _("Cell"),
        ),
        (
            (
                date_format(one.session.date, "SHORT_DATE_FORMAT"),
                time_format(one.session.starts, "H:i"),
                one.enrolment.professional if one.enrolment else one.walk_in,
                one.get_value_display(),
                one.get_source_display(),
                one.said_by,
                _moment(one.received_at),
                one.sheet_row and one.sheet_row.sheet_import.evidence.name,
                one.sheet_row and one.sheet_row.number,
                one.cell,
            )
            for one in events
        ),
    )  # fmt: skip


def _papers(training: Training) -> Iterator[PackFile]:
    """Files as they came; their number keeps two of one name apart."""
    evidence = Evidence.objects.filter(training=training).select_related("session")
    for one in evidence.order_by("kind", "pk"):
        day = f"{one.session.date:%Y-%m-%d}-" if one.session else ""
        path = f"papers/{one.kind}/{day}{one.pk}-{plain_name(one.name)}"
        yield PackFile(path, f"{one.get_kind_display()}: {one.name}", one.file.open)


def _history(training: Training) -> PackFile:
    steps = ApprovalStep.objects.filter(training=training).select_related("taken_by")
    reopened = Reopening.objects.filter(training=training).select_related("reopened_by")
    rows = [
        (one.taken_at, one.get_state_display(), one.message, one.taken_by)
        for one in steps
    ]
    rows += [
        (one.reopened_at, _("Opened again"), one.reason, one.reopened_by)
        for one in reopened
    ]
    if training.closed_at:
        rows.append((training.closed_at, training.get_status_display(), "", None))
    rows.sort(key=lambda row: row[0])
    return table(
        "approvals.csv",
        _("Approvals and reopenings"),
        (_("Time"), _("What"), _("Words"), _("By")),
        ((_moment(at), *others) for at, *others in rows),
    )


def _report(training: Training) -> Iterator[PackFile]:
    report = report_of(training)
    against = against_plan(training, report)
    if report:
        rows = [
            (_("What went well"), report.went_well),
            (_("Difficulties"), report.difficulties),
            (_("Risks"), report.risks),
            (_("Follow-up"), report.follow_up),
            (_("Planned days"), against.days.planned),
            (_("Days held"), against.days.held),
        ]
        label = _("Trainer's report")
        yield table("report.csv", label, (_("What"), _("Words")), rows)
    if against.costs:
        lines = [
            (one.what, one.planned, one.actual, one.funder) for one in against.costs
        ]
        lines.append((_("All costs"), against.planned, against.actual, None))
        headings = (_("What"), _("Planned, €"), _("Paid, €"), _("Funder"))
        yield table("costs.csv", _("Costs"), headings, lines)


def _briefings(training: Training) -> PackFile:
    return table(
        "briefings.csv",
        _("Colleagues briefed"),
        (_("Name"), _("Day"), _("Colleagues"), _("Institution"), _("Place"), _("Note")),
        (
            (
                one.enrolment.professional,
                date_format(one.briefed_on, "SHORT_DATE_FORMAT"),
                one.people,
                one.institution,
                one.place,
                one.note,
            )
            for one in briefings_of(training).rows
        ),
    )


def _evaluation(training: Training) -> Iterator[PackFile]:
    """Only where so many answered that the pages show it too."""
    results = results_of(training)
    if not results.is_shown:
        return
    rows: list[tuple[object, ...]] = [
        (one.words, one.mean, *one.counts) for one in results.rated
    ]
    rows += [(words, text) for words, texts in results.texts for text in texts]
    headings = (_("Statement"), _("Mean"), 1, 2, 3, 4, 5)
    yield table("evaluation.csv", _("Evaluation of the training"), headings, rows)


def plain_name(name: str) -> str:
    """`name` with letters, digits, dots and hyphens alone, whatever the computer."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(
        sign if sign.isalnum() or sign in ".-" else "_" for sign in ascii_name
    )
    return plain.lstrip(".")[-80:] or "file"


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")

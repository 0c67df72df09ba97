"""Evidence, and uploads that wait between preview and application."""

from datetime import timedelta

import pytest

from lms.delivery.domain.evidence import EvidenceRefused, add_evidence
from lms.delivery.domain.pending import drop_pending, keep_pending, pending_of
from lms.delivery.domain.sheet_grid import SheetRefused
from lms.delivery.models import Evidence, PendingSheet
from tests.delivery.making_sheets import NOW
from tests.factories.delivery import SessionFactory, TrainingFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


def added(training, content=b"%PDF", name="signed.pdf", **facts):
    facts = {"kind": "signed_sheet", "by": None} | facts
    return add_evidence(training, content=content, name=name, **facts)


def test_evidence_is_kept_under_a_name_nobody_can_guess(training):
    evidence = added(training, name=r"C:\scans\Lista e nënshkruar.PDF")

    assert evidence.name == "Lista e nënshkruar.PDF"
    assert "Lista" not in evidence.file.name
    assert evidence.file.name.endswith(".pdf")
    assert len(evidence.sha256) == 64
    with evidence.file.open() as file:
        assert file.read() == b"%PDF"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"content": b""}, "The file is empty"),
        (
            {"name": "virus.exe"},
            "Files of this type are not kept. Choose one of: pdf, jpg",
        ),
        ({"name": "page.html"}, "Files of this type are not kept"),
        ({"content": b"x" * 2048}, "at most 0.0 MB are kept"),
    ],
)
def test_evidence_is_refused_with_words(training, settings, facts, words):
    settings.LMS_DELIVERY_EVIDENCE_MAX_BYTES = 1024

    with pytest.raises(EvidenceRefused, match=words):
        added(training, **facts)
    assert not Evidence.objects.exists()


def test_evidence_of_another_trainings_session_is_refused(training):
    with pytest.raises(
        EvidenceRefused, match="The session belongs to another training"
    ):
        added(training, session=SessionFactory())


def test_same_file_is_kept_once_a_training(training):
    added(training)

    with pytest.raises(EvidenceRefused, match="This training already has this file"):
        added(training, name="again.pdf")
    assert added(TrainingFactory()).pk


def test_closed_training_still_takes_its_papers():
    assert added(TrainingFactory(closed=True)).pk


@pytest.fixture
def pending(training):
    return keep_pending(b"sheet", "l.csv", training=training, by=UserFactory(), now=NOW)


def test_upload_is_found_by_its_user_for_its_training(pending, training):
    found = pending_of(pending.pk, training=training, by=pending.uploaded_by, now=NOW)

    assert found == pending
    assert "l.csv" not in found.file.name


def test_upload_is_not_found_by_others_for_others_or_too_late(pending, training):
    by = pending.uploaded_by
    for facts in (
        {"by": UserFactory()},
        {"training": TrainingFactory()},
        {"now": NOW + timedelta(hours=3)},
    ):
        asked = {"training": training, "by": by, "now": NOW} | facts
        with pytest.raises(SheetRefused, match="is not here any more"):
            pending_of(pending.pk, **asked)


def test_expired_uploads_go_with_their_files(pending, training):
    storage, name = pending.file.storage, pending.file.name

    keep_pending(
        b"2", "2.csv", training=training, by=UserFactory(), now=NOW + timedelta(hours=3)
    )

    assert PendingSheet.objects.count() == 1
    assert not storage.exists(name)


def test_dropped_upload_takes_its_file_along(pending):
    storage, name = pending.file.storage, pending.file.name

    drop_pending(pending)

    assert not storage.exists(name)

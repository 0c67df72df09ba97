import hashlib
from datetime import UTC, datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from certificates.backends import HTMLRenderer, MemoryRenderer
from certificates.domain.changing import ChangeRefused, replace, void
from certificates.domain.codes import ALPHABET, as_written, new_code
from certificates.domain.issuing import IssuingRefused, issue, issue_for_training
from certificates.models import Certificate, CertificateFile, RegisterCounter
from certificates.pdf.page import PageRefused
from certificates.signals import certificate_issued
from lms.delivery.models import Enrolment
from tests.factories.curriculum import ModuleEditionFactory
from tests.factories.delivery import EnrolmentFactory, TrainingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]
NOW = datetime(2026, 4, 2, 10, tzinfo=UTC)


class RefusesBesa(MemoryRenderer):
    """The renderer of a page that fails for one person."""

    def render(self, page, **kwargs):
        if page.holder.lines[0].startswith("Besa"):
            raise PageRefused("The page could not be drawn: no ink")
        return super().render(page, **kwargs)


def run(training, kind, now=NOW):
    return issue_for_training(training, kind=kind, by=None, now=now)


def reasons(report):
    return {skipped.name: skipped.reason for skipped in report.skipped}


def test_issuing_freezes_facts_and_file(held, kind, settings):
    settings.FENER_PUBLIC_URL = "https://fener.example"
    edition = ModuleEditionFactory(module__code="M03", label="2026-1")
    training = held(
        "Arta Gashi", code="T-1", title="Identifikimi", place="Peja", editions=[edition]
    )
    certificate = issue(Enrolment.objects.get(), kind=kind, by=None, now=NOW)

    assert certificate.number == "P-2026-0001"
    assert certificate.holder_name == "Arta Gashi"
    assert certificate.issued_on.isoformat() == "2026-04-02"
    facts = certificate.facts
    assert facts["training"] == {"code": "T-1", "title": "Identifikimi"}
    assert facts["modules"] == [
        {
            "code": "M03",
            "edition": "2026-1",
            "sq": "Moduli M03",
            "sr": "Modul M03",
            "en": "Module M03",
        }
    ]
    assert facts["minutes"] == 720
    assert facts["address"] == f"https://fener.example/verify/{certificate.code}/"
    stored = bytes(CertificateFile.objects.get(certificate=certificate).pdf)
    assert certificate.sha256 == hashlib.sha256(stored).hexdigest()
    assert certificate.code.replace("-", "").encode() in stored
    training.title = "Something else"
    training.save()
    certificate.refresh_from_db()
    assert certificate.facts == facts


def test_codes_are_long_random_and_read_leniently():
    codes = {new_code() for _number in range(500)}
    assert len(codes) == 500
    code = codes.pop()
    assert len(code.replace("-", "")) == 24
    assert len(ALPHABET) ** 24 > 2**100
    assert not set(ALPHABET) & set("01ILOU")
    for typed in (code.lower(), code.replace("-", ""), f" {code.replace('-', ' – ')} "):
        assert as_written(typed) == code


@pytest.mark.parametrize("renderer", [HTMLRenderer, MemoryRenderer])
def test_run_issues_once(renderer, held, kind, settings):
    settings.CERTIFICATES_RENDERER = f"certificates.backends.{renderer.__name__}"
    training = held("Arta Gashi", "Besa Krasniqi", absent=["Dren Hoxha"])
    first = run(training, kind)
    assert [one.number for one in first.issued] == ["P-2026-0001", "P-2026-0002"]
    assert reasons(first) == {
        "Dren Hoxha": "Did not complete: Present for 50.0 % of the time; 80 % is required."
    }
    second = run(training, kind)
    assert second.issued == []
    assert reasons(second)["Arta Gashi"] == "Has certificate P-2026-0001."
    assert Certificate.objects.count() == CertificateFile.objects.count() == 2


def test_issue_twice_gives_the_same(held, kind):
    held("Arta Gashi")
    enrolment = Enrolment.objects.get()
    once = issue(enrolment, kind=kind, by=None, now=NOW)
    assert issue(enrolment, kind=kind, by=None, now=NOW) == once


def test_numbers_begin_anew_each_year(held, kind):
    run(held("Arta Gashi"), kind)
    later = run(held("Besa Krasniqi"), kind, now=datetime(2027, 1, 1, 9, tzinfo=UTC))
    assert later.issued[0].number == "P-2027-0001"


def test_year_is_that_of_the_office(held, kind):
    almost = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert run(held("Arta Gashi"), kind, now=almost).issued[0].number == "P-2027-0001"


def test_failing_page_leaves_no_gap_and_harms_nobody(held, kind, settings):
    settings.CERTIFICATES_RENDERER = f"{__name__}.RefusesBesa"
    training = held("Arta Gashi", "Besa Krasniqi", "Zana Berisha")
    report = run(training, kind)
    assert [one.number for one in report.issued] == ["P-2026-0001", "P-2026-0002"]
    assert reasons(report) == {"Besa Krasniqi": "The page could not be drawn: no ink"}
    assert RegisterCounter.objects.get().last == 2
    settings.CERTIFICATES_RENDERER = "certificates.backends.MemoryRenderer"
    assert [one.number for one in run(training, kind).issued] == ["P-2026-0003"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Arta 学 Gashi", "signs that cannot be printed: 学 (U+5B66)"),
        ("Arta \u202eGashi", "(U+202E)"),
        ("Arta Ga\u00adshi", "(U+00AD)"),
    ],
)
def test_missing_glyph_is_refused(name, words, held, kind):
    report = run(held(name, "Besa Krasniqi"), kind)
    assert [one.holder_name for one in report.issued] == ["Besa Krasniqi"]
    assert words in report.skipped[0].reason
    assert report.issued[0].sequence == 1


def test_text_that_cannot_fit_is_refused(held, kind):
    report = run(held("Arta Gashi", place="MW" * 120), kind)
    assert report.issued == []
    assert "The place is too long for the page (240 signs)" in report.skipped[0].reason


def test_open_and_cancelled_trainings_are_refused(kind):
    with pytest.raises(IssuingRefused, match=r"^Training T-1 is not closed\. Close it"):
        run(TrainingFactory(code="T-1"), kind)
    with pytest.raises(IssuingRefused, match="Training T-2 is cancelled"):
        run(TrainingFactory(code="T-2", cancelled=True), kind)
    enrolment = EnrolmentFactory(training__code="T-3")
    with pytest.raises(IssuingRefused, match="Training T-3 is not closed"):
        issue(enrolment, kind=kind, by=None, now=NOW)
    late = EnrolmentFactory(training__closed=True)
    with pytest.raises(IssuingRefused, match="Completion is not decided yet"):
        issue(late, kind=kind, by=None, now=NOW)


def test_signal_comes_after_the_commit(held, kind, django_capture_on_commit_callbacks):
    heard = []

    def hear(*, certificate_id, **kwargs):
        heard.append(certificate_id)

    certificate_issued.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            report = run(held("Arta Gashi"), kind)
            assert heard == []
    finally:
        certificate_issued.disconnect(hear)
    assert heard == [report.issued[0].pk]


def test_void_keeps_the_entry_and_stops_a_second_one(held, kind, coordinator):
    training = held("Arta Gashi")
    certificate = run(training, kind).issued[0]
    with pytest.raises(ChangeRefused, match="Say why; the reason stays"):
        void(certificate, reason="  ", by=None)
    void(certificate, reason="Another person", by=coordinator)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.state_reason) == ("void", "Another person")
    with pytest.raises(
        ChangeRefused, match=r"P-2026-0001 is not valid any more \(Void\)"
    ):
        void(certificate, reason="Again", by=None)
    assert reasons(run(training, kind)) == {
        "Arta Gashi": "Certificate P-2026-0001 was made void: Another person. Replace it if a new one is due."
    }
    entry = ModelLogEntry.objects.get(action="certificates.void")
    assert entry.user == coordinator
    assert entry.data == {"reason": "Another person"}


def test_replacement_names_what_it_replaces(held, kind):
    training = held("Arta Gahsi")
    old = run(training, kind).issued[0]
    person = old.enrolment.professional
    person.last_name = "Gashi"
    person.save()

    new = replace(old, reason="Name misspelt", by=None, now=NOW)

    old.refresh_from_db()
    assert (old.state, old.holder_name) == ("replaced", "Arta Gahsi")
    assert old.successor == new
    assert (new.number, new.holder_name, new.replaces) == (
        "P-2026-0002",
        "Arta Gashi",
        old,
    )
    assert new.facts["replaces"] == "P-2026-0001"
    assert new.code != old.code
    with pytest.raises(
        ChangeRefused, match="P-2026-0001 is replaced already by P-2026-0002"
    ):
        replace(old, reason="Again", by=None, now=NOW)
    assert reasons(run(training, kind)) == {
        "Arta Gashi": "Has certificate P-2026-0002."
    }


def test_void_certificate_can_be_replaced(held, kind):
    old = run(held("Arta Gashi"), kind).issued[0]
    void(old, reason="By mistake", by=None)
    assert replace(old, reason="Was right", by=None, now=NOW).is_valid


def test_refused_replacement_changes_nothing(held, kind):
    old = run(held("Arta Gashi"), kind).issued[0]
    person = old.enrolment.professional
    person.last_name = "学"
    person.save()
    with pytest.raises(ChangeRefused, match="cannot be printed"):
        replace(old, reason="Name", by=None, now=NOW)
    old.refresh_from_db()
    assert old.is_valid
    assert RegisterCounter.objects.get().last == 1


def test_issuing_is_logged(held, kind, coordinator):
    issue_for_training(
        held("Arta Gashi"), kind=kind, by=coordinator, now=timezone.now()
    )
    entry = ModelLogEntry.objects.get(action="certificates.issue")
    assert entry.user == coordinator
    assert "Arta" not in str(entry.data)

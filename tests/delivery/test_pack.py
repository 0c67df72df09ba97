"""The handover pack: everything about a training in one file, and who may take it."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from lms.delivery.domain.evidence import add_evidence
from lms.delivery.domain.pack import plain_name
from tests.factories.assessment import CompletionFactory, PostTestScoreFactory
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import (
    BriefingFactory,
    EnrolmentFactory,
    FacilitatorFactory,
    SessionFactory,
)
from tests.factories.people import ProfessionalFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(training, edition):
    """`training` with something of everything; the name of a person is a formula."""
    session = SessionFactory(training=training)
    place = EnrolmentFactory(
        training=training,
        professional__first_name="=cmd()",
        professional__last_name="Çela",
        marks=["present"],
    )
    for kind, name in (("signed_sheet", "fletë.pdf"), ("programme", "../x/plan.docx")):
        add_evidence(
            training, content=kind.encode(), name=name, kind=kind, session=session,
            by=None,
        )  # fmt: skip
    PostTestScoreFactory(enrolment=place, edition=edition)
    CertificateFactory(
        completion=CompletionFactory(enrolment=place, last_session=session),
        number="P-2026-0001",
        file_bytes=b"%PDF of the certificate",
    )
    BriefingFactory(enrolment=place)
    return training


def address(training):
    return reverse("lms_delivery:handover_pack", args=[training.code])


def pack_of(client, training):
    response = client.post(address(training), HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    return zipfile.ZipFile(io.BytesIO(content))


def test_pack_has_every_part_with_its_hash(full, coordinator, client_of):
    pack = pack_of(client_of(coordinator), full)

    names = set(pack.namelist())
    papers = {name for name in names if name.startswith("papers/")}
    assert names - papers == {
        "roster.csv", "sessions.csv", "marks.csv", "approvals.csv", "briefings.csv",
        "scores.csv", "completions.csv", "certificates.csv",
        "certificates/P-2026-0001.pdf", "index.html", "SHA256SUMS",
    }  # fmt: skip
    assert len(papers) == 2
    assert not any(".." in name or name.startswith("/") for name in names)
    assert pack.read("certificates/P-2026-0001.pdf") == b"%PDF of the certificate"
    sums = dict(
        reversed(line.split("  ", 1))
        for line in pack.read("SHA256SUMS").decode().splitlines()
    )
    assert set(sums) == names - {"index.html", "SHA256SUMS"}
    for name, sha256 in sums.items():
        assert hashlib.sha256(pack.read(name)).hexdigest() == sha256
        assert f'href="{name}"' in pack.read("index.html").decode()


def test_pack_has_no_live_formula(full, coordinator, client_of):
    pack = pack_of(client_of(coordinator), full)
    for name in ("roster.csv", "marks.csv", "scores.csv"):
        text = pack.read(name).decode("utf-8-sig")
        assert "'=cmd() Çela" in text
        assert "\n=cmd" not in text
        assert ",=cmd" not in text


def test_pack_names_a_file_that_is_gone_instead_of_failing(
    full, coordinator, client_of
):
    gone = full.evidence.get(kind="programme")
    gone.file.storage.delete(gone.file.name)

    pack = pack_of(client_of(coordinator), full)

    assert "plan.docx" in pack.read("index.html").decode()
    assert not any("plan.docx" in name for name in pack.namelist())


def test_lead_trainer_gets_no_certificates(full, lead, client_of):
    names = pack_of(client_of(lead), full).namelist()
    assert "scores.csv" in names
    assert not any("certificate" in name for name in names)


def test_taking_the_pack_is_logged(full, lead, client_of):
    pack_of(client_of(lead), full)
    entry = ModelLogEntry.objects.get(action="lms_delivery.hand_over")
    assert (entry.user, entry.data) == (lead, {"files": 9, "missing": 0})


def test_pack_is_for_the_office_and_who_leads(
    full, administrator, client_of, client, roles
):
    second = UserFactory(roles=["Trainers"])
    FacilitatorFactory(
        training=full,
        trainer__professional=ProfessionalFactory(user=second),
        role="co_trainer",
    )
    foreign = UserFactory(roles=["Trainers"])
    FacilitatorFactory(trainer__professional=ProfessionalFactory(user=foreign))

    assert client.post(address(full)).status_code == 302
    assert client_of(second).post(address(full)).status_code == 403
    assert client_of(foreign).post(address(full)).status_code == 404
    assert client_of(administrator).get(address(full)).status_code == 405
    assert not ModelLogEntry.objects.filter(action="lms_delivery.hand_over").exists()
    assert client_of(administrator).post(address(full)).status_code == 200


def test_names_in_the_pack_are_plain():
    assert plain_name("Fletë e nënshkruar.PDF") == "Flete_e_nenshkruar.PDF"
    assert plain_name("../../etc/passwd") == "_.._etc_passwd"
    assert plain_name("Лист") == "file"

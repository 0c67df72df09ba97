import json
from io import StringIO

import pytest
from cryptography.x509 import load_pem_x509_certificate
from django.core.management import CommandError, call_command

from certificates.models import Certificate, CertificateFile, CertificateKind
from tests.factories.certificates import CertificateFactory
from tests.factories.delivery import TrainingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory")]


def run(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def issue(*args):
    return json.loads(run("issue_certificates", "--format", "json", *args))


def test_issue_certificates_prints_one_document_and_writes_files(held, kind, tmp_path):
    held("Arta Gashi", absent=["Besa Krasniqi"], code="T-1")
    folder = tmp_path / "new" / "folder"
    data = issue("--training", "T-1", "--out", str(folder))
    certificate = Certificate.objects.get()
    assert data == {
        "training": "T-1",
        "issued": [
            {
                "number": certificate.number,
                "code": certificate.code,
                "holder": "Arta Gashi",
                "file": str(folder / f"{certificate.number}.pdf"),
            }
        ],
        "skipped": [
            {
                "name": "Besa Krasniqi",
                "reason": "Did not complete: Present for 50.0 % of the time; 80 % is required.",
            }
        ],
    }
    [file] = folder.iterdir()
    assert file.read_bytes() == bytes(CertificateFile.objects.get().pdf)
    again = issue("--training", "T-1")
    assert again["issued"] == []
    assert len(again["skipped"]) == 2


def test_issue_certificates_prints_a_table(held, kind):
    held("Arta Gashi", code="T-1")
    table = run("issue_certificates", "--training", "T-1")
    assert "Arta Gashi" in table
    assert "1 issued, 0 skipped." in table


def test_issue_certificates_refuses(held, kind, tmp_path):
    TrainingFactory(code="T-1")
    held("Arta Gashi", code="T-2")
    (tmp_path / "file").write_text("")
    for args, words in (
        (["--training", "T-1"], "Training T-1 is not closed. Close it first."),
        (["--training", "T-9"], "There is no training T-9."),
        (["--training", "T-2", "--kind", "x"], "There is no certificate kind x. Known: participation."),
        (["--training", "T-2", "--out", str(tmp_path / "file")], "A file is in the way of the folder"),
    ):  # fmt: skip
        with pytest.raises(CommandError) as refusal:
            run("issue_certificates", *args)
        assert words in str(refusal.value)
    assert not Certificate.objects.exists()


def test_a_new_kind_has_a_page_at_once(held, settings):
    settings.CERTIFICATES_RENDERER = "certificates.backends.HTMLRenderer"
    names = {"name_sq": "Medalje", "name_sr": "Medalja", "name_en": "Medal"}
    CertificateKind.objects.create(code="medal", prefix="X", **names)
    held("Arta Gashi", code="T-1")

    data = issue("--training", "T-1", "--kind", "medal")

    assert data["issued"][0]["number"].startswith("X-")


def test_verify_certificate_by_code_and_by_file(tmp_path):
    certificate = CertificateFactory(holder_name="Arta Gashi", file_bytes=b"%PDF x")
    by_code = json.loads(
        run("verify_certificate", certificate.code.lower(), "--format", "json")
    )
    assert {
        key: by_code[key]
        for key in ("state", "number", "holder", "kind", "issued_on", "file_matches")
    } == {
        "state": "issued",
        "number": certificate.number,
        "holder": "Arta Gashi",
        "kind": "participation",
        "issued_on": "2026-04-02",
        "file_matches": None,
    }
    file = tmp_path / "one.pdf"
    file.write_bytes(b"%PDF x")
    by_file = json.loads(run("verify_certificate", str(file), "--format", "json"))
    assert (by_file["number"], by_file["file_matches"]) == (certificate.number, True)
    table = run("verify_certificate", str(file))
    assert f"{certificate.number}: Valid" in table
    assert "The file is the one that was issued." in table


def test_changed_file_does_not_match(held, kind, tmp_path):
    held("Arta Gashi", code="T-1")
    [issued] = issue("--training", "T-1", "--out", str(tmp_path))["issued"]
    file = tmp_path / f"{issued['number']}.pdf"
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(content)
    data, refusal = refused(file, "--format", "json")
    assert (data["number"], data["state"], data["file_matches"]) == (
        issued["number"],
        "issued",
        False,
    )
    assert refusal.returncode == 1
    nothing, refusal = refused(file)
    assert nothing is None
    assert str(refusal).splitlines() == [
        "This file is NOT the one that was issued: it was altered. Do not accept it.",
        f"Its code is that of certificate {issued['number']}. In the register: Arta Gashi, Valid.",
    ]


def test_test_authority_is_made_once_and_says_what_it_is(tmp_path, settings):
    folder = tmp_path / "new" / "seal"
    made = json.loads(run("make_test_authority", str(folder), "--format", "json"))
    assert made == {
        "CERTIFICATES_SEAL_KEY": str(folder / "seal-key.pem"),
        "CERTIFICATES_SEAL_CERTIFICATE": str(folder / "seal.pem"),
        "CERTIFICATES_SEAL_TRUSTED": [str(folder / "root.pem")],
    }
    assert (folder / "seal-key.pem").stat().st_mode & 0o777 == 0o600
    assert (folder / "clock-key.pem").stat().st_mode & 0o777 == 0o600
    before = {file: file.read_bytes() for file in folder.iterdir()}
    for name in ("root.pem", "seal.pem", "clock.pem"):
        read = load_pem_x509_certificate(before[folder / name])
        assert "TEST" in read.subject.rfc4514_string()
    with pytest.raises(CommandError, match="is there already; nothing was overwritten"):
        run("make_test_authority", str(folder))
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    stamping = ("--long-term", "--format", "json")
    made = json.loads(run("make_test_authority", str(tmp_path / "long"), *stamping))
    assert made["CERTIFICATES_SEAL_TIMESTAMP_URL"] == f"file://{tmp_path}/long"
    assert made["CERTIFICATES_SEAL_REVOKED"] == [str(tmp_path / "long/revoked.crl")]
    table = run("make_test_authority", str(tmp_path / "ec"), "--key", "ec")
    assert f"CERTIFICATES_SEAL_KEY = '{tmp_path / 'ec' / 'seal-key.pem'}'" in table
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(CommandError, match="A file is in the way of the folder"):
        run("make_test_authority", str(in_the_way))


def test_verify_certificate_says_whose_seal_it_is(held, kind, sealing, tmp_path):
    held("Arta Gashi", code="T-1")
    sealing()
    [issued] = issue("--training", "T-1", "--out", str(tmp_path))["issued"]
    file = tmp_path / f"{issued['number']}.pdf"
    certificate = Certificate.objects.get()

    seal = json.loads(run("verify_certificate", str(file), "--format", "json"))["seal"]
    assert (seal["state"], seal["certificate"], seal["time_stamped"]) == (
        "intact",
        certificate.seal_id,
        False,
    )
    assert "Its seal is intact: " in run("verify_certificate", str(file))
    kept = json.loads(run("verify_certificate", certificate.code, "--format", "json"))
    assert (kept["seal"]["certificate"], kept["seal"]["profile"]) == (
        certificate.seal_id,
        "B-B",
    )
    assert "Its file was sealed by TEST – Seal, TEST" in run(
        "verify_certificate", certificate.code
    )
    file.write_bytes(file.read_bytes() + b"x")
    data, _refusal = refused(file, "--format", "json")
    assert data["seal"]["state"] == "broken"


def refused(*args):
    """What stood on standard output as JSON, and the refusal."""
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("verify_certificate", *map(str, args), stdout=out)
    text = out.getvalue()
    return (json.loads(text) if text else None), refusal.value


def test_lengthened_file_is_refused(held, kind, tmp_path):
    held("Arta Gashi", code="T-1")
    [issued] = issue("--training", "T-1", "--out", str(tmp_path))["issued"]
    file = tmp_path / f"{issued['number']}.pdf"
    file.write_bytes(file.read_bytes() + b"x")
    _data, refusal = refused(file)
    assert str(refusal).startswith("This file is NOT the one that was issued")


def test_what_is_no_certificate_has_a_sentence_of_its_own(tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(b"%PDF-1.4")
    for path, words in (
        (other, "This file is no certificate that was issued here."),
        (tmp_path / "no.pdf", f"There is no file {tmp_path / 'no.pdf'}. Check the path."),
        ("no.pdf", "There is no file no.pdf. Check the path."),
        (tmp_path, f"{tmp_path} is a folder. Name a file in it."),
    ):  # fmt: skip
        _data, refusal = refused(path)
        assert str(refusal) == words


def test_unknown_certificate_is_refused_with_its_state():
    out = StringIO()
    with pytest.raises(
        CommandError, match=r"^No certificate with this code was issued"
    ):
        call_command("verify_certificate", "nonsense", "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "state": "unknown",
        "number": None,
        "holder": None,
        "kind": None,
        "issued_on": None,
        "file_matches": None,
    }


def test_protected_name_is_not_printed():
    certificate = CertificateFactory(
        holder_name="Besa Krasniqi",
        completion__enrolment__professional__is_protected=True,
    )
    table = run("verify_certificate", certificate.code)
    assert "(name protected), Certificate of participation" in table
    assert "Besa" not in table

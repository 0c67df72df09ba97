"""The file itself: genuine, changed, of somebody else, or no file of that kind at all."""

import io
import logging
import re
import zlib

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from certificates.domain.issuing import issue_for_training
from certificates.domain.strange_files import Strange, what_is
from tests.factories.certificates import CertificateFactory

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"
CONTENT = b"%PDF-1.4 /Keywords (ABCDEFGHJKMNPQRSTVWXYZ23) %%EOF"


@pytest.fixture
def arta(db):
    return CertificateFactory(code=CODE, file_bytes=CONTENT, holder_name="Arta Gashi")


def picture(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, kind)
    return out.getvalue()


def scan(*, text=""):
    """A PDF as a scanner makes it, with `text` one that somebody wrote into."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawInlineImage(Image.new("RGB", (40, 30), "white"), 0, 0)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), "red")), 50, 50)
    if text:
        canvas.drawString(10, 10, text)
    canvas.save()
    content = out.getvalue()
    # ReportLab names a typeface on every page, whether one is used or not.
    return content if text else re.sub(rb"/F(ont|1)\b", b"/Nothing", content)


def show(client, content, language="en", name="certificate.pdf", **kwargs):
    data = {"by": "file", "file": SimpleUploadedFile(name, content)}
    return client.post(f"/{language}/verify/", data, **kwargs)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The file is genuine and unchanged."),
        ("sq", "Skedari është i vërtetë dhe i pandryshuar."),
        ("sr-latn", "Datoteka je prava i neizmenjena."),
    ],
)
def test_file_as_issued_is_genuine(language, words, client, arta):
    response = show(client, CONTENT, language)
    assert response.status_code == 200
    for text in (words, "Arta Gashi", arta.number):
        assert text in response.text


def test_real_page_is_genuine_and_changed_by_one_byte_is_not(client, held, kind):
    training = held("Arta Gashi")
    report = issue_for_training(training, kind=kind, by=None, now=timezone.now())
    content = bytes(report.issued[0].file.pdf)
    assert "genuine and unchanged" in show(client, content).text
    changed = bytearray(content)
    changed[len(content) // 2] ^= 1
    text = show(client, bytes(changed)).text
    assert "This is a certificate of ours, but this file was changed." in text
    assert what_is(content) == Strange.PDF


def test_changed_file_shows_what_was_issued(client, arta):
    response = show(client, CONTENT + b"\n(Besa Krasniqi)")
    assert response.status_code == 200
    assert f"<h1>{arta.number}: the file was changed</h1>" in response.text
    assert "Arta Gashi" in response.text
    assert "Besa" not in response.text
    assert "What was issued: Valid" in response.text
    for praise in ("genuine and unchanged", "This certificate is valid."):
        assert praise not in response.text


def test_genuine_file_of_a_void_certificate_is_not_valid(client):
    CertificateFactory(file_bytes=CONTENT, void=True)
    text = show(client, CONTENT).text
    assert "The file is genuine and unchanged." in text
    assert "This certificate is not valid." in text
    assert "This certificate is valid." not in text


@pytest.mark.parametrize("content", [CONTENT, CONTENT + b"\n"])
def test_protected_name_is_not_told_to_a_file(content, client):
    CertificateFactory(
        code=CODE,
        file_bytes=CONTENT,
        holder_name="Besa Krasniqi",
        completion__enrolment__professional__is_protected=True,
    )
    text = show(client, content).text
    assert "The name of the holder is protected." in text
    assert "Besa" not in text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4 anything", "This file was not issued here."),
        (b"no certificate at all", "This file is no PDF."),
        (b"PK\x03\x04 a letter", "This file is no PDF."),
        (picture("PNG"), "This is a picture of a certificate; use its code."),
        (picture("JPEG"), "This is a picture of a certificate; use its code."),
        (scan(), "This is a picture of a certificate; use its code."),
        (scan(text="read by a machine"), "This file was not issued here."),
    ],
    ids=["other", "text", "zip", "png", "jpeg", "scan", "scan with text"],
)
def test_what_is_no_certificate_is_told_apart(content, words, client, arta):
    response = show(client, content)
    assert response.status_code == 404
    assert words in response.text
    assert "Code on the certificate" in response.text


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "WEBP", "BMP"])
def test_every_kind_of_picture_is_one(kind):
    assert what_is(picture(kind)) == Strange.PICTURE


def test_typeface_in_a_packed_object_is_found():
    image = b"%PDF-1.7 << /Subtype /Image >>"

    def packed(objects):
        return b"<< /Type /ObjStm >> stream\r\n" + objects + b"\nendstream"

    assert what_is(image + packed(zlib.compress(b"<< /Type /Font >>"))) == Strange.PDF
    assert what_is(image + packed(zlib.compress(b"<< /Page >>"))) == Strange.PICTURE
    assert what_is(image + packed(b"locked")) == Strange.PDF


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-" + b"/ObjStm" * 700_000,
        b"%PDF-/Subtype /Image /ObjStm stream" + zlib.compress(b"\0" * 10**8),
        b"/Keywords (" * 450_000,
        b"/Subtype" + b" " * 5_000_000,
    ],
    ids=["streams", "bomb", "keywords", "spaces"],
)
def test_hostile_file_is_answered_soon(content, client):
    start = timezone.now()
    assert show(client, content[: 5 * 1024 * 1024]).status_code == 404
    assert (timezone.now() - start).total_seconds() < 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-" + b"x" * 5000, "The file is too large; at most 0 MB are looked at."),
        (None, "Choose a file."),
    ],
    ids=["empty", "too large", "none"],
)
def test_file_that_cannot_be_looked_at_is_refused(content, words, client, settings):
    settings.CERTIFICATES_VERIFY_MAX_BYTES = 5000
    if content is None:
        response = client.post("/en/verify/", {"by": "file"})
    else:
        response = show(client, content)
    assert response.status_code == 200
    assert words in response.text
    assert response.text.count(words) == 2


def test_file_never_reaches_the_disk_or_the_log(client, monkeypatch, caplog, arta):
    def refuse(*args, **kwargs):
        raise AssertionError("a file on the disk")

    monkeypatch.setattr(uploadhandler, "TemporaryUploadedFile", refuse)
    content = CONTENT + b" " * 4_000_000
    with caplog.at_level(logging.DEBUG):
        response = show(client, content, name="Besa Krasniqi.pdf")
        show(client, b"%PDF-Besa", name="Besa Krasniqi.pdf")
    assert "this file was changed" in response.text
    assert "Besa" not in caplog.text


def test_of_a_file_that_is_too_large_little_is_kept(client, settings):
    settings.CERTIFICATES_VERIFY_MAX_BYTES = 1000
    response = show(client, b"x" * 3_000_000)
    assert response.context["file_form"].files["file"].size == 1001


def test_unknown_files_are_braked_and_genuine_ones_are_not(client, arta, settings):
    settings.CERTIFICATES_UNKNOWN_CODES = 2
    strange = b"%PDF-1.4 anything"
    assert [show(client, strange).status_code for _n in range(3)] == [404, 404, 429]
    assert client.get("/en/verify/AAAA/").status_code == 429
    assert show(client, CONTENT).status_code == 200


def test_file_from_a_form_of_another_site_is_refused(arta):
    client = Client(enforce_csrf_checks=True)
    assert show(client, CONTENT).status_code == 403
    html = client.get("/en/verify/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)[1]
    file = SimpleUploadedFile("certificate.pdf", CONTENT)
    data = {"csrfmiddlewaretoken": token, "by": "file", "file": file}
    response = client.post("/en/verify/", data)
    assert "The file is genuine and unchanged." in response.text

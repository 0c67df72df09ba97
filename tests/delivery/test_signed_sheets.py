"""Sign-in sheets: printed, signed, photographed, and back with their session."""

import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageFilter
from pypdf import PdfReader

from lms.delivery.domain.evidence import EvidenceRefused
from lms.delivery.domain.sign_in_sheet import SignInSheetRefused, draw_sign_in_sheet
from lms.delivery.domain.signed_sheet import CodeUnread, hand_in, read_scan
from lms.delivery.models import Evidence, Session
from tests.delivery.making_scans import as_file, blank_pdf, photographed, pictures_of
from tests.factories.delivery import EnrolmentFactory, SessionFactory
from tests.factories.people import ProfessionalFactory

pytestmark = pytest.mark.django_db

NAMES = [("Čedomir", "Đokić"), ("Љубица", "Ћирић"), ("Shpëtim", "Çela")]


@pytest.fixture
def session(training):
    return SessionFactory(training=training)


@pytest.fixture
def page(session):
    return pictures_of(session)


def handed(content, name="photo.jpg", **facts):
    facts = {"sessions": Session.objects.all(), "by": None} | facts
    return hand_in(content, name, **facts)


def pages_of(session):
    reader = PdfReader(io.BytesIO(draw_sign_in_sheet(session)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_sheet_names_everybody_in_every_alphabet(session):
    for first, last in NAMES:
        who = ProfessionalFactory(first_name=first, last_name=last)
        EnrolmentFactory(training=session.training, professional=who)
    ProfessionalFactory(first_name="Not", last_name="Enrolled")

    (text,) = pages_of(session)

    assert all(f"{first} {last}" in text for first, last in NAMES)
    assert "Not Enrolled" not in text
    for words in (
        "Lista e nënshkrimeve · Potpisna lista · Sign-in sheet",
        "TIT-2026-01",
        "Referral in practice",
        "10.03.2026",
        "09:00–15:00",
        "Prizren",
    ):
        assert words in text
    assert " 11" in text  # three names and eight lines for walk-ins


def test_code_stands_on_every_page_in_letters_and_as_qr(session):
    for _number in range(60):
        EnrolmentFactory(training=session.training)
    pdf = draw_sign_in_sheet(session)

    texts = pages_of(session)

    assert len(texts) == 3
    assert all(session.sheet_code in text for text in texts)
    assert all("Sign-in sheet" in text and "Signature" in text for text in texts)
    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert [image.image.size for image in page.images]
    assert read_scan(pdf, "sheet.pdf").codes == {session.sheet_code}


def test_sheet_with_a_letter_that_cannot_be_printed_is_refused(session):
    who = ProfessionalFactory(first_name="漢", last_name="Berisha")
    EnrolmentFactory(training=session.training, professional=who)

    with pytest.raises(SignInSheetRefused, match="cannot be printed: 漢"):
        draw_sign_in_sheet(session)


def test_session_that_was_called_off_has_no_sheet(session):
    session.cancelled_at, session.cancel_reason = timezone.now(), "Snow"

    with pytest.raises(SignInSheetRefused, match="called off"):
        draw_sign_in_sheet(session)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda page: page,
        lambda page: page.rotate(90, expand=True),
        lambda page: page.rotate(180),
        lambda page: page.rotate(23, expand=True, fillcolor="gray"),
        lambda page: page.filter(ImageFilter.GaussianBlur(1.2)),
        photographed,
    ],
    ids=["plain", "on its side", "upside down", "crooked", "blurred", "photographed"],
)
def test_photo_finds_its_session(session, page, spoil):
    evidence = handed(as_file(spoil(page), quality=70))

    assert evidence.session == session
    assert evidence.kind == "signed_sheet"


def test_scan_in_a_pdf_finds_its_session(session, page):
    evidence = handed(as_file(photographed(page), "PDF"), "scan.pdf")

    assert evidence.session == session
    with evidence.file.open() as file:
        assert hashlib.sha256(file.read()).hexdigest() == evidence.sha256


def test_photo_is_kept_upright_without_what_the_camera_wrote(session, page):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by the camera
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825)[1] = "N"
    sent = as_file(page.rotate(90, expand=True), exif=exif, comment=b"SECRETNOTE")

    evidence = handed(sent)

    with evidence.file.open() as file:
        kept = file.read()
    assert b"SECRET" in sent
    assert b"SECRET" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert Image.open(io.BytesIO(kept)).size == page.size
    assert hashlib.sha256(kept).hexdigest() == evidence.sha256


def test_unreadable_sheet_asks_for_the_code_or_the_session(session):
    blank = as_file(Image.new("RGB", (400, 600), "white"))

    with pytest.raises(CodeUnread, match="Type it, or choose the session"):
        handed(blank)
    typed = f"{session.sheet_code[:5].lower()} {session.sheet_code[5:]}"
    assert handed(blank, typed=typed).session == session


def test_unreadable_sheet_goes_to_the_chosen_session(session):
    assert handed(blank_pdf(), "s.pdf", chosen=session).session == session


def test_code_of_another_trainings_session_is_answered_like_an_unknown_one(page):
    mine = Session.objects.none()
    answers = []
    for content, typed in ((as_file(page), ""), (blank_pdf(), "ZZZZZZZZZZ")):
        with pytest.raises(EvidenceRefused) as refusal:
            handed(content, sessions=mine, typed=typed)
        answers.append(str(refusal.value).split("the code ")[0])

    assert len(set(answers)) == 1
    assert answers[0].startswith("None of your sessions has a sheet")
    assert not Evidence.objects.exists()


def test_sheet_of_one_session_is_not_kept_with_another(session, page):
    other = SessionFactory(training=session.training, date=session.training.end_date)

    with pytest.raises(EvidenceRefused, match="points at several sessions"):
        handed(as_file(page), chosen=other)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no photo"),
        (b"<html>", "is no photo"),
        (b"\xff\xd8\xff\xe0rest", "is no photo"),
        (b"GIF89a", "is no photo"),
        (b"%PDF-1.7 rest", "PDF is damaged"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(session, content, words):
    with pytest.raises(EvidenceRefused, match=words):
        handed(content, "photo.jpg", chosen=session)


def test_picture_with_too_many_pixels_is_not_opened(session, page, settings):
    settings.LMS_DELIVERY_SIGNED_SHEET_MAX_PIXELS = 100_000

    for content in (as_file(page), as_file(page, "PDF")):
        with pytest.raises(EvidenceRefused, match="million pixels"):
            handed(content, chosen=session)


def url(name, *args):
    with_language = reverse(f"lms_delivery:{name}", args=args)
    return with_language


def test_trainer_prints_and_hands_in(client, lead, session, page):
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")

    printed = client.get(url("sign_in_sheet", session.pk))
    file = SimpleUploadedFile("photo.jpg", as_file(page))
    response = client.post(url("signed_sheet"), {"file": file})

    assert printed.content.startswith(b"%PDF")
    assert printed["Cache-Control"] == "private, no-store"
    evidence = Evidence.objects.get()
    assert (evidence.session, evidence.uploaded_by) == (session, lead)
    assert response.url == url("training", session.training.code)


def test_foreign_sheet_is_not_printed_nor_taken(client, lead, session, page):
    foreign = SessionFactory()
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")

    file = SimpleUploadedFile("photo.jpg", as_file(pictures_of(foreign)))
    response = client.post(url("signed_sheet"), {"file": file})

    assert client.get(url("sign_in_sheet", foreign.pk)).status_code == 404
    assert "None of your sessions" in str(response.context["form"].errors["file"])
    assert foreign.training.code not in response.content.decode()
    assert not Evidence.objects.exists()


def test_file_added_to_the_training_finds_its_session_too(client, lead, session, page):
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    file = SimpleUploadedFile("photo.jpg", as_file(page))

    client.post(
        url("evidence_add", session.training.code),
        {"file": file, "kind": "signed_sheet"},
    )

    assert Evidence.objects.get().session == session

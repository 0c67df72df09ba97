"""Files of the site: a document of any name and size, a picture, all parts of a lesson."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

BRANCH = {
    "heading": "A call",
    "text": "<p>The phone rings.</p>",
    "question": "What do you do?",
    "decisions": [
        {
            "text": "Listen",
            "consequence": "You hear more.",
            "question": "What then?",
            "decisions": [
                {"text": "Write", "consequence": "It is kept."},
                {"text": "Wait", "consequence": "It is lost."},
            ],
        },
        {"text": "Hang up", "consequence": "No second call.", "question": ""},
    ],
}


def document(name: str, content: bytes = b"0123456789") -> Document:
    return Document.objects.create(title=name, file=ContentFile(content, name=name))


def picture(title: str = "Picture") -> Image:
    return Image.objects.create(title=title, file=get_test_image_file(size=(640, 480)))


def video() -> dict:
    return {
        "heading": "A first talk",
        "file": document("talk.mp4", b"0" * 1_500_000).pk,
        "captions": document("talk.vtt", b"WEBVTT\n").pk,
        "still": picture().pk,
        "transcript": "<p>A: Hello.</p>",
    }


def audio() -> dict:
    return {
        "heading": "A call",
        "file": document("call.mp3").pk,
        "still": None,
        "transcript": "<p>A: Good evening.</p>",
    }


def figure() -> dict:
    return {"image": picture().pk, "alt": "A form with two boxes", "caption": "A form"}


def download(language: str = "sr-latn") -> dict:
    return {
        "title": "The form",
        "file": document("form.pdf").pk,
        "language": language,
    }


def every_part() -> list[dict]:
    """One of each part of a lesson, as LessonPage.body takes them."""
    items = ["One", "Two"]
    answers = [
        {"text": "No", "is_right": False, "feedback": "Look again."},
        {"text": "Yes", "is_right": True, "feedback": "So it is."},
    ]
    values = {
        "why": {"heading": "Why", "text": "<p>Because.</p>"},
        "text": {"heading": "Text", "text": "<p>Words.</p>"},
        "definition": {"term": "nrm"},
        "figure": figure(),
        "video": video(),
        "audio": audio(),
        "steps": {"heading": "Steps", "steps": items},
        "checklist": {"heading": "Before you call", "items": items},
        "download": download(),
        "case": {"heading": "Case", "text": "<p>Words.</p>", "question": "Why?"},
        "branch": BRANCH,
        "check": {"question": "Is it so?", "answers": answers},
        "remember": {"heading": "Remember", "points": items},
    }
    return [{"type": kind, "value": value} for kind, value in values.items()]

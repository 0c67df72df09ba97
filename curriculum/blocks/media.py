from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .files import FileBlock, PictureBlock


class VideoBlock(blocks.StructBlock):
    """A film from this site: nothing of it is loaded before somebody starts it."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    file = FileBlock(label=_("Film"), extensions=("mp4", "webm"))
    captions = FileBlock(
        label=_("Captions"),
        extensions=("vtt",),
        help_text=_("What is said, as a WebVTT file in the language of the page."),
    )
    still = PictureBlock(
        label=_("Still image"), help_text=_("Shown until the film is started.")
    )
    transcript = blocks.RichTextBlock(
        label=_("What is said and shown"), features=["ol", "ul"], required=False
    )

    class Meta:
        label = _("Video")
        icon = "media"
        template = "curriculum/blocks/video.html"


class AudioBlock(blocks.StructBlock):
    """A recording from this site, and its words for whoever cannot hear it."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    file = FileBlock(label=_("Recording"), extensions=("mp3", "m4a", "ogg"))
    still = PictureBlock(label=_("Still image"), required=False)
    transcript = blocks.RichTextBlock(label=_("What is said"), features=["ol", "ul"])

    class Meta:
        label = _("Audio")
        icon = "media"
        template = "curriculum/blocks/audio.html"

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: What an editor may use in running text.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class WhyBlock(blocks.StructBlock):
    """Why the lesson matters on the job."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Why it matters")
        icon = "help"
        template = "curriculum/blocks/why.html"

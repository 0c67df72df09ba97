"""Choosers for the files of a lesson: all lie on the site itself."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class FileBlock(DocumentChooserBlock):
    """A document of one of `extensions`; any, where none is named."""

    def clean(self, value: Any) -> Any:
        document = super().clean(value)
        extensions = self.meta.extensions
        if document and extensions and _ending(document) not in extensions:
            raise ValidationError(
                _("Choose a file that ends in %(endings)s.")
                % {"endings": ", ".join(f".{ending}" for ending in extensions)}
            )
        return document

    class Meta:
        extensions: tuple[str, ...] = ()


class PictureBlock(ImageChooserBlock):
    """An image that brings its sizes along: so many pictures, two queries."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        images = self.model_class.objects.prefetch_renditions().in_bulk(
            [pk for pk in values if pk]
        )
        return [images.get(pk) for pk in values]


def _ending(document: Any) -> str:
    return document.file_extension.lower()

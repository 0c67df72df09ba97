"""Names in the three languages of the programme, for things that are not pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: Field suffix of each language; the first one is what the others fall back to.
LANGUAGE_SUFFIXES = {"sq": "sq", "sr-latn": "sr", "en": "en"}


def suffix_of(language: str) -> str | None:
    """Suffix of the fields in `language`, whatever its region or script (en-gb, sr)."""
    generic = language.partition("-")[0]
    return generic if generic in LANGUAGE_SUFFIXES.values() else None


def language_suffix(language: str | None = None) -> str:
    """Suffix of the fields in `language` (default: the active one)."""
    return suffix_of(language or get_language() or "sq") or "sq"


def in_language(thing: object, field: str, language: str | None = None) -> str:
    """The text of `field` in `language`, or in Albanian where it is missing."""
    text = getattr(thing, f"{field}_{language_suffix(language)}", "")
    return text or getattr(thing, f"{field}_sq")


class NamedModel(models.Model):
    """Something with a name in Albanian, Serbian (Latin script) and English."""

    name_sq = models.CharField(_("name in Albanian"), max_length=255)
    name_sr = models.CharField(_("name in Serbian"), max_length=255, blank=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")

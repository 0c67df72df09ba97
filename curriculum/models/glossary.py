from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from curriculum.alphabets import sort_key, split_letters
from curriculum.enums import TermKind
from curriculum.folding import fold

from .names import LANGUAGE_SUFFIXES, in_language, language_suffix


class GlossaryTerm(index.Indexed, models.Model):
    """An abbreviation or a term of the field in three languages."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=TermKind.choices, default=TermKind.TERM
    )
    abbr_sq = models.CharField(_("abbreviation in Albanian"), max_length=40, blank=True)
    abbr_sr = models.CharField(_("abbreviation in Serbian"), max_length=40, blank=True)
    abbr_en = models.CharField(_("abbreviation in English"), max_length=40, blank=True)
    term_sq = models.CharField(_("term in Albanian"), max_length=255)
    term_sr = models.CharField(_("term in Serbian"), max_length=255)
    term_en = models.CharField(_("term in English"), max_length=255)
    definition_sq = models.TextField(_("definition in Albanian"), blank=True)
    definition_sr = models.TextField(_("definition in Serbian"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)

    search_fields = [
        *(
            index.SearchField(f"{field}_{suffix}")
            for field in ("abbr", "term")
            for suffix in ("sq", "sr", "en")
        ),
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_text"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("term_sq",)

    def __str__(self) -> str:
        return f"{self.abbr} – {self.term}" if self.abbr else self.term

    @property
    def text(self) -> str:
        """All three languages, so that a word of one finds the term of another."""
        return " ".join(
            getattr(self, f"{field}_{suffix}")
            for suffix in ("sq", "sr", "en")
            for field in ("abbr", "term", "definition")
        )

    @property
    def folded_text(self) -> str:
        return fold(self.text)

    @property
    def abbr(self) -> str:
        return in_language(self, "abbr")

    @property
    def term(self) -> str:
        return in_language(self, "term")

    @property
    def definition(self) -> str:
        return in_language(self, "definition")

    @property
    def headword(self) -> str:
        """What the term is looked up by: the abbreviation where there is one."""
        return self.abbr or self.term

    @property
    def letter(self) -> str:
        """The first letter of the headword in the alphabet of the active language."""
        letters = split_letters(self.headword, language_suffix())
        return letters[0].capitalize() if letters else "#"

    def sort_key(self) -> list[tuple[int, str]]:
        return sort_key(self.headword, language_suffix())

    @property
    def other_languages(self) -> list[tuple[str, str]]:
        """The term elsewhere, as (language code, term) pairs."""
        return [
            (code, getattr(self, f"term_{suffix}"))
            for code, suffix in LANGUAGE_SUFFIXES.items()
            if suffix != language_suffix()
        ]

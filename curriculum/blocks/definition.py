from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class GlossaryTermBlock(blocks.FieldBlock):
    """A term of the glossary, kept by its key: the same one on every machine."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        self._required = required
        super().__init__(**kwargs)

    @cached_property
    def model(self) -> Any:
        return apps.get_model("curriculum", "GlossaryTerm")

    @cached_property
    def field(self) -> forms.Field:
        return forms.ModelChoiceField(
            queryset=self.model.objects.all(),
            to_field_name="key",
            required=self._required,
        )

    def to_python(self, value: str | None) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: list[str | None]) -> list[Any]:
        terms = self.model.objects.in_bulk(
            [key for key in values if key], field_name="key"
        )
        return [terms.get(key) for key in values]

    def get_prep_value(self, value: Any) -> str | None:
        return value.key if value else None

    def value_for_form(self, value: Any) -> str | None:
        return self.get_prep_value(value)

    def value_from_form(self, value: Any) -> Any:
        return value if isinstance(value, self.model) else self.to_python(value)

    def extract_references(self, value: Any) -> Iterator[tuple[Any, str, str, str]]:
        if value:
            yield self.model, str(value.pk), "", ""

    class Meta:
        icon = "list-ul"


class DefinitionBlock(blocks.StructBlock):
    """A term as the glossary has it, in the language of the page."""

    term = GlossaryTermBlock(label=_("Term of the glossary"))

    class Meta:
        label = _("Definition")
        icon = "list-ul"
        template = "curriculum/blocks/definition.html"

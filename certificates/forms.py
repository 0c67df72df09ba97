from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from certificates import conf
from certificates.models import CertificateTemplate
from certificates.pdf.apart import draw_apart
from certificates.pdf.pictures import address_of
from certificates.pdf.refusal import TemplateRefused
from certificates.pdf.templates import Source


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the register and is not shown to the public."),
        max_length=255,
    )


class NameForm(forms.Form):
    number = forms.CharField(
        label=_("Register number"),
        help_text=_("As in P-2026-0001."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    name = forms.CharField(
        label=_("Name of the holder"),
        help_text=_(
            "First and last name as on the certificate. Accents, capitals, the alphabet "
            "and the order do not matter."
        ),
        max_length=220,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("The PDF file of the certificate"),
        help_text=_(
            "Drop the file on the field or choose it. It is compared with the register "
            "and not kept."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".pdf,application/pdf", "class": "drop"}
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > conf.verify_max_bytes():
            raise forms.ValidationError(
                _("The file is too large; at most %(most)s MB are looked at."),
                params={"most": f"{conf.verify_max_bytes() / 1024 / 1024:.0f}"},
            )
        return file


class TemplateForm(WagtailAdminModelForm):
    """A template is saved, as a draft too, only if every sample comes out well."""

    #: The preview draws one sample and says itself what is wrong with it.
    is_to_be_proven = True
    is_draft = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("html", 24), ("css", 16)):
            if name in self.fields:
                self.fields[name].strip = False
                self.fields[name].widget.attrs |= {
                    "rows": rows,
                    "spellcheck": "false",
                    "class": "w-font-mono",
                }

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        self.is_draft = True
        # A page without its kind cannot be drawn.
        self.fields["kind"].required = True

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if self.is_to_be_proven:
            self._prove()
        return not self.errors and not any(self.formsets["images"].errors)

    def _prove(self) -> None:
        if not self.is_draft and self._other_live().exists():
            self.add_error(
                "kind",
                _(
                    "Another template of this kind is published. Unpublish that one first."
                ),
            )
            return
        source = self._source()
        if source is None:
            return
        try:
            draw_apart(source, self.instance.samples())
        except TemplateRefused as refusal:
            self.add_error(refusal.field, str(refusal))

    def _other_live(self) -> Any:
        live = CertificateTemplate.objects.filter(
            kind=self.cleaned_data["kind"], live=True
        )
        return live.exclude(pk=self.instance.pk)

    def _source(self) -> Source | None:
        """What was typed, or None where a picture of it was refused."""
        pictures: dict[str, str] = {}
        for form in self.formsets["images"].forms:
            row = form.cleaned_data
            if not row or row.get("DELETE"):
                continue
            try:
                if row["name"] in pictures:
                    raise TemplateRefused("twice", name=row["name"])
                pictures[row["name"]] = address_of(row["image"])
            except TemplateRefused as refusal:
                code_field = "name" if refusal.code == "twice" else "image"
                form.add_error(code_field, str(refusal))
                return None
        data = self.cleaned_data
        return Source(data["html"], data.get("css") or "", pictures)

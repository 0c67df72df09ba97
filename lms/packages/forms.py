from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.packages.models import Package


class ArchiveForm(forms.Form):
    archive = forms.FileField(
        label=_("Archive"),
        help_text=_("A zip archive of SCORM 1.2, or an .h5p file with its libraries."),
        widget=forms.FileInput(attrs={"accept": ".zip,.h5p"}),
    )


class PackageForm(forms.ModelForm):
    """A new package; the preview says what is in its archive before it is kept."""

    archive = forms.FileField(
        label=_("Archive"),
        help_text=_("A zip archive of SCORM 1.2, or an .h5p file with its libraries."),
        widget=forms.FileInput(attrs={"accept": ".zip,.h5p"}),
    )

    class Meta:
        model = Package
        fields = ("edition", "title_sq", "title_sr", "title_en", "language")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["title_sq"].required = False
        self.fields["title_sq"].help_text = _(
            "Left empty, it is taken from the package."
        )


class PackageEditForm(WagtailAdminModelForm):
    class Meta:
        model = Package
        fields = ("edition", "title_sq", "title_sr", "title_en", "language")

"""Which kind of certificate a page of the desk is about, and who may open it."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permissions import ModelPermissionPolicy

from certificates.enums import PARTICIPATION
from certificates.models import Certificate, CertificateKind

#: Of the model Certificate; its action "issue" is the permission issue_certificate.
POLICY = ModelPermissionPolicy(Certificate)


def kind_asked(request: HttpRequest) -> CertificateKind:
    """The kind that the address names; participation where it names none."""
    code = request.GET.get("kind") or PARTICIPATION
    return get_object_or_404(CertificateKind, code=code)

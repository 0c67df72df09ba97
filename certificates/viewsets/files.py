"""The certificates of a training as one file, to print or to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certificates.domain.printing import (
    note_printing,
    one_document,
    printable,
    zipped,
)
from certificates.models import CertificateFile
from lms.delivery.enums import TrainingStatus
from lms.delivery.models import Training

from .asking import POLICY, kind_asked


class FilesView(PermissionCheckedMixin, View):
    """The valid certificates of a training in one file, in the order of the list."""

    permission_policy = POLICY
    permission_required = "issue"
    ending: str
    pack: Callable[[QuerySet[CertificateFile]], IO[bytes]]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        training = get_object_or_404(Training, pk=pk)
        kind = kind_asked(request)
        files = printable(training, kind=kind)
        certificates = [file.certificate for file in files.defer("pdf")]
        if not certificates and training.status != TrainingStatus.CLOSED:
            raise Http404
        if not certificates:
            messages.error(
                request, _("Nothing is issued yet, so nothing can be printed.")
            )
            desk = reverse("certificate_desk:training", args=[pk])
            return redirect(f"{desk}?kind={kind.code}")
        response = FileResponse(
            self.pack(files),
            as_attachment=True,
            filename=f"{training.code}-{kind.code}.{self.ending}",
        )
        response["X-Content-Type-Options"] = "nosniff"
        before = note_printing(certificates, by=request.user, now=timezone.now())
        if before:
            messages.warning(request, _duplicates(before))
        return response


class PrintView(FilesView):
    ending = "pdf"
    pack = staticmethod(one_document)


class ZipView(FilesView):
    ending = "zip"
    pack = staticmethod(zipped)


def _duplicates(count: int) -> str:
    return ngettext(
        "%(count)s of these certificates was handed out before; the register keeps "
        "every time.",
        "%(count)s of these certificates were handed out before; the register keeps "
        "every time.",
        count,
    ) % {"count": count}

"""The pages around a package: what there is, the frame, and what was reported."""

from __future__ import annotations

import json
import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.delivery.views.access import person_of, trainer_page, training_or_404
from lms.packages import conf
from lms.packages.domain.links import token_for
from lms.packages.domain.reports import ReportRefused, read_report, record_report
from lms.packages.enums import PackageKind
from lms.packages.models import Package, PackageReport, PackageVersion
from lms.packages.permissions import enrolment_for, packages_open_to

#: A report holds 4096 characters at most, each of them up to six in JSON.
_MOST_BYTES = 32 * 1024


@login_required
@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    found = packages_open_to(request.user).select_related("edition__module")
    return render(request, "lms_packages/packages.html", {"packages": found})


@login_required
@require_safe
def package(request: HttpRequest, pk: int) -> HttpResponse:
    package = _package_or_404(request, pk)
    version = cast("PackageVersion", package.current)
    person = person_of(request)
    enrolment = enrolment_for(request.user, package)
    context = {
        "package": package,
        "version": version,
        "frame": conf.host() + _first_address(version, person.pk),
        "can_play": version.kind != PackageKind.H5P or conf.h5p_player(),
        "enrolment": enrolment,
        "sitting": uuid.uuid4(),
        "report": PackageReport.objects.filter(
            enrolment=enrolment, version=version
        ).first(),
    }
    response = render(request, "lms_packages/package.html", context)
    response["Cache-Control"] = "private, no-store"
    if conf.host():
        response._csp_update = {"frame-src": [conf.host()]}  # type: ignore[attr-defined]
    return response


@login_required
@require_POST
def report(request: HttpRequest, pk: int) -> JsonResponse:
    """Takes what the frame reported, from the page around it; never from the frame."""
    package = _package_or_404(request, pk)
    enrolment = enrolment_for(request.user, package)
    if enrolment is None:
        words = _("You take part in no training with this package; nothing is kept.")
        return JsonResponse({"message": words}, status=403)
    try:
        if request.GET.get("version") != str(package.current_id):
            raise ReportRefused(_("The package was replaced. Open it again to go on."))
        said = read_report(_body(request))
        version = cast("PackageVersion", package.current)
        record_report(enrolment, version=version, said=said, now=timezone.now())
    except ReportRefused as refusal:
        return JsonResponse({"message": str(refusal)}, status=400)
    return JsonResponse({"message": _("Saved, as reported by the package.")})


@trainer_page
@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """What the packages reported of the people of a training."""
    training = training_or_404(request, code)
    found = (
        PackageReport.objects.filter(enrolment__training=training)
        .select_related("enrolment__professional", "version__package")
        .annotate(folded_name=F("enrolment__professional__folded_name"))
        .order_by("folded_name", "enrolment", "version__package", "-version__number")
    )
    context = {"training": training, "reports": found}
    return render(request, "lms_packages/reports.html", context)


def _package_or_404(request: HttpRequest, pk: int) -> Package:
    return get_object_or_404(
        packages_open_to(request.user).select_related("current", "edition__module"),
        pk=pk,
    )


def _first_address(version: PackageVersion, user_id: int) -> str:
    token = token_for(version, user_id=user_id)
    if version.kind == PackageKind.H5P:
        return reverse("lms_packages_plain:h5p_page", args=[token])
    return reverse("lms_packages_plain:package_file", args=[token, version.launch])


def _body(request: HttpRequest) -> object:
    try:
        size = int(request.headers.get("Content-Length") or 0)
        if size > _MOST_BYTES:
            raise ReportRefused(_("The package reported too much at once."))
        return json.loads(request.body)
    except (ValueError, RecursionError):
        raise ReportRefused(
            _("The package reported something that is not kept (%(name)s).")
            % {"name": "JSON"}
        ) from None

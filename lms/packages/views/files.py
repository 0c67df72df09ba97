"""The files of a package, for its frame: by signed address, without the session.

Nothing here reads a cookie. The answers let a package reach its own files and the
players, and nothing else of the site or of the world.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lms.packages import conf
from lms.packages.domain.kinds_of_files import content_type_of, is_page
from lms.packages.domain.links import read_token
from lms.packages.domain.playing import file_of, state_of, with_scripts
from lms.packages.enums import PackageKind
from lms.packages.models import PackageReport, PackageVersion
from lms.packages.permissions import enrolment_for, packages_open_to

SCORM_API = "lms_packages/scorm-again/scorm12.min.js"
FRAME_MEMORY = "lms_packages/frame_memory.js"
SCORM_FRAME = "lms_packages/scorm_frame.js"
#: Without allow-same-origin: what runs in the frame belongs to no site.
SANDBOX = "allow-scripts allow-forms"

View = Callable[..., HttpResponseBase]


def frame_only(view: View) -> View:
    """Finds who asks, for what, and whether they still may; hardens the answer."""

    @wraps(view)
    def wrapper(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        user, version = _asked(token)
        response = view(request, token=token, user=user, version=version, **kwargs)
        response["Content-Security-Policy"] = _policy(request, token)
        response["X-Content-Type-Options"] = "nosniff"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        # Asked from a frame without an origin; the address is the key, not a cookie.
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return xframe_options_exempt(require_safe(wrapper))


def _asked(token: str) -> tuple[Any, PackageVersion]:
    """The permission is asked of the records of this moment, for every file."""
    user_id, version_id = read_token(token) or (0, 0)
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    version = (
        PackageVersion.objects.filter(pk=version_id).select_related("package").first()
    )
    if not user or not version or version.package.current_id != version.pk:
        raise Http404
    if not packages_open_to(user).filter(pk=version.package_id).exists():
        raise Http404
    return user, version


def _address(name: str, *arguments: str) -> str:
    return reverse(f"lms_packages_plain:{name}", args=arguments)


def _policy(request: HttpRequest, token: str) -> str:
    """No address but the own files and the players; no way to send anything out.

    Packages bring inline and evaluated scripts, so both are let in: into a frame that
    owns nothing. Ancestors are not named, for frames of a package have no origin.
    """
    site = f"{request.scheme}://{request.get_host()}"
    folder = site + _address("package_file", token, "x").removesuffix("files/x")
    players = " ".join(
        site + static(path) for path in ("lms_packages/", conf.h5p_player()) if path
    )
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {folder} {players} 'unsafe-inline' 'unsafe-eval' blob:",
            f"style-src {folder} {players} 'unsafe-inline'",
            f"img-src {folder} {players} data: blob:",
            f"font-src {folder} {players} data:",
            f"media-src {folder} data: blob:",
            f"connect-src {folder} data: blob:",
            f"frame-src {folder} data: blob:",
            f"worker-src {folder} blob:",
            f"form-action {folder}",
            "base-uri 'none'",
            f"sandbox {SANDBOX}",
        )
    )


@frame_only
def package_file(
    request: HttpRequest, *, token: str, user: Any, version: PackageVersion, name: str
) -> HttpResponseBase:
    path = file_of(version, name)
    if path is None:
        raise Http404
    content_type = content_type_of(path.name)
    if version.kind == PackageKind.SCORM12 and is_page(path.name):
        state = _address("package_state", token)
        scripts = [static(FRAME_MEMORY), static(SCORM_API), state, static(SCORM_FRAME)]
        if not path.name.lower().endswith(".xhtml"):
            page = with_scripts(path.read_bytes(), scripts)
            return HttpResponse(page, content_type=content_type)
    return FileResponse(path.open("rb"), content_type=content_type)


@frame_only
def package_state(
    request: HttpRequest, *, token: str, user: Any, version: PackageVersion
) -> HttpResponseBase:
    """What the person left behind, as a script, for the API answers at once."""
    enrolment = enrolment_for(user, version.package)
    report = (
        PackageReport.objects.filter(enrolment=enrolment, version=version).first()
        if enrolment
        else None
    )
    # Escaped as JSON in JSON: the text of a package stays text.
    text = json.dumps(json.dumps(state_of(report)))
    return HttpResponse(
        f"window.fenerState = JSON.parse({text});",
        content_type="text/javascript; charset=utf-8",
    )


@frame_only
def h5p_page(
    request: HttpRequest, *, token: str, user: Any, version: PackageVersion
) -> HttpResponseBase:
    """The page that the player of H5P draws on."""
    if version.kind != PackageKind.H5P or not conf.h5p_player():
        raise Http404
    context = {
        "version": version,
        "folder": _address("package_file", token, "x").removesuffix("/x"),
        "player": static(conf.h5p_player()),
    }
    return render(request, "lms_packages/h5p.html", context)

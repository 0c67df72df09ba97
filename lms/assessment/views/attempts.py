"""Pages of a participant: the own tests, answering one, and what came of it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from lms.assessment.domain.attempts import (
    HANDED_IN,
    AttemptRefused,
    SavedAnswer,
    hand_in,
    is_overdue,
    save_answers,
    start_attempt,
)
from lms.assessment.domain.my_tests import (
    enrolment_in,
    my_observations,
    my_test,
    my_tests,
)
from lms.assessment.domain.presenting import asked_at, shown_to
from lms.assessment.domain.results import result_of
from lms.assessment.forms import AttemptForm
from lms.assessment.models import Attempt, FormQuestion, Sitting
from lms.assessment.permissions import attempts_of

#: Stands in every answer of ours, and in no page of a hotel's network.
MARKER = "fener-test-1"
#: Milliseconds since 1970 on the device; more is no clock.
LARGEST_REVISION = 2**53
#: A test of a hundred long answers is smaller.
MOST_BYTES = 128 * 1024


@never_cache
@require_safe
@login_required
def tests(request: HttpRequest) -> HttpResponse:
    context = {
        "tests": my_tests(request.user, now=timezone.now()),
        "observations": my_observations(request.user),
    }
    return render(request, "lms_assessment/my_tests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """What awaits the person, and the button that begins."""
    sitting = get_object_or_404(
        Sitting.objects.select_related("training", "test__edition__module"), pk=pk
    )
    enrolment = enrolment_in(request.user, sitting)
    now = timezone.now()
    refusal = ""
    if request.method == "POST":
        try:
            attempt = start_attempt(
                sitting, enrolment=enrolment, language=get_language() or "sq", now=now
            )
        except AttemptRefused as words:
            refusal = str(words)
        else:
            return redirect("lms_assessment:attempt", pk=attempt.pk)
    context = {"test": my_test(sitting, enrolment, now=now), "refusal": refusal}
    return render(request, "lms_assessment/my_test.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def attempt(request: HttpRequest, pk: str) -> HttpResponse:
    """All questions on one page; it works without any script."""
    attempt = get_object_or_404(attempts_of(request.user), pk=pk)
    now = timezone.now()
    if attempt.handed_in_at is None and is_overdue(attempt, now=now):
        attempt = hand_in(attempt, now=now)
        messages.warning(request, _("The time is over. What was saved is handed in."))
    elif attempt.handed_in_at is not None and request.method == "POST":
        messages.warning(request, HANDED_IN)
    if attempt.handed_in_at is not None:
        return redirect("lms_assessment:result", pk=attempt.pk)
    form = AttemptForm(shown_to(attempt))
    if request.method == "POST":
        return _save_or_hand_in(request, attempt, form, now)
    return render(
        request,
        "lms_assessment/attempt.html",
        {
            "attempt": attempt,
            "form": form,
            "left": _seconds_left(attempt, now),
            "words": words(),
        },
    )


@never_cache
@require_POST
def attempt_save(request: HttpRequest, pk: str) -> JsonResponse:
    """What the page sends by itself: the questions that changed on the device."""
    if not request.user.is_authenticated:
        return _answer(401, reason=_("Sign in again; the answers wait on this device."))
    attempt = attempts_of(request.user).select_related(None).filter(pk=pk).first()
    if attempt is None:
        return _answer(404, reason=_("This test is not yours."))
    if len(request.body) > MOST_BYTES:
        return _answer(413, reason=_("Too much was sent at once."))
    now = timezone.now()
    try:
        saved = save_answers(attempt, answers=_changed(request, attempt), now=now)
    except AttemptRefused as refusal:
        return _answer(409, reason=str(refusal))
    return _answer(200, saved=saved, left=_seconds_left(attempt, now))


@never_cache
@require_safe
@login_required
def result(request: HttpRequest, pk: str) -> HttpResponse:
    attempt = get_object_or_404(attempts_of(request.user), pk=pk)
    if attempt.handed_in_at is None:
        return redirect("lms_assessment:attempt", pk=attempt.pk)
    context = {"attempt": attempt, "result": result_of(attempt, now=timezone.now())}
    return render(request, "lms_assessment/result.html", context)


def words() -> dict[str, str]:
    """What the page's script says; {n} is filled in."""
    return {
        "saving": _("Saving …"),
        "saved": _("Saved."),
        "offline": _("No network. Your answers are kept on this device: {n} to send."),
        "later": _(
            "The office cannot be reached just now. It is tried again by itself."
        ),
        "signIn": _("Sign in again in another tab; the answers wait on this device."),
        "left": _("{n} minutes left"),
        "seconds": _("{n} seconds left"),
        "over": _("The time is over."),
        "unanswered": _("Not answered yet: {n}"),
        "sure": _("Not answered yet: {n}. Press once more to hand in all the same."),
    }


def _save_or_hand_in(
    request: HttpRequest, attempt: Attempt, form: AttemptForm, now: datetime
) -> HttpResponse:
    try:
        revision = _revision(request.POST, now)
        save_answers(
            attempt, answers=form.answers(request.POST, revision=revision), now=now
        )
    except AttemptRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_assessment:attempt", pk=attempt.pk)
    if "hand_in" in request.POST:
        hand_in(attempt, now=now)
        messages.success(request, _("Your test is handed in."))
        return redirect("lms_assessment:result", pk=attempt.pk)
    messages.success(request, _("Your answers are saved. You can go on."))
    return redirect("lms_assessment:attempt", pk=attempt.pk)


def _changed(request: HttpRequest, attempt: Attempt) -> list[SavedAnswer]:
    """The answers that the device names as changed; a foreign one is refused later."""
    places = FormQuestion.objects.filter(form=attempt.form_id).order_by()
    asked = {str(pk): pk for pk in places.values_list("pk", flat=True)}
    changed = request.POST.getlist("changed")
    if not all(one in asked for one in changed):
        raise AttemptRefused(_("This question is not part of your test."))
    form = AttemptForm(asked_at(attempt, {asked[one] for one in changed}))
    revision = _revision(request.POST, timezone.now())
    return form.answers(request.POST, revision=revision)


def _revision(data: QueryDict, now: datetime) -> int:
    """What the device counts; without a script the clock of the site."""
    said = data.get("revision", "")
    if said.isascii() and said.isdigit() and int(said) <= LARGEST_REVISION:
        return int(said)
    return int(now.timestamp() * 1000)


def _seconds_left(attempt: Attempt, now: datetime) -> int | None:
    if attempt.due_at is None:
        return None
    return max(int((attempt.due_at - now).total_seconds()), 0)


def _answer(status: int, **content: object) -> JsonResponse:
    return JsonResponse({"marker": MARKER, **content}, status=status)

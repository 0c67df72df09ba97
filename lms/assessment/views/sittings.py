"""Pages of a trainer: opening the tests of a training, and paper."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.spreadsheet import xlsx_response
from lms.assessment.domain.learned import learned_in
from lms.assessment.domain.paper import PaperRefused, draw_paper_test, enter_paper
from lms.assessment.domain.records import attending
from lms.assessment.domain.sittings import SittingRefused, close_sitting, open_sitting
from lms.assessment.domain.test_board import board_of
from lms.assessment.enums import FormLetter, Stage
from lms.assessment.forms import OpenSittingForm, PaperEntryForm
from lms.assessment.models import Attempt, Sitting
from lms.assessment.permissions import user_can_give_tests, user_can_see_tests
from lms.delivery.models import Training
from lms.delivery.views.access import (
    person_of,
    refuse_unless,
    trainer_page,
    training_or_404,
)


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def training_tests(request: HttpRequest, code: str) -> HttpResponse:
    """Each test at each stage: open it, close it, print it, type it in."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_tests(request.user, training))
    can_give = user_can_give_tests(request.user, training)
    if request.method == "POST":
        refuse_unless(can_give)
        if refusal := _open_or_close(request, training):
            messages.error(request, refusal)
        return redirect("lms_assessment:training_tests", code=training.code)
    context = {
        "training": training,
        "board": board_of(training, now=timezone.now()),
        "can_give": can_give,
        "letters": FormLetter,
    }
    return render(request, "lms_assessment/training_tests.html", context)


@trainer_page
@require_safe
def training_results(request: HttpRequest, code: str) -> HttpResponse:
    """What was known before, after and later; as a page, or as a sheet of people."""
    training = training_or_404(request, code)
    refuse_unless(user_can_see_tests(request.user, training))
    learned = learned_in(training)
    if request.GET.get("format") == "xlsx":
        headings = (_("Module"), _("Name"), *(stage.label for stage in Stage))
        rows = [
            (
                one.test.edition.module.code,
                person.enrolment.professional.full_name,
                person.pre,
                person.post,
                person.delayed,
            )
            for one in learned
            for person in one.people
        ]
        return xlsx_response(f"{training.code}-results", headings, rows)
    context = {"training": training, "learned": learned}
    return render(request, "lms_assessment/training_results.html", context)


@trainer_page
@require_safe
def paper_test(request: HttpRequest, code: str, pk: int, letter: str) -> HttpResponse:
    """The form to be printed; it names nobody."""
    training = training_or_404(request, code)
    refuse_unless(user_can_give_tests(request.user, training))
    sitting = get_object_or_404(Sitting, pk=pk, training=training)
    if letter not in FormLetter.values:
        raise Http404
    try:
        pdf = draw_paper_test(sitting, FormLetter(letter))
    except PaperRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("lms_assessment:training_tests", code=training.code)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{training.code}-{sitting.code}-{letter}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@trainer_page
@require_http_methods(["GET", "HEAD", "POST"])
def paper_entry(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One sheet of paper after the other: who, which form, a letter a question."""
    training = training_or_404(request, code)
    refuse_unless(user_can_give_tests(request.user, training))
    sitting = get_object_or_404(
        Sitting.objects.select_related("test__edition__module"),
        pk=pk,
        training=training,
    )
    people = list(attending(training))
    results = {
        attempt.enrolment_id: attempt
        for attempt in Attempt.objects.filter(sitting=sitting).select_related("form")
    }
    form = PaperEntryForm(
        request.POST if request.method == "POST" else None,
        sitting=sitting,
        letter=_letter(request),
        people=people,
        done=results.keys(),
        chosen=request.GET.get("person", ""),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _enter(request, sitting, form, results)
    ):
        return redirect(f"{request.path}?form={form.letter}")
    lines = [(one, results.get(one.pk)) for one in people]
    context = {"training": training, "sitting": sitting, "form": form, "lines": lines}
    return render(request, "lms_assessment/paper_entry.html", context)


def _letter(request: HttpRequest) -> FormLetter:
    """The form whose sheets are typed in; A where the address says nothing known."""
    said = request.POST.get("form") or request.GET.get("form")
    return FormLetter(said) if said in FormLetter.values else FormLetter.A


def _enter(
    request: HttpRequest,
    sitting: Sitting,
    form: PaperEntryForm,
    earlier: Mapping[int, Attempt],
) -> bool:
    """Keep one sheet and say what came of it; the form says why where it is refused."""
    try:
        attempt = enter_paper(
            sitting,
            enrolment=form.enrolment,
            letter=form.letter,
            typed=form.typed,
            by=person_of(request),
            now=timezone.now(),
        )
    except PaperRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    before = earlier.get(form.enrolment.pk)
    words = (
        _("%(name)s: %(percent)s %% in place of %(before)s %%. Now the next one.")
        if before
        else _("%(name)s: %(percent)s %%. Now the next one.")
    )
    said = {
        "name": form.enrolment.professional,
        "percent": attempt.percent,
        "before": before.percent if before else None,
    }
    messages.success(request, words % said)
    return True


def _open_or_close(request: HttpRequest, training: Training) -> str:
    """Do what the button says; the reason where it is refused."""
    form = OpenSittingForm(request.POST, training=training)
    if not form.is_valid():
        return _("This test cannot be found any more. Open the page again.")
    now, by = timezone.now(), person_of(request)
    if form.cleaned_data["deed"] == "close":
        sitting = get_object_or_404(
            Sitting,
            training=training,
            test=form.cleaned_data["test"],
            stage=form.cleaned_data["stage"],
        )
        close_sitting(sitting, by=by, now=now)
        messages.success(request, _("The test is closed."))
        return ""
    try:
        open_sitting(
            training,
            test=form.cleaned_data["test"],
            stage=Stage(form.cleaned_data["stage"]),
            by=by,
            now=now,
        )
    except SittingRefused as refusal:
        return str(refusal)
    messages.success(
        request, _("The test is open. Participants find it under “My tests”.")
    )
    return ""

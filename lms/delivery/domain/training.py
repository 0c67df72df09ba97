"""A training from its planning to its cancellation; closing is decided a floor above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Upper
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from curriculum.models import Module, ModuleEdition
from lms.delivery.enums import TrainingKind, TrainingStatus
from lms.delivery.models import Action, Session, Training
from trainers_pool.models import Institution, Municipality

from .clashes import reason_double_booked
from .refusal import FieldRefused

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as User


#: A training that is longer was dated wrongly.
LONGEST = timedelta(days=366)


class TrainingRefused(FieldRefused):
    pass


@transaction.atomic
def create_training(
    code: str,
    *,
    modules: Sequence[str],
    start: date,
    end: date,
    title: str = "",
    place: str = "",
    actions: Sequence[str] = (),
    kind: str = TrainingKind.WORKSHOP,
    municipality: Municipality | None = None,
    organiser: Institution | None = None,
    funder: Institution | None = None,
    languages: Sequence[str] = (),
    by: User | None,
) -> Training:
    """A training without sessions; modules and action rows are given by their codes.

    Each module is taught in the edition that is valid on the first day. Without a
    title the training is called after its modules.
    """
    code = code.strip()
    refuse_code(code)
    refuse_days(start, end)
    editions = editions_on(modules, day=start)
    rows = actions_of(actions)
    training = Training(
        code=code,
        title=title.strip() or _title_of(editions),
        kind=kind,
        start_date=start,
        end_date=end,
        place=place.strip(),
        municipality=municipality,
        organiser=organiser,
        funder=funder,
        languages=list(languages),
    )
    refuse_long_texts(training)
    training.editions.set(editions)
    training.actions.set(rows)
    training.save()
    log(training, "lms_delivery.create_training", user=by, data={"code": code})
    return training


def refuse_code(code: str) -> None:
    if not code:
        raise TrainingRefused(_("Give the training a code."), field="code")
    try:
        Training._meta.get_field("code").run_validators(code)
    except ValidationError as error:
        words = _("“%(code)s” cannot be the code.") % {"code": code[:60]}
        reasons = " ".join(map(str, error.messages))
        raise TrainingRefused(f"{words} {reasons}", field="code") from error
    if Training.objects.filter(code__iexact=code).exists():
        raise TrainingRefused(
            _("The code %(code)s is taken by another training. Choose another code.")
            % {"code": code},
            field="code",
        )


def refuse_days(start: date, end: date) -> None:
    if end < start:
        raise TrainingRefused(
            _(
                "The last day (%(end)s) is before the first day (%(start)s). "
                "Change one of them."
            )
            % {"end": date_format(end), "start": date_format(start)},
            field="end_date",
        )
    if end - start > LONGEST:
        raise TrainingRefused(
            _(
                "From %(start)s to %(end)s is more than a year. Change one of the days, "
                "or make several trainings of it."
            )
            % {"end": date_format(end), "start": date_format(start)},
            field="end_date",
        )


def refuse_long_texts(training: Training) -> None:
    """Refuse a title or a place longer than its column, which SQLite would keep."""
    for name in ("title", "place"):
        field = Training._meta.get_field(name)
        try:
            field.run_validators(getattr(training, name))
        except ValidationError as error:
            label = capfirst(field.verbose_name)
            reasons = " ".join(map(str, error.messages))
            raise TrainingRefused(f"{label}: {reasons}", field=name) from error


def editions_on(codes: Sequence[str], *, day: date) -> list[ModuleEdition]:
    """The newest edition of each module that is valid on `day`, in the order given."""
    wanted = list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))
    if not wanted:
        raise TrainingRefused(
            _("Name at least one module, as in M03."), field="modules"
        )
    known = set(Module.objects.filter(code__in=wanted).values_list("code", flat=True))
    if unknown := [code for code in wanted if code not in known]:
        raise TrainingRefused(
            _("There is no module %(codes)s. Check the code of the module.")
            % {"codes": ", ".join(unknown)},
            field="modules",
        )
    valid: dict[str, ModuleEdition] = {}
    for edition in (
        ModuleEdition.objects.filter(module__code__in=wanted)
        .valid_on(day)
        .newest_first()
        .select_related("module")
    ):
        valid.setdefault(edition.module.code, edition)
    if missing := [code for code in wanted if code not in valid]:
        raise TrainingRefused(
            _(
                "Module %(codes)s has no edition that is valid on %(day)s. "
                "Change the first day or enter an edition."
            )
            % {"codes": ", ".join(missing), "day": date_format(day)},
            field="modules",
        )
    return [valid[code] for code in wanted]


def actions_of(codes: Sequence[str]) -> list[Action]:
    """The rows with these codes, in the order given; capitals make no difference."""
    wanted = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
    actions = Action.objects.annotate(capitals=Upper("code"))
    known = {
        action.code.upper(): action
        for action in actions.filter(capitals__in=[code.upper() for code in wanted])
    }
    if unknown := [code for code in wanted if code.upper() not in known]:
        raise TrainingRefused(
            _("There is no action row %(codes)s. Check the code of the row.")
            % {"codes": ", ".join(unknown)},
            field="actions",
        )
    return list(dict.fromkeys(known[code.upper()] for code in wanted))


def _title_of(editions: list[ModuleEdition]) -> str:
    return " + ".join(edition.module.name for edition in editions)[:255]


def reason_closed(training: Training) -> str:
    """Why nothing in `training` may change any more; "" while it is open."""
    if training.status == TrainingStatus.CLOSED:
        text = _("Training %(code)s is closed; nothing in it changes any more.")
    elif training.status == TrainingStatus.CANCELLED:
        text = _("Training %(code)s is cancelled; nothing in it changes any more.")
    else:
        return ""
    return text % {"code": training.code}


def reason_called_off(session: Session) -> str:
    """Why nobody can be marked at `session`; "" if it takes place."""
    if not session.is_cancelled:
        return ""
    return _("The session on %(day)s was called off: %(reason)s") % {
        "day": date_format(session.date),
        "reason": session.cancel_reason,
    }


def refuse_unless_open(training: Training) -> None:
    if reason := reason_closed(training):
        raise TrainingRefused(reason)


@transaction.atomic
def cancel_training(training: Training, *, reason: str, by: User | None) -> Training:
    """Call a training off; it stays in the register with the reason."""
    training = Training.objects.select_for_update().get(pk=training.pk)
    refuse_unless_open(training)
    if not (reason := reason.strip()):
        raise TrainingRefused(
            _("Say why the training is cancelled."), field="cancel_reason"
        )
    training.status = TrainingStatus.CANCELLED
    training.cancel_reason = reason[:255]
    training.save(update_fields=["status", "cancel_reason"])
    log(training, "lms_delivery.cancel_training", user=by, data={"reason": reason})
    return training


def mark_held(training: Training, *, by: User | None) -> None:
    """From planned to held, when the first attendance arrives; asks for a locked row."""
    if training.status == TrainingStatus.PLANNED:
        training.status = TrainingStatus.HELD
        training.save(update_fields=["status"])
        log(training, "lms_delivery.mark_held", user=by)


@transaction.atomic
def add_session(
    training: Training,
    *,
    day: date,
    starts: time,
    ends: time,
    title: str = "",
    is_debrief: bool = False,
    by: User | None,
) -> Session:
    training = Training.objects.select_for_update().get(pk=training.pk)
    refuse_unless_open(training)
    if refusal := reason_against_session(training, day=day, starts=starts, ends=ends):
        raise refusal
    session = Session.objects.create(
        training=training,
        date=day,
        starts=starts,
        ends=ends,
        title=title.strip(),
        is_debrief=is_debrief,
    )
    refuse_double_booking(training, [session])
    log(training, "lms_delivery.add_session", user=by, data={"day": day.isoformat()})
    return session


def refuse_double_booking(training: Training, sessions: Sequence[Session]) -> None:
    if reason := reason_double_booked(training, sessions=sessions):
        raise TrainingRefused(reason, field="starts")


def reason_against_session(
    training: Training,
    *,
    day: date,
    starts: time,
    ends: time,
    but: Session | None = None,
) -> TrainingRefused | None:
    """Why no session may be then, looking at all sessions `but` the one that moves."""
    if not training.start_date <= day <= training.end_date:
        return TrainingRefused(
            _("%(day)s is outside the training, which is from %(start)s to %(end)s.")
            % {
                "day": date_format(day),
                "start": date_format(training.start_date),
                "end": date_format(training.end_date),
            },
            field="date",
        )
    if ends <= starts:
        return TrainingRefused(
            _("The session ends before it starts. Change one of the times."),
            field="ends",
        )
    others = Session.objects.filter(training=training, date=day).taking_place()
    if but and but.pk:
        others = others.exclude(pk=but.pk)
    if other := others.filter(starts__lt=ends, ends__gt=starts).first():
        return TrainingRefused(
            _("There is a session from %(starts)s to %(ends)s on that day already.")
            % {"starts": f"{other.starts:%H:%M}", "ends": f"{other.ends:%H:%M}"},
            field="starts",
        )
    return None

"""A count in plain values, as the command and the public JSON give it."""

from __future__ import annotations

from typing import Any

from lms.targets.domain.figures import IndicatorCount, TargetCount


def as_plain(counted: IndicatorCount) -> dict[str, Any]:
    """`target` and `percent` are null where nothing can be said."""
    return {
        "code": counted.code,
        "kind": counted.kind,
        "target": counted.value,
        "people": counted.people,
        "participations": counted.participations,
        "trainings": counted.trainings,
        "headcount": counted.headcount,
        "percent": counted.percent,
        "from": counted.period.start.isoformat(),
        "to": counted.period.end.isoformat(),
        "not_counted": [
            {"reason": group.reason.value, "people": group.people}
            for group in counted.not_counted
        ],
        "out_of_scope": counted.is_out_of_scope,
        "needs_staff_number": counted.needs_staff_number,
        "targets": [_target(each) for each in counted.targets],
    }


def _target(reached: TargetCount) -> dict[str, Any]:
    target = reached.target
    return {
        "kind": target.kind,
        "operator": target.operator,
        "value": target.value,
        "counted": reached.counted,
        "percent": reached.percent,
        "due_on": target.due_on and target.due_on.isoformat(),
    }

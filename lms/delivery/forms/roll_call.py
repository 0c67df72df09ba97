"""The roll call as a plain form: a row of four choices for each person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from lms.delivery.enums import PRESENT_VALUES, MarkValue
from lms.delivery.models import Enrolment, Session


@dataclass(frozen=True)
class Line:
    """One person; `value` is what is chosen, `saved` what the office has."""

    enrolment: Enrolment
    value: str
    saved: str

    @property
    def field(self) -> str:
        return f"mark-{self.enrolment.pk}"

    @property
    def seen_field(self) -> str:
        return f"seen-{self.enrolment.pk}"

    @property
    def choices(self) -> Iterator[dict[str, Any]]:
        for value, label in MarkValue.choices:
            yield {"value": value, "label": label, "is_chosen": value == self.value}


class RollCall:
    """The people of a session with their marks, and what was sent for them.

    Only what the trainer changed is written: a page that was opened long ago does
    not take back what a colleague has entered meanwhile.
    """

    def __init__(
        self,
        session: Session,
        *,
        enrolments: list[Enrolment],
        saved: Mapping[int, str],
        data: QueryDict | None = None,
    ) -> None:
        self.session = session
        self.lines = [
            Line(
                enrolment,
                value=self._sent(data, enrolment) or saved.get(enrolment.pk, ""),
                saved=saved.get(enrolment.pk, ""),
            )
            for enrolment in enrolments
        ]
        self.data = data

    @staticmethod
    def _sent(data: QueryDict | None, enrolment: Enrolment) -> str:
        value = data.get(f"mark-{enrolment.pk}", "") if data else ""
        return value if value in MarkValue.values else ""

    def changes(self) -> dict[int, str]:
        """What was sent and differs from what the page showed before."""
        if self.data is None:
            return {}
        changes = {}
        for line in self.lines:
            sent = self._sent(self.data, line.enrolment)
            if sent and sent != self.data.get(line.seen_field, ""):
                changes[line.enrolment.pk] = sent
        if self.data.get("everyone") == MarkValue.PRESENT:
            for line in self.lines:
                if not line.value:
                    changes[line.enrolment.pk] = MarkValue.PRESENT
        return changes

    @property
    def total(self) -> int:
        return len(self.lines)

    @property
    def present(self) -> int:
        return sum(line.value in PRESENT_VALUES for line in self.lines)

    @property
    def missing(self) -> int:
        return sum(not line.value for line in self.lines)

    @property
    def unsaved(self) -> int:
        return sum(line.value != line.saved for line in self.lines)

"""What keeps numbers from moving, beside what waits in the trainings themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.targets.enums import IndicatorKind
from lms.targets.models import Indicator, IndicatorLink, StaffNumber


@dataclass(frozen=True)
class Attention:
    """How many of each; `staff_numbers` are indicators without any."""

    proposed: int
    staff_numbers: int

    def __bool__(self) -> bool:
        return any((self.proposed, self.staff_numbers))


def attention(*, on: date) -> Attention:
    known = StaffNumber.objects.filter(as_of__lte=on).values("indicator")
    sharing = Indicator.objects.in_scope().filter(kind=IndicatorKind.SHARE_OF_STAFF)
    return Attention(
        proposed=IndicatorLink.objects.proposed().count(),
        staff_numbers=sharing.exclude(pk__in=known).count(),
    )

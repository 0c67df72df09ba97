"""What keeps numbers from moving and waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lms.delivery.models import SheetRow, Training
from lms.targets.enums import IndicatorKind
from lms.targets.models import Indicator, IndicatorLink, StaffNumber


@dataclass(frozen=True)
class Attention:
    """How many of each; `staff_numbers` are indicators without any."""

    to_close: int
    in_review: int
    proposed: int
    staff_numbers: int

    def __bool__(self) -> bool:
        return any((self.to_close, self.in_review, self.proposed, self.staff_numbers))


def attention(*, on: date) -> Attention:
    known = StaffNumber.objects.filter(as_of__lte=on).values("indicator")
    sharing = Indicator.objects.in_scope().filter(kind=IndicatorKind.SHARE_OF_STAFF)
    return Attention(
        to_close=Training.objects.open().filter(end_date__lt=on).count(),
        in_review=SheetRow.objects.awaiting_decision().count(),
        proposed=IndicatorLink.objects.proposed().count(),
        staff_numbers=sharing.exclude(pk__in=known).count(),
    )

"""The sheet of a training as it is read, before anybody is looked up."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.delivery.models import Training

from .headings import remembered_for
from .sheet_called_off import without_called_off
from .sheet_grid import SheetRefused, shortened, text_of
from .sheet_meanings import ColumnsUnknown
from .sheet_reader import read_grids
from .sheet_rows import Reading, read_list
from .sheet_said import Said


def read_sheet(
    content: bytes, filename: str, *, training: Training, today: date, said: Said
) -> Reading:
    """What the sheet says; a refusal of the whole sheet names the file."""
    try:
        return _read(content, training=training, today=today, said=said)
    except SheetRefused as refusal:
        words = f"{shortened(plain_name(filename), 80)}: {refusal}"
        if isinstance(refusal, ColumnsUnknown):
            raise ColumnsUnknown(words, refusal.unknown) from refusal
        raise SheetRefused(words) from refusal


def _read(content: bytes, *, training: Training, today: date, said: Said) -> Reading:
    reading = read_list(
        read_grids(content),
        first=training.start_date,
        last=training.end_date,
        today=today,
        said=said,
        remembered=remembered_for(training),
    )
    if not reading.rows and not reading.rejected:
        raise SheetRefused(
            _("Below the headings there is no row with a name. Is it the right file?")
        )
    if not reading.days and not reading.rejected:
        raise SheetRefused(
            _(
                "Every day of the sheet is still to come: %(days)s. Import it once "
                "there is somebody to mark."
            )
            % {"days": ", ".join(map(date_format, reading.to_come))}
        )
    return without_called_off(reading, training=training)


def plain_name(filename: str) -> str:
    name = text_of(filename.replace("\\", "/").rpartition("/")[2])
    return name[-255:] or "sheet"

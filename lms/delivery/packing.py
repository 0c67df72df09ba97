"""The parts of a training's handover pack, and what apps above add to them.

Apps on the floors above register a function with Wagtail's hook
``lms_delivery_pack_parts``; it is called with the user and the training and yields
`PackFile`s, of which it leaves out what this user may not have.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from wagtail import hooks

from curriculum.viewsets.base import defuse
from lms.delivery.models import Training

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, _User

HOOK = "lms_delivery_pack_parts"


@dataclass(frozen=True)
class PackFile:
    """A file of the pack: where it lies in it, what it is, and how it is opened.

    `path` has letters without accents and forward slashes; opening raises OSError
    where the file is gone, and the pack says so instead.
    """

    path: str
    label: str
    open: Callable[[], IO[bytes]]


def table(
    path: str, label: str, headings: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> PackFile:
    """A listing as CSV that spreadsheet programs open, without a live formula."""

    def opened() -> IO[bytes]:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow([str(heading) for heading in headings])
        for row in rows:
            writer.writerow(["" if cell is None else defuse(str(cell)) for cell in row])
        return io.BytesIO(text.getvalue().encode("utf-8-sig"))

    return PackFile(path, label, opened)


def parts_above(user: _User | AnonymousUser, training: Training) -> Iterator[PackFile]:
    for function in hooks.get_hooks(HOOK):
        yield from function(user, training)

"""From the bytes of an upload to grids; what the file is, its first bytes say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lms.delivery import conf

from .sheet_csv import read_csv
from .sheet_grid import Grid, SheetRefused
from .sheet_xlsx import read_xlsx

_ZIP = b"PK"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def read_grids(content: bytes) -> list[Grid]:
    """The tabs of a sheet; refused when it is too large or of another kind."""
    if not content.strip():
        raise SheetRefused(_("The file is empty. Choose the sheet again."))
    refuse_too_large(len(content))
    if content.startswith(_ZIP):
        return read_xlsx(content)
    if content.startswith(_OLD_EXCEL):
        raise SheetRefused(
            _(
                "The file is an old Excel file (.xls) or has a password. Save it as "
                ".xlsx without a password."
            )
        )
    if content.startswith(_OTHERS):
        raise SheetRefused(
            _("The file is not a sheet. Choose a file that ends in .xlsx or .csv.")
        )
    return read_csv(content)


def refuse_too_large(size: int) -> None:
    if size > conf.sheet_max_bytes():
        raise SheetRefused(
            _("The file has %(size)s MB; at most %(most)s MB are read.")
            % {
                "size": _megabytes(size),
                "most": _megabytes(conf.sheet_max_bytes()),
            }
        )


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"

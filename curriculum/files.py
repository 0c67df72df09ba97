"""Files of the machine: why one cannot be read or written, in the person's language.

The operating system gives its reasons in its own language, so none of them is shown.
"""

from __future__ import annotations

import errno
from pathlib import Path

from django.utils.translation import gettext as _

FULL = (errno.ENOSPC, errno.EDQUOT)


def why_unread(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        text = _("There is no file %(file)s. Check the path.")
    elif isinstance(error, IsADirectoryError):
        text = _("%(file)s is a folder. Name a file in it.")
    elif isinstance(error, PermissionError):
        text = _("You have no permission to read the file %(file)s.")
    else:
        text = _("The file %(file)s cannot be read.")
    return text % {"file": path}


def why_unwritten(path: Path, error: OSError) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError):
        text = _("A file is in the way of the folder %(path)s. Choose another folder.")
    elif isinstance(error, IsADirectoryError):
        text = _("A folder is in the way of the file %(path)s. Choose another folder.")
    elif isinstance(error, PermissionError):
        text = _("You have no permission to write to %(path)s.")
    elif error.errno in FULL:
        text = _("Nothing can be written to %(path)s: the disk is full.")
    else:
        text = _("Nothing can be written to %(path)s.")
    return text % {"path": path}

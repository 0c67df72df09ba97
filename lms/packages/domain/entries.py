"""The names and sizes that an archive claims: believed only where they can do no harm."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lms.packages import conf

from .kinds_of_files import is_allowed, is_left_behind
from .refusal import PackageRefused

#: Control, invisible, unpaired and private characters, and the two line separators.
_STRANGE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = set('\\:<>|?*"')
#: Names that are devices to Windows, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{device}{number}" for device in ("com", "lpt") for number in range(10)
}
_ENCRYPTED = 0x1 | 0x40
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def files_of(archive: zipfile.ZipFile, *, size: int) -> dict[str, zipfile.ZipInfo]:
    """The files to unpack by their name, when all that the archive says is in order."""
    entries = archive.infolist()
    if not entries:
        raise PackageRefused(_("The archive is empty. Export the package again."))
    if len(entries) > conf.max_files():
        raise PackageRefused(
            _(
                "The archive has %(count)s entries; at most %(most)s are taken. Split the package."
            )
            % {"count": len(entries), "most": conf.max_files()}
        )
    _refuse_overlaps(entries, size)
    names = {}
    for entry in entries:
        name = _name_of(entry)
        _refuse_kind(entry, name)
        if not entry.is_dir() and not is_left_behind(name):
            _refuse_size(entry, name)
            names[name] = entry
    _refuse_collisions([_name_of(entry) for entry in entries], names)
    total = sum(entry.file_size for entry in names.values())
    if total > conf.max_unpacked_bytes():
        raise PackageRefused(too_large(conf.max_unpacked_bytes()))
    return names


def too_large(most: int) -> str:
    return _(
        "Unpacked, the package has more than %(most)s MB. Make pictures and films smaller, or split it."
    ) % {"most": megabytes(most)}


def file_too_large(name: str) -> str:
    return _(
        "The file %(name)s has more than %(most)s MB. Make it smaller and export the package again."
    ) % {"name": shown(name), "most": megabytes(conf.max_file_bytes())}


def megabytes(size: int) -> str:
    return f"{size / conf.MIB:.1f}".removesuffix(".0")


def shown(name: str) -> str:
    """A name that may hold anything, short and printable."""
    printable = "".join(
        char if unicodedata.category(char) not in _STRANGE else "�"
        for char in name[:80]
    )
    return f"“{printable}…”" if len(name) > 80 else f"“{printable}”"


def _refuse_overlaps(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Entries that share their bytes are how a small archive becomes an endless one."""
    offsets = [entry.header_offset for entry in entries]
    packed = sum(entry.compress_size for entry in entries)
    if min(offsets) or len(set(offsets)) < len(offsets) or packed > size:
        raise PackageRefused(
            _("The archive is not built as an archive should be. Export it again.")
        )


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name without the slash of a folder; `filename` is already cut at a NUL."""
    name = entry.orig_filename
    if any(unicodedata.category(char) in _STRANGE for char in name):
        raise _bad_name(name, _("it has characters that cannot be seen"))
    if len(name.encode()) > conf.max_name():
        raise _bad_name(name, _("it is too long"))
    if name.startswith("/"):
        raise _bad_name(name, _("it begins with /"))
    if set(name) & _FORBIDDEN:
        raise _bad_name(name, _('it has one of the characters \\ : < > | ? * "'))
    name = name.removesuffix("/")
    parts = name.split("/")
    if len(parts) - 1 > conf.max_depth():
        raise _bad_name(name, _("it is too many folders deep"))
    for part in parts:
        _refuse_part(name, part)
    return unicodedata.normalize("NFC", name)


def _refuse_part(name: str, part: str) -> None:
    if part in ("", ".", ".."):
        raise _bad_name(name, _("it leads out of its folder"))
    if part != part.strip() or part.endswith("."):
        raise _bad_name(name, _("a part of it begins or ends with a space or a dot"))
    if part.partition(".")[0].rstrip().lower() in _DEVICES:
        raise _bad_name(name, _("Windows keeps this name for itself"))
    if part.startswith(".") and not is_left_behind(part) and not is_left_behind(name):
        raise _bad_name(name, _("hidden files are not taken"))


def _bad_name(name: str, why: str) -> PackageRefused:
    return PackageRefused(
        _(
            "The archive has an entry called %(name)s, which is not taken: %(why)s. Rename or remove it."
        )
        % {"name": shown(name), "why": why}
    )


def _refuse_kind(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise PackageRefused(
            _("The archive is locked with a password. Export it without one.")
        )
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise PackageRefused(
            _("%(name)s is a link or a device, not a file. Remove it.")
            % {"name": shown(name)}
        )
    if entry.compress_type not in _METHODS:
        raise PackageRefused(
            _(
                "%(name)s is packed in a way that is not read here. Export an ordinary zip archive."
            )
            % {"name": shown(name)}
        )
    is_kept = not entry.is_dir() and not is_left_behind(name)
    if is_kept and not is_allowed(name):
        raise PackageRefused(
            _("Files like %(name)s are not taken. Remove it and export again.")
            % {"name": shown(name)}
        )
    if entry.is_dir() and entry.file_size:
        raise _bad_name(name, _("it is a folder with something written in it"))


def _refuse_size(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.file_size > conf.max_file_bytes():
        raise PackageRefused(file_too_large(name))
    allowed = max(conf.ratio_from(), entry.compress_size * conf.max_ratio())
    if entry.file_size > allowed:
        raise PackageRefused(
            _(
                "%(name)s would become more than %(ratio)s times larger when unpacked. Such an archive is not opened."
            )
            % {"name": shown(name), "ratio": conf.max_ratio()}
        )


def _refuse_collisions(names: list[str], files: Iterable[str]) -> None:
    """Two names that one disk takes for one, and files where others see a folder."""
    folded: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in folded:
            raise PackageRefused(
                _(
                    "The names %(one)s and %(other)s are the same on some computers. Rename one of them."
                )
                % {"one": shown(folded[key]), "other": shown(name)}
            )
        folded[key] = name
    kept = {unicodedata.normalize("NFKC", name).casefold() for name in files}
    for name in folded:
        parts = name.split("/")
        for length in range(1, len(parts)):
            if "/".join(parts[:length]) in kept:
                raise PackageRefused(
                    _("%(name)s is a file and a folder at once. Rename one of them.")
                    % {"name": shown("/".join(parts[:length]))}
                )

"""The files a package may bring, and what each is called when it is served."""

from __future__ import annotations

CONTENT_TYPES = {
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "json": "application/json",
    "xml": "text/xml",
    "xsd": "text/xml",
    "dtd": "text/plain",
    "txt": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "vtt": "text/vtt",
    "srt": "text/plain",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "svg": "image/svg+xml",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "pdf": "application/pdf",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject",
}

#: Names without an ending that libraries bring.
BARE_NAMES = {"license", "licence", "readme", "changelog", "notice", "authors"}

#: What programs leave in archives by themselves; it is not unpacked.
LEFT_BEHIND = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}


def ending_of(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()


def is_allowed(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return last in BARE_NAMES or ("." in last and ending_of(last) in CONTENT_TYPES)


def is_left_behind(name: str) -> bool:
    return any(part in LEFT_BEHIND for part in name.lower().split("/"))


def is_page(name: str) -> bool:
    return ending_of(name) in ("html", "htm", "xhtml")


def content_type_of(name: str) -> str:
    kind = CONTENT_TYPES.get(ending_of(name), "text/plain")
    is_text = kind.startswith("text/") and kind not in ("text/html", "text/xml")
    return f"{kind}; charset=utf-8" if is_text else kind

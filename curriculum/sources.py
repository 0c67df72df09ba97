"""Which documents the facts of a lesson come from.

A source is written "document:lines", as in 002:151-156; `content/sources.toml` names
the documents.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_DOCUMENTS = Path(__file__).parent / "content" / "sources.toml"


@dataclass(slots=True, kw_only=True)
class Document:
    title: str
    places: list[str] = field(default_factory=list)


def documents_of(sources: Iterable[str], *, suffix: str) -> list[Document]:
    """The documents that `sources` name, in the language of `suffix`, in order."""
    known = _known_documents()
    documents: dict[str, Document] = {}
    for source in sources:
        key, _colon, place = source.partition(":")
        if key in known:
            title = known[key]["title"][suffix]
            documents.setdefault(key, Document(title=title)).places.append(place)
    return list(documents.values())


def is_known_source(source: str) -> bool:
    """Whether `source` names a document of `content/sources.toml`."""
    return source.partition(":")[0] in _known_documents()


@cache
def _known_documents() -> dict:
    return tomllib.loads(_DOCUMENTS.read_text(encoding="utf-8"))

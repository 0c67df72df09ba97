"""Every URL the resolver knows, by name and pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

_NAMED_GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
_PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")


@dataclass(frozen=True)
class Route:
    """`name` is qualified by its namespaces; `path` has `{parameter}` in it.

    A route without a name is called "unnamed" and its path.
    """

    name: str
    path: str
    is_regex: bool

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


def routes() -> list[Route]:
    return list(_walk(get_resolver(), "/", (), False))


def _walk(
    resolver: URLResolver, path: str, spaces: tuple[str, ...], is_regex: bool
) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        regex = is_regex or not isinstance(pattern.pattern, RoutePattern)
        text = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            # Prefixes such as "^pages/" and the language are plain text.
            plain = text.removeprefix("^")
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern, path + plain, spaces + space, is_regex)
        elif isinstance(pattern, URLPattern):
            name = ":".join((*spaces, pattern.name or ""))
            here = _NAMED_GROUP.sub(r"{\1}", path + text)
            here = _PARAMETER.sub(r"{\1}", here)
            yield Route(name or f"unnamed {here}", here, regex)

"""imsmanifest.xml: from the organization over its items to the page that is launched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from .entries import shown
from .kinds_of_files import is_page
from .refusal import PackageRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MANIFEST = "imsmanifest.xml"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
#: Items inside items; more is no table of contents.
_MOST_DEEP = 20


def read(names: set[str], data: bytes) -> tuple[str, str]:
    """(title, path to launch) of a SCORM 1.2 package."""
    manifest = _parsed(data)
    _refuse_2004(manifest)
    organization = _organization(manifest)
    resources = {
        resource.get("identifier", ""): (resource, _base(manifest, parent, resource))
        for parent in _children(manifest, "resources")
        for resource in _children(parent, "resource")
    }
    for item in _items(organization):
        found = resources.get(item.get("identifierref", ""))
        if found and _scormtype(found[0]) == "sco":
            launch = _launch(found[0].get("href", ""), found[1], names)
            return _title(organization) or _title(item), launch
    raise PackageRefused(
        _(
            "The manifest names no page to begin with: no item of its organization leads to a resource of the type sco. Export the package as SCORM 1.2."
        )
    )


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise PackageRefused(
            _(
                "imsmanifest.xml has a DOCTYPE or entities, which are not read. Export the package again."
            )
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise PackageRefused(
            _("imsmanifest.xml cannot be read. Export the package again.")
        ) from error
    if _local(root.tag) != "manifest":
        raise PackageRefused(
            _("imsmanifest.xml is no manifest of SCORM. Export the package again.")
        )
    return root


def _refuse_2004(manifest: Element) -> None:
    versions = [
        (version.text or "").strip()
        for metadata in _children(manifest, "metadata")
        for version in _children(metadata, "schemaversion")
    ]
    if versions and versions[0] not in ("1.2", "1.1", ""):
        raise PackageRefused(
            _(
                "This is a package of SCORM %(version)s; only SCORM 1.2 is played here. Export it as SCORM 1.2."
            )
            % {"version": shown(versions[0])}
        )


def _organization(manifest: Element) -> Element:
    """The default organization, else the first."""
    for organizations in _children(manifest, "organizations"):
        all_of_them = list(_children(organizations, "organization"))
        default = organizations.get("default")
        named = [one for one in all_of_them if one.get("identifier") == default]
        if named or (all_of_them and not default):
            return (named or all_of_them)[0]
    raise PackageRefused(
        _(
            "The manifest has no organization, or its default one is missing. Export the package again."
        )
    )


def _items(parent: Element, depth: int = 0) -> Iterator[Element]:
    if depth > _MOST_DEEP:
        raise PackageRefused(
            _("imsmanifest.xml cannot be read. Export the package again.")
        )
    for item in _children(parent, "item"):
        yield item
        yield from _items(item, depth + 1)


def _launch(href: str, base: str, names: set[str]) -> str:
    """The path in the package; what leads anywhere else is refused."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        raise _bad_launch(href) from None
    path = base + unquote(parts.path)
    climbs = ".." in path.split("/") or path.startswith("/") or "\\" in path
    if parts.scheme or parts.netloc or not parts.path or climbs:
        raise _bad_launch(href)
    path = posixpath.normpath(path)
    if path not in names or not is_page(path):
        raise _bad_launch(href)
    return path


def _bad_launch(href: str) -> PackageRefused:
    return PackageRefused(
        _(
            "The manifest begins with %(page)s, which is no page of this package. Export the package again."
        )
        % {"page": shown(href)}
    )


def _base(*elements: Element) -> str:
    return "".join(element.get(_XML_BASE, "") for element in elements)


def _scormtype(resource: Element) -> str:
    """Both spellings, scormtype and scormType, are in use."""
    for name, value in resource.attrib.items():
        if _local(name).lower() == "scormtype":
            return value.strip().lower()
    return ""


def _title(element: Element) -> str:
    for title in _children(element, "title"):
        return " ".join((title.text or "").split())[:255]
    return ""


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (child for child in parent if _local(child.tag) == name)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]

"""Good packages made by hand, and every bad one we could think of."""

from __future__ import annotations

import json
import stat
import struct
import zipfile
from io import BytesIO

PAGE = b"<!DOCTYPE html><html><head><title>One</title></head><body><p>Begin</p></body></html>"
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
  <organizations default="{default}">
    <organization identifier="OTHER"><title>Not this</title>
      <item identifier="X" identifierref="R-OTHER"><title>Other</title></item></organization>
    <organization identifier="ORG"><title>Signs of trafficking</title>
      <item identifier="I0" identifierref="R-ASSET"><title>A style sheet</title></item>
      <item identifier="I1"><title>Part</title>
        <item identifier="I2" identifierref="R-SCO"><title>Lesson</title></item></item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="R-ASSET" type="webcontent" adlcp:scormtype="asset" href="shared.css"/>
    <resource identifier="R-OTHER" type="webcontent" adlcp:scormtype="sco" href="other.html"/>
    <resource identifier="R-SCO" type="webcontent" adlcp:{spelling}="sco" href="{href}"/>
  </resources>
</manifest>"""


def manifest(
    *, href="lesson/index.html", spelling="scormtype", default="ORG", version="1.2"
):
    text = MANIFEST.format(
        href=href, spelling=spelling, default=default, version=version
    )
    return text.encode()


def archive(entries, *, comment=b""):
    """A zip of (name or ZipInfo, bytes)."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.comment = comment
        for name, data in entries:
            packed.writestr(name, data)
    return written.getvalue()


def scorm_entries(*more, page=PAGE, **words):
    return [
        ("imsmanifest.xml", manifest(**words)),
        ("lesson/index.html", page),
        ("other.html", PAGE),
        ("shared.css", b"p { color: green }"),
        *more,
    ]


def scorm(*more, **words):
    return archive(scorm_entries(*more, **words))


H5P_SCRIPT = b"""
var H5P = H5P || {};
H5P.FenerTiny = function (params, id) {
  H5P.EventDispatcher.call(this);
  var self = this;
  self.attach = function ($container) {
    $container.addClass('fener-tiny');
    $container.html('<p class="question"></p><button class="answer">Done</button>');
    $container.find('.question').text(params.question);
    $container.find('.answer').on('click', function () {
      self.triggerXAPIScored(3, 4, 'completed');
      $container.find('.question').text('Thank you');
    });
  };
};
H5P.FenerTiny.prototype = Object.create(H5P.EventDispatcher.prototype);
H5P.FenerTiny.prototype.triggerXAPIScored = function (score, max, verb) {
  var event = new H5P.XAPIEvent();
  event.setActor();
  event.setVerb(verb);
  event.setScoredResult(score, max, this);
  this.trigger(event);
};
"""


def h5p_entries(*more, **changes):
    description = {
        "title": "Three questions",
        "language": "en",
        "mainLibrary": "H5P.FenerTiny",
        "embedTypes": ["div"],
        "preloadedDependencies": [
            {"machineName": "H5P.FenerTiny", "majorVersion": 1, "minorVersion": 0}
        ],
    } | changes
    library = {
        "title": "Tiny",
        "machineName": "H5P.FenerTiny",
        "majorVersion": 1,
        "minorVersion": 0,
        "patchVersion": 0,
        "runnable": 1,
        "preloadedJs": [{"path": "tiny.js"}],
    }
    return [
        ("h5p.json", json.dumps(description)),
        ("content/content.json", json.dumps({"question": "Who may ask?"})),
        ("H5P.FenerTiny-1.0/library.json", json.dumps(library)),
        ("H5P.FenerTiny-1.0/tiny.js", H5P_SCRIPT),
        *more,
    ]


def h5p(*more, **changes):
    return archive(h5p_entries(*more, **changes))


def linked(name, target, kind=stat.S_IFLNK):
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    return entry, target


def renamed(data, old, new):
    """The archive with a name of the same length put in the place of another."""
    assert len(old) == len(new)
    assert old in data
    return data.replace(old, new)


def with_field(data, name, offset, fmt, value, *, local_offset=None):
    """Another value in the directory entry of `name` (and in its local header)."""
    changed = bytearray(data)
    place = changed.rfind(name) - 46
    struct.pack_into(fmt, changed, place + offset, value)
    if local_offset is not None:
        struct.pack_into(fmt, changed, changed.find(name) - 30 + local_offset, value)
    return bytes(changed)


def claiming(size):
    """lesson/index.html says it has `size` bytes."""
    return with_field(scorm(), b"lesson/index.html", 24, "<I", size, local_offset=22)


def torn_inside():
    """Packed bytes of the page are not what was packed."""
    data = bytearray(scorm())
    start = data.find(b"lesson/index.html") + len(b"lesson/index.html") + 8
    data[start : start + 8] = bytes(8)
    return bytes(data)


def encrypted():
    return with_field(scorm(), b"lesson/index.html", 8, "<H", 1, local_offset=6)


def with_method(number):
    return with_field(scorm(), b"lesson/index.html", 10, "<H", number, local_offset=8)


def overlapping():
    """Two entries of the directory point at the same bytes."""
    data = scorm()
    place = data.rfind(b"other.html") - 46
    first = struct.unpack_from("<I", data, data.rfind(b"lesson/index.html") - 46 + 42)
    changed = bytearray(data)
    struct.pack_into("<I", changed, place + 42, first[0])
    return bytes(changed)


def laughing(where="<title>&c;</title>"):
    bombs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">'
    text = manifest().decode().replace("<title>Lesson</title>", where)
    head, rest = text.split("\n", 1)
    return archive(
        [
            ("imsmanifest.xml", f"{head}\n<!DOCTYPE manifest [{bombs}]>\n{rest}"),
            *scorm_entries()[1:],
        ]
    )


def outside_entity():
    text = manifest().decode().replace("<title>Lesson</title>", "<title>&x;</title>")
    head, rest = text.split("\n", 1)
    doctype = '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return archive(
        [("imsmanifest.xml", f"{head}\n{doctype}\n{rest}"), *scorm_entries()[1:]]
    )


def utf16_entity():
    text = outside_entity_text()
    return archive([("imsmanifest.xml", text.encode("utf-16")), *scorm_entries()[1:]])


def outside_entity_text():
    text = manifest().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    head, rest = text.split("\n", 1)
    return f'{head}\n<!DOCTYPE manifest SYSTEM "http://example.org/x.dtd">\n{rest}'


def with_manifest(text):
    return archive([("imsmanifest.xml", text), *scorm_entries()[1:]])


#: name: (archive, a part of the refusal's words)
def hostile():
    name = "is not taken"
    kinds = "Files like"
    broken = "is not a zip archive that can be read"
    page = "which is no page of this package"
    odd = "not built as an archive"
    slip = b"page"
    return {
        "slip": (scorm(("../evil.html", slip)), name),
        "slip_twice": (scorm(("../../evil.html", slip)), name),
        "slip_inside": (scorm(("lesson/../../evil.html", slip)), name),
        "slip_harmless_dots": (scorm(("lesson/../evil.html", slip)), name),
        "slip_backslash": (scorm(("..\\evil.html", slip)), name),
        "slip_mixed": (scorm(("lesson/..\\../evil.html", slip)), name),
        "slip_ends_in_dots": (scorm(("lesson/..", slip)), name),
        "slip_folder": (scorm(("../evil/", b"")), name),
        "here_dot": (scorm(("./evil.html", slip)), name),
        "double_slash": (scorm(("lesson//evil.html", slip)), name),
        "absolute": (scorm(("/tmp/evil.html", slip)), name),  # noqa: S108
        "absolute_backslash": (scorm(("\\evil.html", slip)), name),
        "share": (scorm(("\\\\host\\share\\evil.html", slip)), name),
        "drive": (scorm(("C:/evil.html", slip)), name),
        "drive_relative": (scorm(("C:evil.html", slip)), name),
        "stream": (scorm(("evil.html:hidden.html", slip)), name),
        "nul": (renamed(scorm(("evilX.html.js", slip)), b"evilX", b"evil\0"), name),
        "nul_hides_ending": (
            renamed(scorm(("evil.phpX.html", slip)), b"phpX", b"php\0"),
            name,
        ),
        "newline": (scorm(("ev\nil.html", slip)), name),
        "right_to_left": (scorm(("evil\u202elmth.html", slip)), name),
        "no_width": (scorm(("evil\u200b.html", slip)), name),
        "huge_name": (scorm((f"{'a' * 300}.html", slip)), name),
        "endless_name": (scorm((f"{'a' * 60_000}.html", slip)), name),
        "deep": (scorm((f"{'a/' * 40}evil.html", slip)), name),
        "trailing_dot": (scorm(("lesson./evil.html", slip)), name),
        "trailing_space": (scorm(("lesson /evil.html", slip)), name),
        "device": (scorm(("CON.html", slip)), name),
        "device_folder": (scorm(("aux/evil.html", slip)), name),
        "symlink": (scorm(linked("evil.html", "/etc/passwd")), "is a link"),
        "symlink_folder": (
            scorm(linked("out", "/tmp"), ("out/evil.html", slip)),  # noqa: S108
            "is a link",
        ),
        "pipe": (scorm(linked("evil.html", "", stat.S_IFIFO)), "is a link or a device"),
        "twice": (scorm(("shared.css", slip)), "the same on some computers"),
        "twice_in_capitals": (scorm(("Shared.CSS", slip)), "the same on some"),
        "twice_decomposed": (
            scorm(("\u00e7.html", slip), ("c\u0327.html", slip)),
            "the same on some",
        ),
        "twice_ligature": (
            scorm(("\ufb01le.html", slip), ("file.html", slip)),
            "the same on some",
        ),
        "file_and_folder": (scorm(("shared.css/evil.html", slip)), "at once"),
        "file_and_folder_named": (scorm(("other.html/", b"")), "the same on some"),
        "bomb_by_ratio": (scorm(("bomb.txt", bytes(3_000_000))), "times larger"),
        "bomb_by_count": (
            scorm(*((f"a/{number}.txt", b"") for number in range(400))),
            "entries; at most",
        ),
        "bomb_by_file": (scorm(("big.txt", bytes(11_000_000))), "has more than"),
        "bomb_by_total": (
            scorm(*((f"{number}.txt", bytes(900_000)) for number in range(30))),
            "Unpacked, the package has more than",
        ),
        "overlapping": (overlapping(), odd),
        "prefixed": (b"MZ" * 50 + scorm(), odd),
        "claims_less": (claiming(10), broken),
        "claims_more": (claiming(900), broken),
        "claims_4_gb": (claiming(0xFFFFFFF0), "has more than"),
        "encrypted": (encrypted(), "locked with a password"),
        "other_method": (with_method(14), "packed in a way"),
        "unknown_method": (with_method(99), "packed in a way"),
        "truncated": (scorm()[:-40], broken),
        "torn_inside": (torn_inside(), broken),
        "torn_directory": (with_field(scorm(), b"other.html", 0, "<I", 7), broken),
        "not_a_zip": (b"%PDF-1.7 not a zip at all", broken),
        "nothing": (b"", broken),
        "empty_zip": (archive([]), "The archive is empty"),
        "php": (scorm(("shell.php", b"<?php ?>")), kinds),
        "php_in_capitals": (scorm(("shell.PHP", b"<?php ?>")), kinds),
        "exe": (scorm(("setup.exe", b"MZ")), kinds),
        "htaccess": (scorm((".htaccess", b"Options +Indexes")), "hidden files"),
        "web_config": (scorm(("web.config", b"<a/>")), kinds),
        "no_ending": (scorm(("shell", b"#!/bin/sh")), kinds),
        "zip_in_zip": (scorm(("more.zip", scorm())), kinds),
        "zip_called_png": (scorm(("more.png", scorm())), "inside the archive"),
        "gzip_called_txt": (scorm(("more.txt", b"\x1f\x8b\x08")), "inside the archive"),
        "billion_laughs": (laughing(), "DOCTYPE or entities"),
        "outside_entity": (outside_entity(), "DOCTYPE or entities"),
        "utf16_doctype": (utf16_entity(), "DOCTYPE or entities"),
        "torn_manifest": (with_manifest("<manifest>"), "cannot be read"),
        "other_xml": (with_manifest("<html/>"), "is no manifest of SCORM"),
        "deep_manifest": (
            with_manifest("<manifest>" + "<a>" * 90_000),
            "cannot be read",
        ),
        "big_manifest": (
            with_manifest(manifest() + b" " * 600_000),
            "is larger than",
        ),
        "no_manifest": (archive([("index.html", PAGE)]), "neither imsmanifest.xml"),
        "folder_around": (
            archive([(f"x/{entry}", data) for entry, data in scorm_entries()]),
            "without a folder around it",
        ),
        "default_missing": (scorm(default="NONE"), "its default one is missing"),
        "scorm_2004": (scorm(version="2004 4th Edition"), "Export it as SCORM 1.2"),
        "asset_only": (scorm(spelling="nothing"), "names no page to begin with"),
        "launch_climbs": (scorm(href="../../etc/passwd"), page),
        "launch_climbs_encoded": (scorm(href="%2e%2e/%2e%2e/evil.html"), page),
        "launch_elsewhere": (scorm(href="http://example.org/evil.html"), page),
        "launch_no_scheme": (scorm(href="//example.org/evil.html"), page),
        "launch_script": (scorm(href="javascript:alert(1)"), page),
        "launch_data": (scorm(href="data:text/html,evil"), page),
        "launch_absolute": (scorm(href="/admin/"), page),
        "launch_missing": (scorm(href="nowhere.html"), page),
        "launch_nothing": (scorm(href=""), page),
        "launch_no_page": (scorm(href="shared.css"), page),
        "h5p_no_library": (
            archive([e for e in h5p_entries() if "library" not in e[0]]),
            "is not in the package",
        ),
        "h5p_no_main": (h5p(mainLibrary=None), "which library plays it"),
        "h5p_climbing_main": (h5p(mainLibrary="../evil"), "which library plays it"),
        "h5p_other_main": (h5p(mainLibrary="H5P.Other"), "is not in the package"),
        "h5p_bad_versions": (
            h5p(
                preloadedDependencies=[
                    {"machineName": "H5P.FenerTiny", "majorVersion": "../1"}
                ]
            ),
            "which library plays it",
        ),
        "h5p_no_content": (
            archive([e for e in h5p_entries() if "content.json" not in e[0]]),
            "no content/content.json",
        ),
        "h5p_no_json": (archive([("h5p.json", b"{"), *h5p_entries()[1:]]), "cannot be"),
        "h5p_deep_json": (
            archive([("h5p.json", b"[" * 200_000), *h5p_entries()[1:]]),
            "cannot be read",
        ),
    }

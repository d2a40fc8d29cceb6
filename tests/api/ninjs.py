"""The shape of ninjs 3.1, as far as we use it."""

import re
from datetime import datetime
from urllib.parse import urlsplit

# What the standard has of all that we say, and how: "!" is required, "#" a number.
TEXTS = {"role", "contentType", "value!", "charCount#", "wordCount#"}
NAMED = {"name", "rel", "uri", "literal"}
RENDITION = {"name!", "href", "contentType", "width#", "height#", "poi"}
PARTS = {
    "altIds": {"role", "value"},
    "headlines": TEXTS,
    "descriptions": TEXTS,
    "bodies": TEXTS,
    "people": NAMED,
    "organisations": NAMED,
    "events": NAMED,
    "places": NAMED,
    "subjects": NAMED,
    "genres": {"uri", "literal"},
    "infoSources": {"name", "uri", "role"},
    "renditions": RENDITION,
    "trustIndicators": {"role", "title", "href"},
}
WORDS = {
    *("uri", "type", "representationType", "version", "firstCreated", "versionCreated"),
    *("contentCreated", "pubStatus", "usageTerms", "edNote", "language", "by", "slugline"),
}


def look_through(shown, site, also=()):
    """Assert that an object has the shape of the standard: its names, types and addresses."""
    assert shown.keys() <= {*WORDS, *PARTS, "associations", *also}
    assert shown["uri"].startswith(site)
    for name in WORDS & shown.keys():
        assert isinstance(shown[name], str)
        assert shown[name]
    for name in shown.keys() & {"firstCreated", "versionCreated", "contentCreated"}:
        assert datetime.fromisoformat(shown[name]).utcoffset() is not None
        assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\+09:00", shown[name])
    for name, part in PARTS.items():
        for row in shown.get(name, ()):
            look_at_part(row, part)
    for other in shown.get("associations", ()):
        assert other["name"]
        look_through(other, site, also={"name", "rel"})


def look_at_part(row, part):
    assert row.keys() <= {name.rstrip("!#") for name in part}
    assert row.keys() >= {name[:-1] for name in part if name.endswith("!")}
    for name, value in row.items():
        if name == "poi":
            assert [type(number) for number in (value["x"], value["y"])] == [int, int]
        else:
            assert isinstance(value, int if f"{name}#" in part else str)
        if name in ("uri", "href"):
            assert value.isascii()
            assert urlsplit(value).scheme in ("http", "https")

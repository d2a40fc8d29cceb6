"""Feeds read as their specifications say, each into the same plain items."""

from datetime import datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}
EXTENSIONS = ["rss", "atom", "json"]


def parse(response) -> ElementTree.Element:
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)  # noqa: S314  (our own)


def only(element, path) -> ElementTree.Element:
    """Return the one element there, which must not stand twice."""
    found = element.findall(path, PREFIXES)
    assert len(found) == 1, (path, found)
    return found[0]


def text(element, path) -> str:
    return only(element, path).text or ""


def texts(element, path) -> list[str]:
    return [found.text for found in element.findall(path, PREFIXES)]


def media(element) -> list[dict]:
    return [
        dict(found.attrib)
        | {
            "alt": text(found, "media:description"),
            "credit": "".join(texts(found, "media:credit")),
        }
        for found in element.findall("media:content", PREFIXES)
    ]


def from_rss(response) -> dict:
    """https://www.rssboard.org/rss-specification and the profile of best practices."""
    root = parse(response)
    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    channel = only(root, "channel")
    items = []
    for item in channel.findall("item"):
        guid = only(item, "guid")
        assert guid.attrib == {"isPermaLink": "false"}
        items.append(
            {
                "id": guid.text,
                "url": text(item, "link"),
                "title": text(item, "title"),
                "summary": text(item, "description"),
                "html": text(item, "content:encoded"),
                "published": parsedate_to_datetime(text(item, "pubDate")),
                "updated": datetime.fromisoformat(text(item, "dcterms:modified")),
                "language": text(item, "dc:language"),
                "authors": texts(item, "dc:creator"),
                "categories": texts(item, "category"),
                "media": media(item),
            }
        )
    links = channel.findall("atom:link", PREFIXES)
    return {
        "title": text(channel, "title"),
        "home": text(channel, "link"),
        "description": text(channel, "description"),
        "language": text(channel, "language"),
        "updated": parsedate_to_datetime(text(channel, "lastBuildDate")),
        "links": {link.attrib["rel"]: link.attrib["href"] for link in links},
        "items": items,
    }


def from_atom(response) -> dict:
    """RFC 4287."""
    root = parse(response)
    assert root.tag == f"{{{PREFIXES['atom']}}}feed"
    assert text(root, "atom:author/atom:name")
    assert text(root, "atom:id").startswith("http")
    items = []
    for entry in root.findall("atom:entry", PREFIXES):
        assert only(entry, "atom:content").attrib == {"type": "html"}
        items.append(
            {
                "id": text(entry, "atom:id"),
                "url": only(entry, "atom:link[@rel='alternate']").attrib["href"],
                "title": text(entry, "atom:title"),
                "summary": text(entry, "atom:summary"),
                "html": text(entry, "atom:content"),
                "published": datetime.fromisoformat(text(entry, "atom:published")),
                "updated": datetime.fromisoformat(text(entry, "atom:updated")),
                "language": entry.attrib["{http://www.w3.org/XML/1998/namespace}lang"],
                "authors": texts(entry, "atom:author/atom:name"),
                "categories": [
                    term.attrib["term"] for term in entry.findall("atom:category", PREFIXES)
                ],
                "media": media(entry),
            }
        )
    links = root.findall("atom:link", PREFIXES)
    links = {link.attrib["rel"]: link.attrib["href"] for link in links}
    return {
        "title": text(root, "atom:title"),
        "home": links.pop("alternate"),
        "description": text(root, "atom:subtitle"),
        "language": root.attrib["{http://www.w3.org/XML/1998/namespace}lang"],
        "updated": datetime.fromisoformat(text(root, "atom:updated")),
        "links": links,
        "items": items,
    }


def from_json(response) -> dict:
    """https://www.jsonfeed.org/version/1.1/"""
    assert response.status_code == 200
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    hubs = {hub["type"]: hub["url"] for hub in feed.get("hubs", ())}
    items = []
    for item in feed["items"]:
        assert all(isinstance(item[name], str) for name in ("id", "url", "title", "content_html"))
        items.append(
            {
                "id": item["id"],
                "url": item["url"],
                "title": item["title"],
                "summary": item.get("summary", ""),
                "html": item["content_html"],
                "published": datetime.fromisoformat(item["date_published"]),
                "updated": datetime.fromisoformat(item["date_modified"]),
                "language": item["language"],
                "authors": [author["name"] for author in item.get("authors", ())],
                "categories": item.get("tags", []),
                "media": [
                    {"url": file["url"], "type": file["mime_type"], "words": file["title"]}
                    for file in item.get("attachments", ())
                ],
            }
        )
    return {
        "title": feed["title"],
        "home": feed["home_page_url"],
        "description": feed["description"],
        "language": feed["language"],
        "links": {"self": feed["feed_url"]} | ({"hub": hubs["WebSub"]} if hubs else {}),
        "items": items,
    }


READ = {"rss": from_rss, "atom": from_atom, "json": from_json}
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@pytest.fixture
def feed(reader):
    """Return what the feed at an address says; its extension is part of it."""

    def get(address):
        response = reader.get(address)
        extension = address.rpartition(".")[2]
        assert response["Content-Type"] == TYPES[extension]
        return READ[extension](response)

    return get

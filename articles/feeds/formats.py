"""Items written down as RSS 2.0, as Atom, as JSON Feed, and as RSS by the rules of Dzen."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import NamedTuple

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from .items import Item, Picture

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the date of a feed with nothing in it


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself."""

    title: str
    description: str
    language: str
    home: str  # the page it is of
    url: str


def rss(head: Head, items: list[Item]) -> str:
    """Return the items as RSS 2.0."""
    return _write(Rss, head, items)


def atom(head: Head, items: list[Item]) -> str:
    """Return the items as Atom (RFC 4287)."""
    return _write(Atom, head, items)


def dzen(head: Head, items: list[Item]) -> str:
    """Return the items as Dzen takes them in (dzen.ru/help/ru/website/rss-modify)."""
    return _write(Dzen, head, items)


def json_feed(head: Head, items: list[Item]) -> str:
    """Return the items as JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.url,
        "description": head.description,
        "language": head.language,
        "authors": [{"name": settings.SITE_NAME, "url": settings.SITE_URL}],
    }
    if settings.WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.WEBSUB_HUB}]
    feed["items"] = [_json_item(item) for item in items]
    return json.dumps(feed, ensure_ascii=False)


class Format(NamedTuple):
    write: Callable[[Head, list[Item]], str]
    content_type: str


DZEN = Format(dzen, Rss201rev2Feed.content_type)
EXTENSIONS = {
    "rss": Format(rss, Rss201rev2Feed.content_type),
    "atom": Format(atom, Atom1Feed.content_type),
    "json": Format(json_feed, "application/feed+json; charset=utf-8"),
}


def _json_item(item: Item) -> dict:
    shown = {
        "id": item.id,
        "url": item.url,
        "title": item.headline,
        "content_html": item.html,
        "summary": item.lead,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "language": item.language,
        "authors": item.authors,
        "tags": item.categories,
    }
    if item.pictures:
        shown["image"] = item.pictures[0].url
        shown["attachments"] = [
            {"url": picture.url, "mime_type": "image/jpeg", "title": _words(picture)}
            for picture in item.pictures
        ]
    return {name: value for name, value in shown.items() if value}


def _words(picture: Picture) -> str:
    return " ".join(f"{text.rstrip('.')}." for text in (picture.alt, picture.credit) if text)


def _write(kind: type["Rss"] | type["Atom"], head: Head, items: list[Item]) -> str:
    feed = kind(
        title=head.title,
        link=head.home,
        description=head.description,
        subtitle=head.description,
        language=head.language,
        author_name=settings.SITE_NAME,
        author_link=settings.SITE_URL,
        feed_url=head.url,
        feed_guid=head.url,
    )
    for item in items:
        feed.add_item(
            title=item.headline,
            link=item.url,
            description=escape(item.lead),  # it is read as HTML
            pubdate=item.published,
            updateddate=item.updated,
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=item.categories,
            item=item,
        )
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue()


def _add_pictures(handler: SimplerXMLGenerator, pictures: list[Picture]) -> None:
    for picture in pictures:
        size = {"width": str(picture.width), "height": str(picture.height)}
        kind = {"type": "image/jpeg", "medium": "image"}
        handler.startElement("media:content", {"url": picture.url} | kind | size)
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        handler.endElement("media:content")


class Dated:
    def latest_post_date(self):
        # Django's would be the time of asking where there is no item: a feed new at each request.
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=NEVER)


class Rss(Dated, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | NAMESPACES

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", "", {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        post = item["item"]
        for author in post.authors:
            handler.addQuickElement("dc:creator", author["name"])
        handler.addQuickElement("dc:language", post.language)
        handler.addQuickElement("dcterms:modified", rfc3339_date(post.updated))
        handler.addQuickElement("content:encoded", post.html)
        self.add_pictures(handler, post)

    def add_pictures(self, handler, post: Item) -> None:
        _add_pictures(handler, post.pictures)


class Atom(Dated, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": NAMESPACES["xmlns:media"]}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", "", {"rel": "hub", "href": settings.WEBSUB_HUB})

    def item_attributes(self, item):
        return {"xml:lang": item["item"].language}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        post = item["item"]
        for author in post.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author["name"])
            handler.addQuickElement("uri", author["url"])
            handler.endElement("author")
        handler.addQuickElement("content", post.html, {"type": "html"})
        _add_pictures(handler, post.pictures)


# How Dzen shall take in what it finds: at once, as an article, open to search and to comments.
DZEN_ORDERS = ["native-yes", "format-article", "index", "comment-all"]
DZEN_WIDTH = 700  # narrower pictures are refused


class Dzen(Rss):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"categories": DZEN_ORDERS})
        rating = "adult" if item["item"].is_adult else "nonadult"
        handler.addQuickElement("media:rating", rating, {"scheme": "urn:simple"})

    def add_pictures(self, handler, post: Item) -> None:
        for picture in post.pictures:
            if picture.width >= DZEN_WIDTH:
                # RSS asks for the length in bytes, which Dzen does not read.
                kind = {"type": "image/jpeg", "length": "0"}
                handler.addQuickElement("enclosure", "", {"url": picture.url} | kind)

"""Posts as feeds carry them: the words prepared at publish with the facts of today."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import markup
from articles.aliases import call_facts
from articles.api.links import absolute, image_url, page_url
from articles.images import jpeg_of
from articles.models import Content, Edition, Facts, live_facts
from articles.notices import Told, notices_for

HREF = re.compile(r'(<a [^>]*?href=")([^"]*)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post in JPEG, and what must be said about it."""

    url: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post whole, every address in it absolute and every text without what XML cannot carry."""

    id: str  # the post's, the same for every edition of it
    url: str
    language: str
    headline: str
    lead: str
    html: str
    published: datetime
    updated: datetime
    authors: list[dict]  # {"name", "url"}
    categories: list[str]
    pictures: list[Picture]
    is_adult: bool


def items_of(documents: list[dict], ids: dict[str, set[int]]) -> list[Item]:
    """Return documents as items; ``ids`` are those in them.

    One query for the facts of them all, another for notices where they are switched on.
    """
    facts = live_facts(ids)
    told = notices_for(documents)
    return [
        _item(document, facts, notices) for document, notices in zip(documents, told, strict=True)
    ]


def post_id(pk: int) -> str:
    """Return an address of a post that no renaming changes: it redirects to the page."""
    return absolute(f"/posts/{pk}/")


def plain(text: str) -> str:
    """Return text that XML can carry; forms see to that, but not everything comes by a form."""
    return markup.strip_unprintable(text)


def _item(document: dict, facts: Facts, notices: list[Told]) -> Item:
    language = document["language"]
    facts = call_facts(facts, language)
    images = [document["lead_image"] or {}, *document.get("images", ())]
    with translation.override(language):
        html = _html(document, facts, notices)
    return Item(
        id=post_id(document["id"]),
        url=absolute(document["path"]),
        language=language,
        headline=plain(document["headline"]),
        lead=plain(document["lead"]),
        html=plain(html),
        published=datetime.fromisoformat(document["first_published_at"]),
        updated=datetime.fromisoformat(document["updated_at"]),
        authors=_authors(document, facts),
        categories=_categories(document, facts),
        pictures=[_picture(image, facts) for image in images if image],
        is_adult=document["age_mark"] >= Content.AgeMark.EIGHTEEN,
    )


def _authors(document: dict, facts: Facts) -> list[dict]:
    known = (facts.get(("person", byline["person"])) for byline in document["bylines"])
    authors = {fact["id"]: fact for fact in known if fact}
    return [
        {"name": plain(fact["name"]), "url": _url(fact, document["language"])}
        for fact in authors.values()
    ]


def _categories(document: dict, facts: Facts) -> list[str]:
    terms = [("section", document["section"]), *(("tag", pk) for pk in document["tags"])]
    return [plain(facts[term]["name"]) for term in terms if term in facts]


def _url(fact: dict, language: str) -> str:
    return page_url(fact["kind"], fact["id"], fact["slug"], language)


def _picture(image: dict, facts: Facts) -> Picture:
    rendition = jpeg_of(image)
    return Picture(
        url=image_url(image["file"]) + rendition.suffix,
        width=rendition.width,
        height=rendition.height,
        alt=plain(image["alt_text"]),
        credit=plain(_credit(image, facts)),
    )


def _credit(image: dict, facts: Facts) -> str:
    known = (facts.get((kind, image[f"credit_{kind}"])) for kind in ("person", "organization"))
    names = " / ".join(fact["name"] for fact in known if fact)
    return ", ".join(filter(None, [image["credit"] or names, image["licence"]]))


def _html(document: dict, facts: Facts, notices: list[Told]) -> SafeString:
    """Return all the post's page says, in its order, as HTML that stands by itself."""
    lead_image = document["lead_image"]
    parts = [
        _paid(document) if document["is_paid"] else "",
        format_html("<p>{}</p>", document["lead"]) if document["lead"] else "",
        format_html_join("", "<p>{}</p>", ((notice.text,) for notice in notices)),
        *_corrections(document, is_below=False),
        _figure(lead_image, "", facts) if lead_image else "",
        _body(document, facts),
        *_corrections(document, is_below=True),
        _source(document) if document["source_name"] else "",
        format_html("<p>{}+</p>", document["age_mark"]),
    ]
    return mark_safe("\n".join(filter(None, parts)))


def _paid(document: dict) -> SafeString:
    label = _("Advertisement. %(advertiser)s") % {"advertiser": document["advertiser"]}
    token = f" erid: {document['erid']}" if document["erid"] else ""
    return format_html("<p><strong>{}</strong>{}</p>", label, token)


def _corrections(document: dict, is_below: bool) -> list[SafeString]:
    """Return the corrections that stand above the text, or those below it."""
    rows, below = document["corrections"], Edition.CorrectionPlace.BOTTOM
    return [_correction(row) for row in rows if (row.get("place") == below) == is_below]


def _correction(correction: dict) -> SafeString:
    told_at = timezone.localtime(datetime.fromisoformat(correction["published_at"]))
    return format_html(
        "<p><strong>{}, {}.</strong> {}</p>",
        Edition.CorrectionKind(correction["kind"]).label,
        f"{told_at:%d.%m.%Y %H:%M}",
        correction["text"],
    )


def _source(document: dict) -> SafeString:
    name = document["source_name"]
    if document["source_url"]:
        name = format_html('<a href="{}">{}</a>', document["source_url"], name)
    return format_html("<p>{} {}</p>", _("Source:"), name)


def _body(document: dict, facts: Facts) -> str:
    images = {image["id"]: image for image in document.get("images", ())}

    def link(kind: str, pk: int) -> str | None:
        fact = facts.get((kind, pk))
        return fact and _url(fact, document["language"])

    def figure(pk: int, caption: str) -> str:
        return _figure(images[pk], mark_safe(caption), facts) if pk in images else ""

    base = absolute(document["path"])
    html = markup.join(document["body"], link=link, figure=figure)
    return HREF.sub(lambda match: f'{match[1]}{_whole(base, match[2])}"', html)


def _whole(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # nonsense an editor has pasted: it leads nowhere here either
        return address


def _figure(image: dict, caption: str, facts: Facts) -> SafeString:
    picture = _picture(image, facts)
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">'
        '<figcaption>{} <span class="copyright">{}</span></figcaption></figure>',
        picture.url,
        picture.alt,
        picture.width,
        picture.height,
        caption or image["caption"],
        picture.credit,
    )

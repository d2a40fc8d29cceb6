"""Prepared cards and documents as programs get them: their ids replaced by today's facts."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from orjson import loads

from articles import markup
from articles.aliases import call_facts
from articles.api.links import absolute, api_url, link_facts
from articles.api.records import show_image
from articles.documents import ids_in
from articles.models import ENTITIES, Edition, Facts, live_facts
from articles.notices import Told, notices_for
from articles.prepared import AT, Prepared, fill, marked, marks, prepare, read, size_for
from articles.translations import source_of, told_elsewhere

Link = Callable[[Facts], Facts]

# What of an edition says which posts are beside it.
BESIDE = ("post_id", "language", "translation_of_id", "is_translated")
# What documents hold for us alone.
INNER = ("path", "about", "named", "similar", "social")
NAMED = {kind: f"{kind}s" for kind in ENTITIES}


def present(documents: list[dict], link: Link = link_facts) -> list[dict]:
    """Return cards or documents with the facts of all they refer to, read in one query.

    What has a name in the language of a post is called so there; ``link`` says what is told of it.

    Notices to readers, where they are switched on, take another.
    """
    if not documents:
        return []
    facts = live_facts(ids_in(documents))
    linked = {
        language: link(call_facts(facts, language))
        for language in {document["language"] for document in documents}
    }
    shown = [_present(document, linked[document["language"]]) for document in documents]
    for post, notices in zip(shown, notices_for(documents), strict=True):
        post["notices"] = [_notice(notice) for notice in notices]
    return shown


class Beside(NamedTuple):
    """What is live beside a post: related ones as (edition, card), and the story elsewhere."""

    related: list[tuple[int, str]]
    translations: list[dict]


def read_beside(edition: dict, document: dict, at: datetime) -> Beside:
    """Return what is live at that time beside an edition with the columns BESIDE."""
    source = source_of(edition, edition["post_id"])
    translations = told_elsewhere(source, edition["language"], at)
    return Beside(_read_cards(document["related_posts"], at), translations)


def present_whole(document: dict, beside: Beside, link: Link = link_facts) -> dict:
    """Return a document with its facts, and with the posts beside it."""
    return present([document], link)[0] | {
        "related_posts": _related(document["related_posts"], beside.related),
        "previous_editions": _previous(document),
        "translations": [_translation(row) for row in beside.translations],
    }


def _present(document: dict, facts: Facts) -> dict:
    addresses = {"url": absolute(document["path"]), "api_url": api_url("post", document["id"])}
    shown = {"id": document["id"]} | addresses | document
    for name in INNER:
        shown.pop(name, None)
    shown["section"] = facts.get(("section", document["section"]))
    shown["lead_image"] = show_image(document["lead_image"], facts)
    shown["tags"] = list(_known("tag", document["tags"], facts).values())
    about = document.get("about", {})  # not in documents prepared before it was kept
    for kind, names in NAMED.items():
        known = _known(kind, document[names], facts)
        first = _known(kind, about.get(names, ()), facts)
        shown[names] = [fact | {"about": pk in first} for pk, fact in known.items()]
    if "body" in document:
        shown["images"] = [show_image(image, facts) for image in document.get("images", ())]
        shown["body"] = _body(document["body"], shown["images"], facts)
    if "bylines" in document:
        shown["bylines"] = _bylines(document["bylines"], facts)
    return shown


def _notice(notice: Told) -> dict:
    return {"kind": notice.kind, "name": notice.name, "text": notice.text}


def _known(kind: str, pks: list[int], facts: Facts) -> dict[int, dict]:
    """Return the facts of those readers may know of, once each: two may have been merged since."""
    return {fact["id"]: fact for pk in pks if (fact := facts.get((kind, pk)))}


def _body(parts: list, images: list[dict], facts: Facts) -> str:
    """Return the body as HTML that stands by itself: addresses whole, the hidden not named."""
    known = {image["id"]: image for image in images}

    def link(kind: str, pk: int) -> str | None:
        fact = facts.get((kind, pk))
        return fact and fact["url"]

    def figure(pk: int, caption: str) -> str:
        return _figure(known[pk], caption) if pk in known else ""

    return markup.join(parts, link=link, figure=figure)


def _figure(image: dict, caption: str) -> str:
    credited = [image["credit_person"], image["credit_organization"]]
    credits = [image["credit"], *(fact["name"] for fact in credited if fact), image["licence"]]
    return format_html(
        '<figure><img src="{}" alt="{}" width="{}" height="{}">'
        "<figcaption>{} <small>{}</small></figcaption></figure>",
        image["url"],
        image["alt_text"],
        image["width"],
        image["height"],
        mark_safe(caption) or image["caption"],
        ", ".join(filter(None, credits)),
    )


def _bylines(bylines: list[dict], facts: Facts) -> list[dict]:
    known = ((byline["role"], facts.get(("person", byline["person"]))) for byline in bylines)
    makers = {(role, person["id"]): person for role, person in known if person}
    return [{"role": role, "person": person} for (role, _pk), person in makers.items()]


def _related(pks: list[int], rows: list[tuple[int, str]]) -> list[dict]:
    live = {card["id"]: card for _edition, text in rows for card in [loads(text)]}
    return [_post_link(live[pk]) for pk in pks if pk in live]


def whole(pks: Iterable[int]) -> dict[int, dict]:
    """Return the cards of posts as programs get them, by id; of those live now."""
    cards = [loads(text) for _edition, text in _read_cards(pks, timezone.now())]
    return {post["id"]: post for post in present(cards)}


def _read_cards(pks: Iterable[int], at: datetime) -> list[tuple[int, str]]:
    """Return the editions of posts live at that time with their cards; no query if none is asked.

    A card is as the database has it: who has it already needs none.
    """
    pks = set(pks)
    if not pks:
        return []
    return read(fill(_query_cards(size_for(len(pks))), at, marked(pks)))


@cache
def _query_cards(size: int) -> Prepared:
    live = Edition.objects.live(AT).filter(post__in=marks(size))
    return prepare(live.order_by().values_list("id", "card"))


def _previous(document: dict) -> list[str]:
    """Return the pages of the editions before this one, while readers may see them."""
    numbers = document.get("previous_editions", ()) if settings.PREVIOUS_EDITIONS else ()
    return [absolute(f"{document['path']}editions/{number}/") for number in numbers]


def _translation(row: dict) -> dict:
    return {
        "language": row["language"],
        "is_source": row["is_source"],
        "id": row["id"],
        "url": absolute(row["path"]),
        "api_url": api_url("post", row["id"]),
    }


def _post_link(card: dict) -> dict:
    return {
        "id": card["id"],
        "url": absolute(card["path"]),
        "api_url": api_url("post", card["id"]),
        "headline": card["headline"],
        "first_published_at": card["first_published_at"],
    }

"""Prepared cards and documents as programs get them: their ids replaced by today's facts."""

from collections.abc import Callable, Iterable
from functools import cache
from json import loads

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from articles import markup
from articles.aliases import call_facts
from articles.api.links import absolute, api_url, link_facts
from articles.api.records import show_image
from articles.documents import ids_in
from articles.models import ENTITIES, Edition, Facts, live_facts
from articles.notices import Told, notices_for
from articles.prepared import AT, Prepared, fill, marked, marks, prepare, read, size_for
from articles.translations import told_elsewhere

Link = Callable[[Facts], Facts]

# What documents hold for us alone.
INNER = {"path", "about", "named", "similar", "social"}


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


def present_whole(edition: dict, link: Link = link_facts) -> dict:
    """Return the document of an edition with its facts, and with the posts beside it live now.

    Those are the related ones, and the same story in other languages.
    """
    document = edition["document"]
    return present([document], link)[0] | {
        "related_posts": _related(document["related_posts"]),
        "previous_editions": _previous(document),
        "translations": _translations(edition),
    }


def _present(document: dict, facts: Facts) -> dict:
    shown = {
        "id": document["id"],
        "url": absolute(document["path"]),
        "api_url": api_url("post", document["id"]),
    }
    shown |= {name: value for name, value in document.items() if name not in INNER}
    shown["section"] = facts.get(("section", document["section"]))
    shown["lead_image"] = show_image(document["lead_image"], facts)
    shown["tags"] = list(_known("tag", document["tags"], facts).values())
    about = document.get("about", {})  # not in documents prepared before it was kept
    for kind in ENTITIES:
        known = _known(kind, document[f"{kind}s"], facts)
        first = _known(kind, about.get(f"{kind}s", ()), facts)
        shown[f"{kind}s"] = [fact | {"about": pk in first} for pk, fact in known.items()]
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
    known = (facts.get((kind, pk)) for pk in pks)
    return {fact["id"]: fact for fact in known if fact}


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


def _related(pks: list[int]) -> list[dict]:
    live = _cards(pks)
    return [_post_link(live[pk]) for pk in pks if pk in live]


def whole(pks: Iterable[int]) -> dict[int, dict]:
    """Return the cards of posts as programs get them, by id; of those live now."""
    return {post["id"]: post for post in present(list(_cards(pks).values()))}


def _cards(pks: Iterable[int]) -> dict[int, dict]:
    """Return the cards of posts that are live now by id, without a query if none is asked for."""
    pks = set(pks)
    if not pks:
        return {}
    rows = read(fill(_query_cards(size_for(len(pks))), timezone.now(), marked(pks)))
    return {card["id"]: card for (text,) in rows for card in [loads(text)]}


@cache
def _query_cards(size: int) -> Prepared:
    live = Edition.objects.live(AT).filter(post__in=marks(size))
    return prepare(live.order_by().values_list("card"))


def _previous(document: dict) -> list[str]:
    """Return the pages of the editions before this one, while readers may see them."""
    numbers = document.get("previous_editions", ()) if settings.PREVIOUS_EDITIONS else ()
    return [absolute(f"{document['path']}editions/{number}/") for number in numbers]


def _translations(edition: dict) -> list[dict]:
    return [
        {
            "language": row["language"],
            "is_source": row["is_source"],
            "id": row["id"],
            "url": absolute(row["path"]),
            "api_url": api_url("post", row["id"]),
        }
        for row in told_elsewhere(edition)
    ]


def _post_link(card: dict) -> dict:
    return {
        "id": card["id"],
        "url": absolute(card["path"]),
        "api_url": api_url("post", card["id"]),
        "headline": card["headline"],
        "first_published_at": card["first_published_at"],
    }

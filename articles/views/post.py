from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from orjson import loads

from articles import aliases, markup
from articles.documents import ids_in
from articles.models import (
    ENTITIES,
    Content,
    Edition,
    EditionByline,
    Facts,
    Position,
    entity_url,
    live_facts,
)
from articles.notices import notices_for
from articles.prepared import (
    AT,
    DAY,
    SUBJECT,
    Prepared,
    as_moment,
    fill,
    marked,
    marks,
    prepare,
    read,
    read_named,
    size_for,
)
from articles.similar import SHOWN as SIMILAR
from articles.templatetags.story import figure as shown
from articles.translations import source_of, told_elsewhere

MOMENTS = ("first_published_at", "live_from", "live_until")
COLUMNS = (
    *("document", *MOMENTS, "reader_note", "redirect_to_id"),
    *("translation_of_id", "is_translated"),
)
POSITION = (
    *("person_id", "title", "organization_id", "organization__name", "organization__aliases"),
    *("organization__slug", "organization__is_published"),
)


def post(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """A post as it is published; 410 or 301 once unpublished; 404 if readers never saw it."""
    edition = _find(pk)
    if edition is None:
        raise Http404
    if edition["live_until"] and edition["live_until"] <= timezone.now():
        return gone(request, edition)
    document = edition["document"]
    if request.path != document["path"]:
        return redirect(document["path"], permanent=True)
    return edition_page(request, edition)


def _find(pk: int) -> dict | None:
    """Return what readers see of the post, or saw last."""
    rows = read(fill(_query_edition(), timezone.now(), {SUBJECT: pk}))
    if not rows:
        return None
    edition = dict(zip(COLUMNS, rows[0], strict=True))
    moments = {name: as_moment(edition[name]) for name in MOMENTS if edition[name]}
    words = edition["document"]
    return edition | moments | {"document": loads(words), "words": words}


@cache
def _query_edition() -> Prepared:
    opened = Edition.objects.opened(AT).filter(post_id=SUBJECT).order_by("-live_from", "-number")
    return prepare(opened.values_list(*COLUMNS)[:1])


def edition_page(
    request: HttpRequest,
    edition: dict,
    template: str = "articles/post.html",
    more: dict | None = None,
) -> HttpResponse:
    """Return the page of an edition that was found: its document, live_from, first_published_at.

    ``words`` are its document as JSON, where that is known.
    """
    document = edition["document"]
    context = context_of(document) | {"edition": edition}
    source = source_of(edition, document["id"])
    translations = context["translations"] = told_elsewhere(source, document["language"])
    # What the page says of the post to machines is kept by all it is made of.
    words, translated = edition.get("words") or repr(document), edition.get("translation_of_id")
    context["known"] = words, context["facts"], translated, repr(translations)
    return render(request, template, context | (more or {}))


def gone(request: HttpRequest, edition: dict) -> HttpResponse:
    """Send the reader on to the post that took this one's place, or say that it is gone."""
    target = Edition.objects.live().filter(post_id=edition["redirect_to_id"]).values("card").first()
    if target:
        return redirect(target["card"]["path"], permanent=True)
    return render(request, "articles/gone.html", {"note": edition["reader_note"]}, status=410)


def context_of(document: dict) -> dict:
    """Return what the page shows: the frozen words with the facts of today."""
    facts = live_facts(ids_in([document]), boxed=True)
    facts = aliases.call_facts(facts, document["language"])
    published = datetime.fromisoformat(document["first_published_at"])
    persons = _known(facts, "person", document["persons"])
    named = _named(facts, document)
    return {
        "post": document,
        "body": body_of(document, facts),
        "facts": tuple([(key, *fact.values()) for key, fact in facts.items()]),
        "kind": Content.Kind(document["kind"]).label,
        "section": facts.get(("section", document["section"])),
        "tags": _known(facts, "tag", document["tags"]),
        "named": named,
        "subjects": _entities(facts, document.get("about", {})),
        "positions": positions_on(published, [person["id"] for person in persons]),
        "bylines": _bylines(facts, document["bylines"]),
        "image": _image(facts, document["lead_image"]),
        **_corrections(document),
        "notices": notices_for([document])[0],
        "related": _related(document),
        "previous": _previous(document),
        "reading_time": _reading_time(document),
    }


def body_of(document: dict, facts: Facts) -> SafeString:
    """Return the body as HTML, which publish() has cleaned: its mentions link to what is public."""
    images = {image["id"]: _image(facts, image) for image in document.get("images", ())}

    def link(kind: str, pk: int) -> str | None:
        fact = facts.get((kind, pk))
        return entity_url(kind, fact["id"], fact["slug"]) if fact else None

    def figure(pk: int, caption: str) -> str:
        if pk not in images:
            return ""
        return shown(images[pk], mark_safe(caption) or images[pk]["caption"])

    return mark_safe(markup.join(document["body"], link=link, figure=figure))


def positions_on(moment: datetime, persons: list[int]) -> dict[int, list[dict]]:
    """Return the positions the persons held on that day: {person id: [{"title", ...}, ...]}."""
    if not persons:
        return {}
    query = fill(_query_positions(size_for(len(persons))), moment, marked(persons))
    positions = {}
    for row in aliases.call(read_named(POSITION, query), get_language(), "organization__"):
        positions.setdefault(row["person_id"], []).append(row)
    return positions


@cache
def _query_positions(size: int) -> Prepared:
    held = Position.objects.held_on(DAY).filter(person_id__in=marks(size))
    return prepare(held.values_list(*POSITION))


def _known(facts: Facts, kind: str, pks: Iterable[int]) -> list[dict]:
    """Return the facts of those readers may know of, once each: two may have become one."""
    found = {facts[kind, pk]["id"]: facts[kind, pk] for pk in pks if (kind, pk) in facts}
    return list(found.values())


def _named(facts: Facts, document: dict) -> list[dict]:
    """Return the facts of all the post names, first of those it is about."""
    about = document.get("about", {})  # not in documents prepared before it was kept
    named = [*_entities(facts, about), *_entities(facts, document)]
    return list({(fact["kind"], fact["id"]): fact for fact in named}.values())


def _entities(facts: Facts, named: dict) -> list[dict]:
    """Return the facts of the entities that a document, or what it is about, holds the ids of."""
    return [fact for kind in ENTITIES for fact in _known(facts, kind, named.get(f"{kind}s", ()))]


def _bylines(facts: Facts, bylines: list[dict]) -> list[dict]:
    """Return the makers readers may know of, each with the name of the role."""
    makers = {}
    for row in bylines:
        if person := facts.get(("person", row["person"])):
            role = str(EditionByline.Role(row["role"]).label)
            makers[person["id"], role] = person | {"role": role}
    return list(makers.values())


def _image(facts: Facts, image: dict | None) -> dict | None:
    if image is None:
        return None
    credits = [
        facts.get(("person", image["credit_person"])),
        facts.get(("organization", image["credit_organization"])),
    ]
    return image | {"credited": [credited for credited in credits if credited]}


def _corrections(document: dict) -> dict:
    """Return all corrections, newest first, those for each place, and the one of this edition."""
    rows = [
        row
        | {
            "label": Edition.CorrectionKind(row["kind"]).label,
            "published_at": datetime.fromisoformat(row["published_at"]),
            "is_new": number == 0 and row["published_at"] == document["updated_at"],
        }
        for number, row in enumerate(document["corrections"])
    ]
    below = [row for row in rows if row.get("place") == Edition.CorrectionPlace.BOTTOM]
    return {
        "corrections": rows,
        "corrections_above": [row for row in rows if row not in below],
        "corrections_below": below,
        "correction": next((row for row in rows if row["is_new"]), None),
    }


def _reading_time(document: dict) -> str:
    minutes = document.get("reading_minutes")  # not in documents prepared before it was kept
    return _("Reading time: %(minutes)s min") % {"minutes": minutes} if minutes else ""


def _previous(document: dict) -> dict | None:
    """Return where the editions before this one are, and where the last of them; None without."""
    numbers = document.get("previous_editions")  # not in documents prepared before it was kept
    if not (numbers and settings.PREVIOUS_EDITIONS):
        return None
    path = f"{document['path']}editions/"
    return {"count": len(numbers), "all": path, "last": f"{path}{numbers[-1]}/"}


def _related(document: dict) -> list[dict]:
    """Return the cards of the posts the editor chose, or else of the most similar; all live now.

    They are JSON still. Without a query if there are none to ask for.
    """
    chosen, like = document["related_posts"], document.get("similar", [])
    if not (pks := chosen or like):
        return []
    found = read(fill(_query_related(size_for(len(pks))), timezone.now(), marked(pks)))
    if not chosen:
        found = sorted(found, key=lambda row: like.index(row[0]))[:SIMILAR]
    return [{"card": card} for _pk, card in found]


@cache
def _query_related(size: int) -> Prepared:
    live = Edition.objects.live(AT).filter(post_id__in=marks(size))
    return prepare(live.order_by("-first_published_at").values_list("post_id", "card"))

"""The page of a post."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.utils.translation import get_language

from articles.api.links import absolute
from articles.documents import iso
from articles.models import EditionByline, term_url

from .things import drawn_image, image_object, link, publisher, said, same_as, trail

Role = EditionByline.Role
MAKERS = {
    "author": (Role.AUTHOR, Role.INTERVIEWER),
    "contributor": (Role.PHOTOGRAPHER,),
    "translator": (Role.TRANSLATOR,),
    "editor": (Role.EDITOR,),
}
# An Event is incomplete without its date and place, which the page of a post does not know.
THING = {"@type": "Thing", "additionalType": "https://schema.org/Event"}


def of_post(context: Mapping) -> list[dict]:
    """Return the article and the way to it."""
    post, section = context["post"], context["section"]
    steps = [(post["headline"], post["path"])]
    if section:
        path = term_url("section", section["slug"])
        steps.insert(0, (section["name"], path))
    return [_article(context), trail(steps)]


def _article(context: Mapping) -> dict:
    post, section = context["post"], context["section"]
    url = absolute(post["path"])
    return {
        "@type": "AdvertiserContentArticle" if post["is_paid"] else "NewsArticle",
        "@id": absolute(f"/posts/{post['id']}/"),
        "url": url,
        "mainEntityOfPage": url,
        "headline": post["headline"],
        "description": post["lead"],
        "datePublished": post["first_published_at"],
        "dateModified": post["updated_at"],
        "inLanguage": post["language"],
        "isAccessibleForFree": True,
        "contentRating": f"{post['age_mark']}+",
        "articleSection": section and section["name"],
        "keywords": [tag["name"] for tag in context["tags"]],
        "publisher": publisher(),
        "image": _images(context),
        "correction": [_correction(row) for row in context["corrections"]],
        "isBasedOn": _source(post),
        "sponsor": _advertiser(post),
        **_translations(context),
        **_named(context),
        **_makers(context["bylines"]),
    }


def _translations(context: Mapping) -> dict[str, list[dict]]:
    """Return what the post is a translation of, or into what others it was translated."""
    told = context.get("translations", ())
    if context["edition"].get("translation_of_id"):
        return {"translationOfWork": [_work(row) for row in told if row["is_source"]]}
    return {"workTranslation": [_work(row) for row in told]}


def _work(row: dict) -> dict:
    address = {"@id": absolute(f"/posts/{row['id']}/"), "url": absolute(row["path"])}
    return {"@type": "NewsArticle", **address, "inLanguage": row["language"]}


def _images(context: Mapping) -> list[dict]:
    """Return the images of the post, the one it opens with first; without any, what is drawn."""
    lead = [context["image"]] if context["image"] else []
    images = {}
    for image in [*lead, *context["post"].get("images", ())]:
        images.setdefault(image["file"], image)  # each once
    if not images:
        return list(filter(None, [drawn_image(context["post"])]))
    return [
        image_object(
            image, caption=image["caption"] or image["alt_text"], creditText=_credit(image)
        )
        for image in images.values()
    ]


def _credit(image: dict) -> str:
    names = (fact["name"] for fact in image.get("credited", ()))
    return image["credit"] or " / ".join(names)


def _named(context: Mapping) -> dict[str, list[dict]]:
    """Return whom the post is about, and whom it only mentions."""
    subjects = context["subjects"]
    return {
        "about": _entities(subjects),
        "mentions": _entities([fact for fact in context["named"] if fact not in subjects]),
    }


def _entities(facts: list[dict]) -> list[dict]:
    language, names = get_language(), ("kind", "id", "name", "slug", "wikidata_id")
    return [_entity(language, *[fact[name] for name in names]) for fact in facts]


@lru_cache(maxsize=10_000)
def _entity(
    _language: str, kind: str, pk: int, name: str, slug: str, wikidata_id: str | None
) -> dict:
    """Return what is said of a record, the same for each post that names it."""
    thing = THING if kind == "event" else {}
    known = {"sameAs": "".join(same_as(wikidata_id))}
    return said(link(kind, {"id": pk, "name": name, "slug": slug}) | thing | known)


def _makers(bylines: list[dict]) -> dict[str, list[dict]]:
    """Return who made the post by what they did; the newsroom, if nobody is said to write it."""
    makers = {
        name: _entities([row for row in bylines if row["role"] in labels])
        for name, labels in _labels(get_language()).items()
    }
    return makers | {"author": makers["author"] or [publisher()]}


@cache
def _labels(_language: str) -> dict[str, set[str]]:
    """Return what the roles are called in the language of the page, by what they come to here."""
    return {name: {str(role.label) for role in roles} for name, roles in MAKERS.items()}


def _correction(row: dict) -> dict:
    told_at = iso(row["published_at"])
    return {"@type": "CorrectionComment", "text": row["text"], "datePublished": told_at}


def _source(post: dict) -> dict | None:
    if not post["source_name"]:
        return None
    source = {"name": post["source_name"], "url": post["source_url"]}
    return said({"@type": "CreativeWork"} | source)


def _advertiser(post: dict) -> dict | None:
    name = post["advertiser"]
    return {"@type": "Organization", "name": name} if name else None

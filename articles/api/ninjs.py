"""Posts as IPTC ninjs 3.1, from what the feed shows of them.

https://iptc.org/std/ninjs/ninjs-schema_3.1.json. A post is called by the address that no renaming
and no correction changes, and so are those it names. A list is one composite object that holds its
posts as associations, so whatever is answered is right by the same schema. Roles and relations are
IPTC NewsCodes where there are such, else the words of this feed.
"""

import re
from collections.abc import Iterable
from mimetypes import guess_type
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from rest_framework.request import Request

from articles import markup
from articles.api import links
from articles.api.links import absolute, api_url, remembered
from articles.api.rendering import JSONRenderer
from articles.models import Content, Edition, EditionByline, Facts

NEWSCODES = "http://cv.iptc.org/newscodes"
PARTY = f"{NEWSCODES}/contentprodpartyrole"
TRUST = f"{NEWSCODES}/trustindicator"
STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
Kind, Role = Content.Kind, EditionByline.Role
GENRES = {
    Kind.NEWS: "Current",
    Kind.INTERVIEW: "Interview",
    Kind.COLUMN: "Opinion",
    Kind.PRESS_RELEASE: "Press_Release",
}
PAID = "Advertiser_Supplied"
PARTIES = {Role.AUTHOR: f"{PARTY}/author", Role.EDITOR: f"{PARTY}/editor"}
WRITERS = (Role.AUTHOR, Role.INTERVIEWER)
PLAIN, HTML, JSON = "text/plain", "text/html", "application/json"
FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
EMPTY = (None, "", [], {})


class NinjsRenderer(JSONRenderer):
    """Writes a post, or a page of posts, as the views answer with them."""

    media_type = "application/vnd.iptc.ninjs+json"
    format = "ninjs"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        request = renderer_context["request"]
        shown = package(_uri_of(request), data["results"]) if "results" in data else item(data)
        return super().render(shown, self.media_type, renderer_context)


def link_facts(facts: Facts) -> Facts:
    """Return the facts as the feed shows them, with what is told of them here alone."""
    told = {key: {"wikidata_id": f["wikidata_id"], "place": f["place"]} for key, f in facts.items()}
    return {key: shown | told[key] for key, shown in links.link_facts(facts).items()}


def package(uri: str, posts: list[dict]) -> dict:
    """Return a list of posts as one object."""
    return {
        "standard": STANDARD,
        "uri": uri,
        "type": "composite",
        "representationType": "full",
        "associations": [{"name": post["headline"]} | _post(post) for post in posts],
    }


def item(post: dict) -> dict:
    """Return a post."""
    return {"standard": STANDARD} | _post(post)


def _post(post: dict) -> dict:
    bylines = post.get("bylines", ())
    shown = {
        "uri": _uri("post", post["id"]),
        "altIds": _ids(post),
        "type": "text",
        "representationType": "full" if "body" in post else "partial",
        "version": str(post["edition"]),
        "firstCreated": post["first_published_at"],
        "versionCreated": post["updated_at"],
        "contentCreated": post["first_published_at"],
        "pubStatus": "usable",
        "language": post["language"],
        "edNote": _note_to_the_desk(post),
        "headlines": [_text("main", post["headline"])],
        "slugline": post["slug"],
        "by": ", ".join(row["person"]["name"] for row in bylines if row["role"] in WRITERS),
        "descriptions": _descriptions(post),
        "bodies": _bodies(post["body"]) if "body" in post else [],
        "people": [_entity("person", fact) for fact in post["persons"]],
        "organisations": [_entity("organization", fact) for fact in post["organizations"]],
        "events": [_entity("event", fact) for fact in post["events"]],
        "places": _places(post["events"]),
        "subjects": _subjects(post),
        "genres": _genres(post),
        "infoSources": _parties(post, bylines),
        "renditions": _pages(post),
        "associations": _associations(post),
        "trustIndicators": _trust(post, bylines),
    }
    return _said(shown)


def _said(shown: dict) -> dict:
    return {name: value for name, value in shown.items() if value not in EMPTY}


def _uri(kind: str, pk: int) -> str:
    """Return what a record is called, whatever its slug: its page's address without one."""
    return absolute(f"/{kind}s/{pk}/")


def _uri_of(request: Request) -> str:
    """Return the address of a list, as it was asked for but in no format."""
    params = {name: value for name, value in request.query_params.items() if name != "format"}
    return absolute(request.path) + (f"?{urlencode(params)}" if params else "")


def _text(role: str, value: str) -> dict:
    return {"role": role, "contentType": PLAIN, "value": value}


def _ids(post: dict) -> list[dict]:
    ids = {"id": str(post["id"]), "erid": post.get("erid", "")}
    return [{"role": role, "value": value} for role, value in ids.items() if value]


def _note_to_the_desk(post: dict) -> str:
    """Return what whoever publishes the post must heed, in the language of the post."""
    corrections = post.get("corrections", ())
    if not (corrections or post["is_paid"]):
        return ""
    with translation.override(post["language"]):
        notes = [_label(post)] if post["is_paid"] else []
        for row in corrections:
            kind = Edition.CorrectionKind(row["kind"]).label
            notes.append(f"{kind}, {row['published_at']}: {row['text']}")
    return "\n".join(notes)


def _label(post: dict) -> str:
    """Return how readers must be told that the post is an advertisement."""
    label = _("Advertisement. %(advertiser)s") % {"advertiser": post["advertiser"]}
    token = post.get("erid", "")
    return f"{label} erid: {token}" if token else label.strip()


def _descriptions(post: dict) -> list[dict]:
    texts = [
        ("summary", post["lead"]),
        ("ageMark", "" if post["age_mark"] is None else f"{post['age_mark']}+"),
        *(("notice", notice["text"]) for notice in post["notices"]),
        *((row["kind"], row["text"]) for row in post.get("corrections", ())),
    ]
    return [_text(role, value) for role, value in texts if value]


def _bodies(body: str) -> list[dict]:
    """Return the body as HTML, and its words: pictures and cards of other sites are not in them."""
    text = markup.to_text(FIGURE.sub("", body))
    size = {"charCount": len(text), "wordCount": len(text.split())}
    return [{"role": "html", "contentType": HTML, "value": body}, _text("text", text) | size]


def _entity(kind: str, fact: dict) -> dict:
    known = fact.get("wikidata_id")
    return _said(
        {
            "name": fact["name"],
            "rel": "about" if fact["about"] else "mentions",
            "uri": _uri(kind, fact["id"]),
            "literal": f"wikidata:{known}" if known else "",
        }
    )


def _places(events: list[dict]) -> list[dict]:
    """Return where the events that the post names take place, each once."""
    names = dict.fromkeys(event["place"] for event in events if event.get("place"))
    return [{"name": name, "rel": "event"} for name in names]


def _subjects(post: dict) -> list[dict]:
    section = [("section", post["section"])] if post["section"] else []
    return [
        {
            "name": fact["name"],
            "rel": kind,
            "uri": api_url(kind, fact["id"]),
            "literal": fact["slug"],
        }
        for kind, fact in [*section, *(("tag", tag) for tag in post["tags"])]
    ]


def _genres(post: dict) -> list[dict]:
    code = GENRES.get(post["kind"])
    kind = {"literal": post["kind"], "uri": f"{NEWSCODES}/genre/{code}" if code else ""}
    paid = [{"literal": "paid", "uri": f"{NEWSCODES}/genre/{PAID}"}] if post["is_paid"] else []
    return [_said(kind), *paid]


def _parties(post: dict, bylines: Iterable[dict]) -> list[dict]:
    """Return who made the post, where it was taken from, who paid for it, and who we are."""
    source = post.get("source_name") and {
        "name": post["source_name"],
        "uri": iri_to_uri(post["source_url"]),
        "role": f"{PARTY}/contentSource",
    }
    advertiser = post["advertiser"] and {"name": post["advertiser"], "role": "advertiser"}
    site = {"name": settings.SITE_NAME, "uri": absolute("/"), "role": f"{PARTY}/distributor"}
    makers = [_party("person", row["person"], row["role"]) for row in bylines]
    return [*makers, *(_said(party) for party in (source, advertiser, site) if party)]


def _party(kind: str, fact: dict, role: str) -> dict:
    uri = _uri(kind, fact["id"])
    return {"name": fact["name"], "uri": uri, "role": PARTIES.get(role, role)}


def _pages(post: dict) -> list[dict]:
    return [
        {"name": "web", "href": post["url"], "contentType": HTML},
        {"name": "json", "href": post["api_url"], "contentType": JSON},
    ]


def _associations(post: dict) -> list[dict]:
    language, lead = post["language"], post["lead_image"]
    return [
        *([_picture(lead, "leadImage", language)] if lead else []),
        *(_picture(image, "bodyImage", language) for image in post.get("images", ())),
        *(_other(row, "related") for row in post.get("related_posts", ())),
        *(_other(row, "translation") for row in post.get("translations", ())),
    ]


def _picture(image: dict, rel: str, language: str) -> dict:
    credited = [
        ("person", image["credit_person"], f"{PARTY}/author"),
        ("organization", image["credit_organization"], f"{PARTY}/imgSupplier"),
    ]
    parties = [_party(kind, fact, role) for kind, fact, role in credited if fact]
    words = [("caption", image["caption"]), ("altText", image["alt_text"])]
    return _said(
        {
            "name": image["alt_text"] or f"image {image['id']}",
            "rel": rel,
            "uri": api_url("image", image["id"]),
            "type": "picture",
            "language": language,
            "by": image["credit"] or " / ".join(party["name"] for party in parties),
            "usageTerms": image["licence"],
            "descriptions": [_text(role, value) for role, value in words if value],
            "infoSources": parties,
            "renditions": _renditions(image),
        }
    )


def _renditions(image: dict) -> list[dict]:
    whole = {name: image[name] for name in ("url", "width", "height")}
    named = [("original", whole | {"format": guess_type(image["url"])[0]})]
    named += [
        (row["url"].removeprefix(image["url"]).strip("."), row) for row in image["renditions"]
    ]
    return [
        _said(
            {
                "name": name,
                "href": row["url"],
                "contentType": row["format"],
                "width": row["width"],
                "height": row["height"],
                "poi": {
                    "x": round(image["focal_x"] * row["width"]),
                    "y": round(image["focal_y"] * row["height"]),
                },
            }
        )
        for name, row in named
    ]


def _other(row: dict, rel: str) -> dict:
    """Return another post: one that goes with this, or the same in another language."""
    headline = row.get("headline", "")
    return _said(
        {
            "name": headline or row["language"],
            "rel": "translationSource" if row.get("is_source") else rel,
            "uri": _uri("post", row["id"]),
            "type": "text",
            "representationType": "partial",
            "language": row.get("language"),
            "firstCreated": row.get("first_published_at"),
            "headlines": [_text("main", headline)] if headline else [],
            "renditions": _pages(row),
        }
    )


def _trust(post: dict, bylines: Iterable[dict]) -> list[dict]:
    """Return where readers see how we correct ourselves, and who the authors are."""
    corrections = absolute(_corrections_path(post["language"]))
    authors = {row["person"]["id"]: row["person"] for row in bylines}
    return [
        {"role": f"{TRUST}/correctionsPolicy", "href": corrections},
        *(
            {"role": f"{TRUST}/journalistInfo", "title": fact["name"], "href": fact["url"]}
            for fact in authors.values()
        ),
    ]


@remembered
def _corrections_path(language: str) -> str:
    with translation.override(language):
        return reverse("articles:corrections")

"""Pages that are no news: about us, contacts, what the law asks for."""

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from articles import markup
from articles.aliases import call_facts
from articles.documents import ImageDocument
from articles.models import ENTITIES, Image, Page, live_facts, page_path
from articles.views.post import body_of

PAGE_FIELDS = ["language", "slug", "title", "parts", "updated_at"]


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page in this language; one that has no version in it leads to the one there is."""
    rows = Page.objects.published().filter(slug=slug).order_by().values(*PAGE_FIELDS)
    versions = {row["language"]: row for row in rows}
    if not versions:
        raise Http404
    if row := versions.pop(get_language(), None):
        return read_page(request, row, versions)
    codes = [settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES)]
    # Not for ever: it may yet be translated.
    return redirect(page_path(next(code for code in codes if code in versions), slug))


def read_page(request: HttpRequest, row: dict, others: Iterable[str] = ()) -> HttpResponse:
    """Return a page from its language, slug, title, parts and updated_at.

    ``others`` are the languages that readers have the page in too.
    """
    body = body_of(*_document(row["parts"]))
    context = {"page": row, "body": body, "text": markup.to_text(body)}
    context["translations"] = [
        {"language": code, "path": page_path(code, row["slug"])} for code in others
    ]
    return render(request, "articles/page.html", context)


def _document(parts: markup.Parts) -> tuple[dict, dict]:
    """Return the body with its images, as a post's document has them, and the facts of both."""
    pks = [part[1] for part in parts if part[0] == "image" and not isinstance(part, str)]
    images = ImageDocument(Image.objects.filter(pk__in=pks), many=True).data if pks else []
    ids = {kind: set() for kind in ENTITIES}
    for kind, pk in markup.mentions(parts):
        ids[kind].add(pk)
    for image in images:
        ids["person"].add(image["credit_person"])
        ids["organization"].add(image["credit_organization"])
    facts = live_facts({kind: found - {None} for kind, found in ids.items()})
    return {"body": parts, "images": images}, call_facts(facts, get_language())

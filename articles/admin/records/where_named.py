"""Where a record is named: posts and their editions, images, positions, events."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.admin.posts.state import badge
from articles.admin.side import address_of, find_listed
from articles.models import (
    Edition,
    EditionByline,
    Entity,
    Event,
    Image,
    Mention,
    Organization,
    Person,
    Post,
    PostByline,
)
from articles.paging import BadCursor, read_page

ON_FORM, ON_PAGE = 10, 50
OTHERS = 10  # images, positions, events


def naming_posts(record: Entity) -> QuerySet:
    """Return the posts that name the record, or are made by it, now or in an edition."""
    kind = record._meta.model_name
    through = Post._meta.get_field(f"{kind}s").remote_field.through
    found = [
        through.objects.filter(**{kind: record}).values("post"),
        Mention.objects.filter(**{kind: record}).order_by().values("edition__post"),
    ]
    if kind == "person":
        found += [
            PostByline.objects.filter(person=record).order_by().values("post"),
            EditionByline.objects.filter(person=record).order_by().values("edition__post"),
        ]
    return Post.objects.filter(pk__in=found[0].union(*found[1:]))


def where_named(model_admin, request: HttpRequest, record: Entity) -> dict:
    """Return what the form shows: the newest posts, and the first of all else."""
    site = model_admin.admin_site
    posts, more = [], ""
    if _may_see(site, request, Post):
        posts, more = _page(record, ON_FORM)
    return {
        "posts": posts,
        "all_url": address_of(record, "named") if more else "",
        "others": [part for part in _others(site, request, record) if part["records"]],
    }


def named_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """All posts that name the record, newest first, page by page."""
    record = find_listed(model_admin, request, object_id)
    may_see = _may_see(model_admin.admin_site, request, Post)
    if not (may_see and model_admin.has_view_or_change_permission(request, record)):
        raise PermissionDenied
    try:
        posts, older = _page(record, ON_PAGE, request.GET.get("after", ""))
    except BadCursor as error:
        raise Http404 from error
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Where it is named"),
        "subtitle": str(record),
        "opts": model_admin.opts,
        "record": record,
        "posts": posts,
        "older": older,
    }
    return TemplateResponse(request, "admin/articles/entity/named.html", context)


def _may_see(site, request: HttpRequest, model: type[Model]) -> bool:
    return site.get_model_admin(model).has_view_permission(request)


def _page(record: Entity, size: int, cursor: str = "") -> tuple[list[Post], str]:
    """Return posts with their state and the editions that name the record, and the next cursor."""
    found, older = read_page(naming_posts(record).values("id"), ("-id",), size, cursor)
    pks = [row["id"] for row in found]
    posts = Post.objects.with_state().filter(pk__in=pks).defer("body").order_by("-pk")
    editions = _editions(record, pks)
    now = timezone.now()
    shown = list(posts)
    for post in shown:
        post.badge = badge(post)
        post.naming = editions.get(post.pk, [])
        for edition in post.naming:
            edition["is_live"] = edition["live_from"] <= now and not (
                edition["live_until"] and edition["live_until"] <= now
            )
    return shown, older


def _editions(record: Entity, posts: list[int]) -> dict[int, list[dict]]:
    """Return those of the posts' editions that name the record, by post, the latest first."""
    kind = record._meta.model_name
    names = Q(Exists(Mention.objects.filter(**{kind: record}, edition=OuterRef("pk"))))
    if kind == "person":
        names |= Exists(EditionByline.objects.filter(person=record, edition=OuterRef("pk")))
    editions = Edition.objects.filter(names, post__in=posts).order_by("-number")
    found = {}
    for row in editions.values("id", "post_id", "number", "live_from", "live_until"):
        found.setdefault(row["post_id"], []).append(row)
    return found


def _others(site, request: HttpRequest, record: Entity) -> list[dict]:
    """Return the first records of other kinds that name this one, under their headings."""
    parts = []
    if hasattr(record, "credited_images"):
        images = record.credited_images.order_by("-created_at", "-id")
        parts.append((_("Images credited to it"), Image, images))
    if isinstance(record, Organization):
        people = Person.objects.filter(positions__organization=record).distinct()
        parts += [
            (_("Persons with a position in it"), Person, people),
            (_("Events it organizes"), Event, record.organized_events.order_by("-start_date")),
            (_("Organizations below it"), Organization, record.children.order_by("name", "id")),
        ]
    if isinstance(record, Person):
        events = record.events.order_by("-start_date", "-id")
        parts.append((_("Events with its part"), Event, events))
    if isinstance(record, Event):
        parts.append((_("Events below it"), Event, record.children.order_by("-start_date")))
    return [
        _first(heading, records)
        for heading, model, records in parts
        if _may_see(site, request, model)
    ]


def _first(heading: str, records: QuerySet) -> dict:
    found = list(records[: OTHERS + 1])
    links = [(str(record), address_of(record, "change")) for record in found[:OTHERS]]
    return {"heading": capfirst(heading), "records": links, "has_more": len(found) > OTHERS}

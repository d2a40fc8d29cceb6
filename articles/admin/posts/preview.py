"""The readers' page on the desk: of the working copy, and of an edition that is not open yet."""

from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import views
from articles.admin.side import find_listed
from articles.models import Edition, Post
from articles.publishing import preview

from .state import moment


def working_copy(model_admin, request: HttpRequest, post: Post) -> HttpResponse:
    """Show the saved post as readers would see it. The caller rolls its transaction back."""
    edition = preview(post, by=request.user)
    note = _("As the form stands, saved or not.")
    return _framed(model_admin, request, edition, note)


def edition_preview(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show an edition as readers will see it when it opens, or as they saw it."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    edition = find_listed(model_admin, request, object_id)
    return _framed(model_admin, request, edition, _stands(edition))


def preview_tools(request: HttpRequest, post: Post | None) -> dict:
    """Return what the post's form offers to look at and to share, for its template."""
    if post is None:
        return {}
    may_share = request.user.has_perm("articles.change_post")
    scheduled = None
    if getattr(post, "opens_at", None) and request.user.has_perm("articles.view_edition"):
        pending = post.editions.pending().order_by("live_from")
        scheduled = pending.values("pk", "live_from").first()
    return {"may_share": may_share, "scheduled": scheduled}


def readers_page(
    request: HttpRequest,
    edition: dict,
    template: str = "articles/post.html",
    more: dict | None = None,
) -> HttpResponse:
    """Return an edition, open or not, from the view of readers, in its language, as nobody."""
    document = edition["document"]
    with translation.override(document["language"]):
        reading = as_reader(request, document["path"])
        response = views.edition_page(reading, edition, template, more)
        response.headers["Content-Language"] = document["language"]
    return unlisted(response)


def as_reader(request: HttpRequest, path: str) -> HttpRequest:
    """Return the request as a reader would have made it for that path."""
    reading = copy(request)
    reading.method = "GET"
    reading.path = reading.path_info = path
    reading.GET = reading.POST = QueryDict()
    reading.user = AnonymousUser()
    reading.LANGUAGE_CODE = translation.get_language()
    return reading


def unlisted(response: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines and of every cache."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store, private"
    return response


def framed(
    model_admin,
    request: HttpRequest,
    page: HttpResponse,
    *,
    subtitle: str,
    note: str,
    template: str = "admin/preview.html",
    more: dict | None = None,
) -> HttpResponse:
    """Return a page of the desk with the readers' page in a frame of a chosen width.

    The frame carries its page in itself, so no address of the desk has to allow framing.
    """
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Preview"),
        "subtitle": subtitle,
        "note": note,
        "page": page.content.decode(),
        "is_popup": True,  # no header, no side bar: the room belongs to the page
    }
    return unlisted(TemplateResponse(request, template, context | (more or {})))


def _framed(model_admin, request: HttpRequest, edition: Edition, note: str) -> HttpResponse:
    facts = ["document", "first_published_at", "live_from", "translation_of_id", "is_translated"]
    page = readers_page(request, {name: getattr(edition, name) for name in facts})
    return framed(model_admin, request, page, subtitle=str(edition), note=note)


def _stands(edition: Edition) -> str:
    now = timezone.now()
    if edition.live_from > now and edition.live_until != edition.live_from:
        return _("Opens to readers: %s") % moment(edition.live_from)
    words = {"number": edition.number, "time": moment(edition.created_at)}
    return _("Edition %(number)d, frozen: %(time)s") % words

from copy import copy

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation

from articles import views
from articles.documents import post_path
from articles.models import Post
from articles.publishing import preview


def reader_page(request: HttpRequest, post: Post) -> HttpResponse:
    """Return the saved post as readers would see it. The caller rolls its transaction back."""
    edition = preview(post, by=request.user)
    with translation.override(edition.language):
        path = post_path(edition.language, post.pk, edition.slug)
        response = views.post(_as_reader(request, path), pk=post.pk, slug=edition.slug)
        if hasattr(response, "render"):
            response.render()
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


def _as_reader(request: HttpRequest, path: str) -> HttpRequest:
    reading = copy(request)
    reading.method = "GET"
    reading.path = reading.path_info = path
    reading.GET = reading.POST = QueryDict()
    reading.user = AnonymousUser()
    reading.LANGUAGE_CODE = translation.get_language()
    return reading

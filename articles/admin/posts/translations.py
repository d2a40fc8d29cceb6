"""The desk's page on which a post is put into other languages, and kept in line with its source."""

import re

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.admin.base import is_key
from articles.admin.side import find_listed
from articles.admin.words import label_of
from articles.models import Edition, Post
from articles.publishing import relate
from articles.translating import bring_up_to_date, differences, translate

from .state import ON_SITE, badge, live_edition

# What a reader's or a desk's address says of a post, or its number alone.
NUMBER = re.compile(r"(?:.*/posts?/)?([0-9]{1,18})(?:[-/].*)?", re.DOTALL)


def is_behind(post: Post) -> bool:
    """Return whether the source of a post, if it has one, now says something else to readers."""
    return bool(post.translation_of_id) and Post.objects.behind().filter(pk=post.pk).exists()


def translations_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the posts that tell one story, and do what a button says."""
    post = find_listed(model_admin, request, object_id)
    if not model_admin.has_view_or_change_permission(request, post):
        raise PermissionDenied
    if request.method == "POST":
        return _do(model_admin, request, post)
    told = _told(post)
    source = next((row for row in told if row.pk == post.translation_of_id), None)
    may_change = model_admin.has_change_permission(request, post)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Translations"),
        "subtitle": str(post),
        "opts": model_admin.opts,
        "post": post,
        "told": told,
        "source": source,
        "may_change": may_change,
        "may_link": _may_link(model_admin, request, post) and (source or len(told) == 1),
        "missing": _missing(told) if model_admin.has_add_permission(request) else [],
        **(_standing(post) if source else {}),
    }
    return TemplateResponse(request, "admin/articles/post/translations.html", context)


def _told(post: Post) -> list[Post]:
    """Return all posts of the story, the source first, each with its badge."""
    source = post.translation_of_id or post.pk
    posts = Post.objects.with_state().defer("body")
    told = [*posts.filter(pk=source), *posts.filter(translation_of=source).order_by("pk")]
    behind = set(Post.objects.behind().filter(translation_of=source).values_list("pk", flat=True))
    for row in told:
        row.badge, row.is_behind = badge(row), row.pk in behind
    return told


def _may_link(model_admin, request: HttpRequest, post: Post) -> bool:
    """Return whether the user may link the post: what is on the site changes there at once."""
    if post.state in ON_SITE and not model_admin.has_publish_permission(request):
        return False
    return model_admin.has_change_permission(request, post)


def _missing(told: list[Post]) -> list[tuple[str, str]]:
    """Return the languages the story is not told in."""
    there = {row.language for row in told}
    return [(code, name) for code, name in settings.LANGUAGES if code not in there]


def _standing(post: Post) -> dict:
    """Return the edition a translation follows, the one readers see, and what lies between."""
    live = live_edition(post.translation_of)
    found = differences(post.follows, live) if live else []
    rows = [{"label": label_of(name), "parts": parts} for name, parts in found]
    return {"follows": post.follows, "live": live, "rows": rows}


def _do(model_admin, request: HttpRequest, post: Post) -> HttpResponse:
    try:
        if "translate" in request.POST:
            return _translate(model_admin, request, post)
        if not model_admin.has_change_permission(request, post):
            raise PermissionDenied
        if "up_to_date" in request.POST:
            _bring_up_to_date(model_admin, request, post)
        elif "link" in request.POST or "unlink" in request.POST:
            if not _may_link(model_admin, request, post):
                raise PermissionDenied
            _link(model_admin, request, post)
    except ValidationError as error:
        for message in error.messages:
            model_admin.message_user(request, message, messages.ERROR)
    return redirect("admin:articles_post_translations", post.pk)


def _translate(model_admin, request: HttpRequest, post: Post) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    languages = dict(settings.LANGUAGES)
    language = request.POST["translate"]
    if language not in languages:
        raise Http404
    draft = translate(post, language=language, by=request.user)
    words = {"post": draft.translation_of, "language": languages[language]}
    model_admin.log_addition(request, draft, _("Translation of “%(post)s”.") % words)
    text = _("A draft in this language: %(language)s. Write over the words of the source.")
    model_admin.message_user(request, text % words, messages.SUCCESS)
    return redirect("admin:articles_post_change", draft.pk)


def _bring_up_to_date(model_admin, request: HttpRequest, post: Post) -> None:
    # The edition whose words were looked at, whatever was published since.
    pk = request.POST["up_to_date"]
    if not is_key(pk):
        raise Http404
    edition = get_object_or_404(Edition.objects.opened(), pk=pk, post=post.translation_of_id)
    bring_up_to_date(post, edition)
    told = _("Brought up to date with edition %d of its source.") % edition.number
    model_admin.log_change(request, post, told)
    model_admin.message_user(request, told, messages.SUCCESS)


def _link(model_admin, request: HttpRequest, post: Post) -> None:
    if "unlink" in request.POST:
        relate(post, None)
        model_admin.log_change(request, post, _("No translation any more."))
        return
    found = NUMBER.fullmatch(request.POST["link"].strip())
    source = Post.objects.filter(pk=int(found[1])).first() if found else None
    if source is None:
        raise ValidationError(_("There is no post with this number or address."))
    relate(post, source)
    told = _("Now a translation of “%s”.") % source
    model_admin.log_change(request, post, told)
    model_admin.message_user(request, told, messages.SUCCESS)

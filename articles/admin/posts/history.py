"""All saves and editions of a post on one line of time; any two compared, any one restored."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.admin.side import find_listed
from articles.admin.words import label_of, text_of
from articles.differences import diff_words
from articles.history import changed_fields, restore, words_of_edition
from articles.models import Edition, Post, Revision

SHOWN = 200  # saves; a post with more is compared by its later ones


def post_history(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the line of time, and the difference between two entries of it if they are given."""
    post = find_listed(model_admin, request, object_id)
    if not model_admin.has_view_or_change_permission(request, post):
        raise PermissionDenied
    entries = _entries(post)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": str(post),
        "opts": model_admin.opts,
        "record": post,
        "restore_url": reverse("admin:articles_post_restore", args=[post.pk]),
        "entries": entries,
        "may_change": model_admin.has_change_permission(request, post),
        **_comparison(entries, request.GET.get("old", ""), request.GET.get("new", "")),
    }
    return TemplateResponse(request, "admin/articles/post/history.html", context)


def restore_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Make the working copy what it was at the revision posted."""
    post = find_listed(model_admin, request, object_id)
    if not model_admin.has_change_permission(request, post):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    number = request.POST.get("revision", "")
    if not (number.isdecimal() and len(number) < 9):
        raise Http404
    revision = post.revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    restore(post, revision, by=request.user)
    note = _("Restored as it was at save %d.") % revision.number
    model_admin.log_change(request, post, note)
    model_admin.message_user(request, note, messages.SUCCESS)
    return redirect("admin:articles_post_change", post.pk)


def _entries(post: Post) -> list[dict]:
    """Return saves and editions, newest first, each with what it changed since the save before."""
    revisions = list(post.revisions.select_related("saved_by")[:SHOWN])
    editions = list(post.editions.select_related("published_by").order_by("-number"))
    entries = [
        _save(revision, before)
        for revision, before in zip(revisions, [*revisions[1:], None], strict=True)
    ]
    for entry in entries[:1]:
        entry["is_present"] = True
    entries += [_edition(edition) for edition in editions]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)


def _save(revision: Revision, before: Revision | None) -> dict:
    changed = changed_fields(before.snapshot, revision.snapshot) if before else []
    return {
        "key": f"save-{revision.number}",
        "revision": revision.number,
        "at": revision.saved_at,
        "who": revision.saved_by,
        "changed": [label_of(name) for name in changed],
        "snapshot": revision.snapshot,
    }


def _edition(edition: Edition) -> dict:
    return {
        "key": f"edition-{edition.number}",
        "edition": edition,
        "at": edition.created_at,
        "who": edition.published_by,
        "snapshot": words_of_edition(edition),
    }


def _comparison(entries: list[dict], old: str, new: str) -> dict:
    """Return the two entries and what differs; by default the last two."""
    by_key = {entry["key"]: entry for entry in entries}
    newest = [entry["key"] for entry in entries[:2]]
    old = by_key.get(old or (newest[-1] if newest else ""))
    new = by_key.get(new or (newest[0] if newest else ""))
    if not (old and new):
        return {"old": old, "new": new, "rows": []}
    both = old["snapshot"].keys() & new["snapshot"].keys()
    names = [name for name in changed_fields(old["snapshot"], new["snapshot"]) if name in both]
    rows = [
        {
            "label": label_of(name),
            "parts": diff_words(
                text_of(name, old["snapshot"][name]), text_of(name, new["snapshot"][name])
            ),
        }
        for name in names
    ]
    return {"old": old, "new": new, "rows": rows}

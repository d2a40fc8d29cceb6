"""What is being written is kept on the server every few seconds, apart from the post.

After a crash, a closed tab or a lost session the form offers it back, with what differs. What
one window keeps no other writes over: the form carries a name that its window was given.
"""

import re

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict

from articles.admin.side import find_listed
from articles.admin.words import label_of, text_of
from articles.differences import diff_words
from articles.markup import clean, strip_unprintable
from articles.models import Autosave, Post

COMPARED = ["headline", "lead", "body"]
SAVED_ROW = re.compile(r"bylines-[0-9]+-(?:id|post)")
WINDOW = "_window"
BUTTON = "_unsaved"  # brings back into the form what was kept


def autosave_view(model_admin, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """Keep the posted form; with an empty body, forget it. Never touches the post."""
    post = post_to_write(model_admin, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    if not data:
        _kept(request, post).delete()
    elif _is_of_another_window(request, post):
        return HttpResponse(status=409)
    else:
        kept = strip_unprintable(data.urlencode())
        Autosave.objects.update_or_create(user=request.user, post=post, defaults={"data": kept})
    return HttpResponse(status=204)


def forget_saved(request: HttpRequest, post: Post | None) -> None:
    """Drop what was kept of the form that has now been saved."""
    if not _is_of_another_window(request, post):
        _kept(request, post).delete()


def bring_back(request: HttpRequest, post: Post | None) -> None:
    """Put what was kept in the place of the posted form. Raises Http404 if there is nothing."""
    kept = _kept(request, post).first()
    if kept is None:
        raise Http404
    data = QueryDict(kept.data, mutable=True)
    data[BUTTON] = "1"
    request.POST = data


def as_new(posted: QueryDict) -> QueryDict:
    """Return a posted form as one to look through before it is saved, with no rows saved before."""
    data = posted.copy()
    for key in [key for key in data if SAVED_ROW.fullmatch(key)]:
        del data[key]
    data["bylines-INITIAL_FORMS"] = "0"
    data[BUTTON] = "1"
    return data


def offer(request: HttpRequest, post: Post | None) -> dict | None:
    """Return {"at": time, "rows": differences} of what was kept, or None if there is nothing."""
    kept = _kept(request, post).first()
    if kept is None:
        return None
    data = QueryDict(kept.data)
    rows = [_difference(name, post, data.get(name, "")) for name in COMPARED]
    return {"at": kept.saved_at, "rows": [row for row in rows if row]}


def about_the_page(request: HttpRequest, post: Post | None) -> dict:
    """Return what the script must know of the page it keeps the words of."""
    return {
        "window": request.POST.get(WINDOW, ""),
        "is_refused": request.method == "POST",
        "last_save": _last_save(request, post),
    }


def _last_save(request: HttpRequest, post: Post | None) -> int:
    """Return what becomes another number once this user saves the form: the desk logs each save."""
    logged = LogEntry.objects.filter(
        user=request.user, content_type=ContentType.objects.get_for_model(Post)
    )
    of_form = {"object_id": str(post.pk)} if post else {"action_flag": ADDITION}
    last = logged.filter(**of_form).order_by("-pk").values_list("pk", flat=True)
    return last.first() or 0


def _kept(request: HttpRequest, post: Post | None) -> QuerySet[Autosave]:
    return Autosave.objects.filter(user=request.user, post=post)


def _is_of_another_window(request: HttpRequest, post: Post | None) -> bool:
    kept = _kept(request, post).first()
    window = QueryDict(kept.data).get(WINDOW, "") if kept else ""
    return window not in ("", request.POST.get(WINDOW, ""))


def _difference(name: str, post: Post | None, written: str) -> dict | None:
    try:
        written = clean(written) if name == "body" else written
    except ValidationError as error:  # the form will say the same once it is brought back
        return {"label": label_of(name), "parts": [("added", " ".join(error.messages))]}
    old = text_of(name, getattr(post, name) if post else "")
    new = text_of(name, written)
    return {"label": label_of(name), "parts": diff_words(old, new)} if old != new else None


def post_to_write(model_admin, request: HttpRequest, object_id: str | None) -> Post | None:
    """Return the post a side view is for, None if new. Raises Http404 or PermissionDenied."""
    if object_id is None:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        return None
    post = find_listed(model_admin, request, object_id)
    if not model_admin.has_change_permission(request, post):
        raise PermissionDenied
    return post

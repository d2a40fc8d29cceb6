"""Who has a post open. Nobody is locked out: it is a line that tells, no more."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from articles.models import Autosave, Post, Presence

from .autosave import post_to_write

# The form tells every 15 seconds that it is open; two may be lost on the way.
GONE = timedelta(seconds=40)
SHOWN = 5


def presence_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Take note that the user has the post open, or has left it; answer who else has it open."""
    post = post_to_write(model_admin, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    here = {"post": post, "user": request.user}
    if "leave" in request.POST:
        Presence.objects.filter(**here).delete()
        return HttpResponse(status=204)
    now = timezone.now()
    Presence.objects.update_or_create(**here, defaults={"seen_at": now})
    Presence.objects.filter(post=post, seen_at__lt=now - GONE).delete()
    others = _others(post, request.user)
    return JsonResponse(
        {
            "line": in_words(post, others),
            "saved": _saved_since(request, post),
            "who": [other.pk for other in others],
        }
    )


def who_else(post: Post, user: AbstractBaseUser) -> str:
    """Return a line that says who else has the post open, and when they last wrote in it."""
    return in_words(post, _others(post, user))


def in_words(post: Post, others: list[AbstractBaseUser]) -> str:
    """Return that line for these users."""
    if not others:
        return ""
    unsaved = Autosave.objects.filter(post=post, user__in=others)
    wrote = dict(unsaved.values_list("user_id", "saved_at"))
    return " ".join(_sentence(name_of(other), wrote.get(other.pk)) for other in others)


def name_of(user: AbstractBaseUser) -> str:
    """Return what colleagues call a user."""
    return user.get_full_name() or user.get_username()


def _others(post: Post, user: AbstractBaseUser) -> list[AbstractBaseUser]:
    present = Presence.objects.filter(post=post, seen_at__gt=timezone.now() - GONE)
    rows = present.exclude(user=user).select_related("user").order_by("pk")
    return [row.user for row in rows[:SHOWN]]


def _sentence(name: str, wrote_at: datetime | None) -> str:
    if wrote_at is None:
        return _("%(name)s has this open too.") % {"name": name}
    ago = timezone.now() - wrote_at
    if ago < timedelta(minutes=1):
        return _("%(name)s has this open too and is writing in it.") % {"name": name}
    words = {"name": name, "ago": timesince(wrote_at, depth=1)}
    return _("%(name)s has this open too and wrote in it %(ago)s ago.") % words


def _saved_since(request: HttpRequest, post: Post) -> str:
    """Return who has saved the post since this form was opened, in words."""
    last = post.revisions.select_related("saved_by").first()
    if last is None or str(last.number) == request.POST.get("revision", ""):
        return ""
    name = name_of(last.saved_by) if last.saved_by else _("Somebody else")
    return _("%(name)s has saved this post meanwhile; your save will be merged with theirs.") % {
        "name": name
    }

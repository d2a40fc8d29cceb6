"""The state of a post, as the desk sees it in lists and on the form."""

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.models import UNFINISHED, Edition, Post, State

# Readers see it now, or will.
ON_SITE = {State.SCHEDULED, State.LIVE, State.CHANGED}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


class MineFilter(admin.SimpleListFilter):
    title = _("written by")
    parameter_name = "mine"

    def lookups(self, request, model_admin):
        return [("1", _("Me"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() else queryset


def badge(post: Post) -> str:
    """Return the state as a coloured mark, with the time a scheduled edition opens."""
    label = State(post.state).label
    if post.opens_at:
        label = _("%(state)s: %(time)s") % {"state": label, "time": moment(post.opens_at)}
    return format_html('<span class="state state-{}">{}</span>', post.state, label)


def is_late(post: Post) -> bool:
    """Return whether the post should have been finished by now; it must know its state."""
    if post.due_at is None or post.due_at >= timezone.now():
        return False
    return post.state in UNFINISHED and post.opens_at is None


def moment(time) -> str:
    """Return a time as the desk reads it, in the site's zone."""
    return date_format(timezone.localtime(time), "SHORT_DATETIME_FORMAT")


def live_edition(post: Post) -> Edition | None:
    """Return what readers see of the post now."""
    return Edition.objects.live().filter(post=post).first()

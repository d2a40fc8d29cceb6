"""The filters of lists that stand for work to do; the index page leads to them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.models import Post


def queue(name: str, user):
    """Return the posts of a queue: "waiting", "mine", "overdue", "today" or "behind"."""
    posts = Post.objects.all()
    return {
        "waiting": lambda: posts.waiting_for(user),
        "mine": lambda: posts.mine(user),
        "overdue": posts.overdue,
        "today": posts.going_out_today,
        "behind": posts.behind,
    }[name]()


QUEUES = {
    "waiting": _("Waiting for me"),
    "mine": _("Mine"),
    "overdue": _("Overdue"),
    "today": _("Going out today"),
    "behind": _("Translations behind their sources"),
}


class QueueFilter(admin.SimpleListFilter):
    title = _("queue")
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return QUEUES.items()

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(pk__in=queue(self.value(), request.user).order_by().values("pk"))


class AssigneeFilter(admin.SimpleListFilter):
    title = _("assigned to")
    parameter_name = "assigned"

    def lookups(self, request, model_admin):
        return [("me", _("To me")), ("nobody", _("To nobody"))]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(assignee=request.user if self.value() == "me" else None)


class IncompleteFilter(admin.SimpleListFilter):
    """For records whose queryset says what is incomplete."""

    title = _("work to do")
    parameter_name = "incomplete"

    def lookups(self, request, model_admin):
        return [("1", _("Incomplete"))]

    def queryset(self, request, queryset):
        return queryset.incomplete() if self.value() else queryset

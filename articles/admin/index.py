"""The desk's first page: what waits, what goes out, what came out, and what is incomplete.

Each part is one query with a limit, and None for those who may not see its records.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.contrib.admin import AdminSite
from django.db.models import Count, F
from django.db.models.functions import TruncWeek
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.lookalikes import names_of
from articles.models import (
    ENTITIES,
    Edition,
    Event,
    Image,
    Lookalike,
    Organization,
    Person,
    Post,
)

from .charts import columns, rows
from .posts.state import badge, is_late
from .queues import QUEUES, queue

SHOWN = 10
IN_CALENDAR = 60
INCOMPLETE = 5
DAYS, WEEKS, SECTIONS = 7, 8, 6
# What a card of the day shows of an edition.
FACTS = ["pk", "post_id", "headline", "live_from", "first_published_at", "correction"]
FACTS += ["section__name"]

NOTHING = {
    "waiting": gettext_lazy("Nobody waits for you."),
    "mine": gettext_lazy("You have no unfinished posts."),
    "overdue": gettext_lazy("Nothing is late."),
    "today": gettext_lazy("Nothing more is scheduled for today."),
    "behind": gettext_lazy("Every translation says what its source does."),
}
WORK = [
    (Image, gettext_lazy("Images without a credit or an alternative text"), "-created_at"),
    (Person, gettext_lazy("Persons with only a name, or no biography"), "-updated_at"),
    (Organization, gettext_lazy("Organizations with only a name"), "-updated_at"),
    (Event, gettext_lazy("Events with only a name, or over and still “planned”"), "-start_date"),
]


def index_page(site: AdminSite, request: HttpRequest) -> dict:
    """Return what the template of the index shows to this user."""
    may = {
        model: site.get_model_admin(model).has_view_permission(request)
        for model in (Post, Edition, Image, Person, Organization, Event)
    }
    now = timezone.localtime()
    return {
        "may_write": site.get_model_admin(Post).has_add_permission(request),
        "may_publish": site.get_model_admin(Post).has_publish_permission(request),
        "queues": _queues(request.user) if may[Post] else None,
        "live_today": _live_today(now) if may[Edition] else None,
        "calendar": _calendar(now) if may[Edition] else None,
        "numbers": _numbers(now) if may[Edition] else None,
        "incomplete": [_incomplete(*work) for work in WORK if may[work[0]]],
        "lookalikes": _lookalikes([kind for kind, model in ENTITIES.items() if may[model]]),
    }


def _queues(user) -> dict[str, dict]:
    return {name: _queue(name, label, user) for name, label in QUEUES.items()}


def _queue(name: str, label: str, user) -> dict:
    posts = queue(name, user).select_related("section", "assignee", "created_by")
    order = ["opens_at"] if name == "today" else [F("due_at").asc(nulls_last=True), "-updated_at"]
    # Their lists can do without the longest words.
    found = list(posts.defer("body").order_by(*order)[: SHOWN + 1])
    for post in found:
        post.badge, post.is_late = badge(post), is_late(post)
    return {
        "name": name,
        "label": label,
        "nothing": NOTHING[name],
        "all": f"{reverse('admin:articles_post_changelist')}?queue={name}",
        **_first(found, SHOWN),
    }


def _first(found: list, limit: int) -> dict:
    """Return what is shown, and how many there are as far as anybody looked."""
    shown = found[:limit]
    return {"shown": shown, "count": f"{limit}+" if len(found) > limit else str(len(shown))}


def _live_today(now: datetime) -> list[dict]:
    opened = Edition.objects.opened(now).filter(live_from__gte=_midnight(now.date()))
    return list(opened.order_by("-live_from", "-id").values(*FACTS)[:SHOWN])


def _calendar(now: datetime) -> list[dict]:
    """Return the next days from today on, each with the editions that open on it."""
    days = [now.date() + timedelta(days=number) for number in range(DAYS)]
    end = _midnight(days[-1] + timedelta(days=1))
    opening = Edition.objects.pending(now).filter(live_from__lt=end)
    found = list(opening.order_by("live_from", "id").values(*FACTS)[:IN_CALENDAR])
    for edition in found:
        edition["day"] = timezone.localtime(edition["live_from"]).date()
    return [
        {"day": day, "editions": [edition for edition in found if edition["day"] == day]}
        for day in days
    ]


def _numbers(now: datetime) -> dict:
    """Return how many posts came out in each of the last weeks, and in which sections."""
    monday = now.date() - timedelta(days=now.weekday())
    mondays = [monday - timedelta(weeks=number) for number in reversed(range(WEEKS))]
    counted = (
        # A post comes out for the first time once.
        Edition.objects.opened(now)
        .filter(first_published_at__gte=_midnight(mondays[0]), live_from=F("first_published_at"))
        .order_by()
        .values("section__name", week=TruncWeek("first_published_at"))
        .annotate(posts=Count("post", distinct=True))
    )
    by_week, by_section = Counter(), Counter()
    for row in counted:
        by_week[timezone.localtime(row["week"]).date()] += row["posts"]
        by_section[row["section__name"] or _("Without a section")] += row["posts"]
    return {
        "weeks": columns([(_day_and_month(day), by_week[day]) for day in mondays]),
        "sections": rows(_most(by_section)),
    }


def _most(counted: Counter) -> list[tuple[str, int]]:
    """Return the greatest numbers, and what the others come to."""
    most = counted.most_common(SECTIONS)
    others = counted.total() - sum(value for _name, value in most)
    return [*most, (_("Other sections"), others)] if others else most


def _incomplete(model, label: str, order: str) -> dict:
    kind = model._meta.model_name
    # The names alone: some of these records carry whole pages.
    found = list(model.objects.incomplete().order_by(order, "-pk")[: INCOMPLETE + 1])
    for record in found:
        record.desk_url = reverse(f"admin:articles_{kind}_change", args=[record.pk])
    url = f"{reverse(f'admin:articles_{kind}_changelist')}?incomplete=1"
    return {"kind": kind, "label": label, "all": url, **_first(found, INCOMPLETE)}


def _lookalikes(kinds: list[str]) -> dict | None:
    """Return the newest pairs of records that may be one, each pair by its names."""
    if not kinds:
        return None
    found = Lookalike.objects.open().filter(kind__in=kinds)
    pairs = list(found.order_by("-found_at", "-id")[: INCOMPLETE + 1])
    names = names_of(pairs)
    for pair in pairs:
        pair.names = [names.get((pair.kind, pk), "…") for pk in (pair.first, pair.second)]
        pair.desk_url = reverse(f"admin:articles_{pair.kind}_change", args=[pair.first])
    return _first(pairs, INCOMPLETE)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day_and_month(day: date) -> str:
    return date_format(day, "d.m")

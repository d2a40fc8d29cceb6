"""What a dossier tells of the posts that name a record: with whom, how often, since when.

All of it is read from the newest ``SAMPLE`` posts or from one end of an index: whoever is named in
60,000 posts costs what somebody named in 400 does.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from articles.aliases import call_facts
from articles.models import Event, Mention, live_facts
from articles.views.archive import bounds

SAMPLE = 400
CLOSE = 100  # of them, whose other names are counted
TOGETHER = 6  # persons, and as many organizations
COUNTED = 30  # of whom some may be hidden
MONTHS = 24
QUOTES = 3  # posts that quote a person
# In the units of the picture; whole numbers, which no language writes with a comma.
BAR, STEP, HEIGHT = 10, 14, 60


def newest(kind: str, pk: int) -> list[tuple[int, datetime]]:
    """Return (edition id, first_published_at) of the posts that name the record, newest first."""
    mentions = (
        Mention.objects.live().filter(**{kind: pk}).order_by("-first_published_at", "-edition_id")
    )
    return list(mentions.values_list("edition_id", "first_published_at")[:SAMPLE])


def named_together(kind: str, pk: int, editions: list[int]) -> list[dict]:
    """Return the facts of who stands in these editions too, most often first: {..., "times"}.

    ``editions`` are ids, and few. Persons come before organizations; whoever readers may not know
    of, or stands there once, is left out.
    """
    # Their names would be joined to each row before they are counted: they are looked up after.
    rows = (
        Mention.objects.filter(edition__in=editions, event=None)
        .values_list("person_id", "organization_id")
        .annotate(times=Count("id"))
        .filter(times__gt=1)
        .order_by("-times", "person_id", "organization_id")
    )
    times = {
        ("person", person) if person else ("organization", organization): count
        for person, organization, count in rows[:COUNTED]
    }
    times.pop((kind, pk), None)
    ids = {
        name: [other for found, other in times if found == name]
        for name in ("person", "organization")
    }
    facts = call_facts(live_facts(ids), get_language())
    together = [facts[key] | {"times": count} for key, count in times.items() if key in facts]
    return [
        fact
        for name in ("person", "organization")
        for fact in [fact for fact in together if fact["kind"] == name][:TOGETHER]
    ]


def newest_quotes(pk: int) -> list[dict]:
    """Return what the newest posts quote of a person: [{"quotes", "card"}, ...]."""
    quoting = Mention.objects.live().filter(person=pk, is_quoted=True)
    rows = quoting.order_by("-first_published_at", "-edition_id")
    return list(rows.values("quotes", card=F("edition__card"))[:QUOTES])


def by_month(dates: list[datetime]) -> dict | None:
    """Return the posts of each month up to the newest, as a picture and in words.

    ``dates`` are those of the newest posts, the newest first. A month that is not whole among them
    is left out, and so is a picture of less than two months.
    """
    months = _whole_months(dates)
    if len(months) < 2:
        return None
    ages = [-moment.timestamp() for moment in dates]  # ascending, as bisect wants it
    starts = [bounds(month, month)[0].timestamp() for month in [*months, _later(months[-1], 1)]]
    # Of each start, how many posts are younger than it.
    younger = [bisect_right(ages, -start) for start in starts]
    counts = [older - newer for older, newer in pairwise(younger)]
    most = max(counts)
    heights = [-(-HEIGHT * count // most) for count in counts]
    return {
        "path": "".join(
            f"M{STEP * place} {HEIGHT}v-{height}h{BAR}v{height}z"
            for place, height in enumerate(heights)
        ),
        "words": "; ".join(
            f"{month:%m.%Y} — {count}" for month, count in zip(months, counts, strict=True)
        ),
        "first": months[0],
        "last": months[-1],
        "width": STEP * len(months) - STEP + BAR,
        "height": HEIGHT,
    }


def years_of(mentions: QuerySet, dates: list[datetime]) -> list[int]:
    """Return the years from the newest post back to the oldest; [] if all are of one.

    ``dates`` are those of the newest posts, the newest first.
    """
    if not dates:
        return []
    oldest = dates[-1]
    if len(dates) == SAMPLE:
        ordered = mentions.order_by("first_published_at", "edition_id")
        oldest = ordered.values_list("first_published_at", flat=True)[0]
    first, last = timezone.localdate(oldest).year, timezone.localdate(dates[0]).year
    return list(range(last, first - 1, -1)) if first < last else []


def of_year(asked: str) -> Q:
    """Return the condition for mentions of a year; 404 for what is none."""
    if not (len(asked) == 4 and asked.isascii() and asked.isdigit()):
        raise Http404
    try:
        first = date(int(asked), 1, 1)
        start, end = bounds(first, first.replace(year=first.year + 1))
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    return Q(first_published_at__gte=start, first_published_at__lt=end)


def of_time(event: Event, asked: str) -> Q:
    """Return the condition for mentions before, during or after the event; 404 for another word.

    It goes on for whole days, whichever hours it has, in its own zone.
    """
    zone = ZoneInfo(event.time_zone)
    try:
        start = datetime.combine(event.start_date, time.min, zone)
        last = event.end_date or event.start_date
        end = datetime.combine(last + timedelta(days=1), time.min, zone)
        start.astimezone(UTC), end.astimezone(UTC)
    except OverflowError as error:  # at the ends of the calendar there are no posts
        raise Http404 from error
    conditions = {
        "before": Q(first_published_at__lt=start),
        "during": Q(first_published_at__gte=start, first_published_at__lt=end),
        "after": Q(first_published_at__gte=end),
    }
    if asked not in conditions:
        raise Http404
    return conditions[asked]


def _whole_months(dates: list[datetime]) -> list[date]:
    """Return the first days of the months all posts of which are among the newest."""
    if not dates:
        return []
    months = [timezone.localdate(dates[0]).replace(day=1)]
    oldest = timezone.localdate(dates[-1]).replace(day=1)
    if len(dates) == SAMPLE:
        oldest = _later(oldest, 1)
    while months[0] > oldest and len(months) < MONTHS:
        months.insert(0, _later(months[0], -1))
    return months


def _later(month: date, by: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, index + 1, 1)

"""What a dossier tells of the posts that name a record: with whom, how often, since when.

All of it is read from the newest ``SAMPLE`` posts or from one end of an index: whoever is named in
60,000 posts costs what somebody named in 400 does.
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from orjson import loads

from articles.aliases import call_facts
from articles.models import Mention, live_facts
from articles.prepared import (
    AT,
    BEFORE,
    EVER,
    NEVER,
    SINCE,
    SUBJECT,
    Prepared,
    adapted,
    as_moment,
    bare,
    fill,
    marked,
    marks,
    prepare,
    read,
    size_for,
)
from articles.views.archive import bounds

SAMPLE = 400
CLOSE = 100  # of them, whose other names are counted
TOGETHER = 6  # persons, and as many organizations
COUNTED = 30  # of whom some may be hidden
MONTHS = 24
# Organizations are counted as what no id of a person comes to: there is one number to group by.
PERSONS = 1 << 48
QUOTES = 3  # posts that quote a person
# In the units of the picture; whole numbers, which no language writes with a comma.
BAR, STEP, HEIGHT = 10, 14, 60

Moment = datetime | str  # as the database has it: see prepared.bare()
Period = tuple[datetime, datetime]


def of_entity(kind: str, *narrowed: str) -> QuerySet:
    """Return the live mentions of the subject: all, or "about" it, "quotes" of it, "dated"."""
    mentions = Mention.objects.live(AT).filter(**{kind: SUBJECT})
    if "about" in narrowed:
        mentions = mentions.filter(about=True)
    if "quotes" in narrowed:
        mentions = mentions.filter(is_quoted=True)
    if "dated" in narrowed:
        mentions = mentions.filter(first_published_at__gte=SINCE, first_published_at__lt=BEFORE)
    return mentions


def newest(kind: str, pk: int) -> list[tuple[int, Moment]]:
    """Return (edition id, first_published_at) of the posts that name the record, newest first."""
    return read(fill(_query_newest(kind, SAMPLE), timezone.now(), {SUBJECT: pk}))


@cache
def _query_newest(kind: str, count: int) -> Prepared:
    mentions = of_entity(kind).order_by("-first_published_at", "-edition_id")
    return prepare(mentions.values_list("edition_id", bare("first_published_at"))[:count])


def named_together(kind: str, pk: int, editions: list[int]) -> list[dict]:
    """Return the facts of who stands in these editions too, most often first: {..., "times"}.

    ``editions`` are ids, and few. Persons come before organizations; whoever readers may not know
    of, or stands there once, is left out.
    """
    if not editions:
        return []
    rows = read(fill(_query_together(size_for(len(editions))), None, marked(editions)))
    times = {
        ("organization", who - PERSONS) if who > PERSONS else ("person", who): count
        for who, count in rows
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


@cache
def _query_together(size: int) -> Prepared:
    # Their names would be joined to each row before they are counted: they are looked up after.
    named = Q(person__isnull=False) | Q(organization__isnull=False)
    organization = F("organization_id") + PERSONS
    rows = (
        Mention.objects.filter(named, edition__in=marks(size))
        .annotate(who=Coalesce("person_id", organization, output_field=BigIntegerField()))
        .values_list("who")
        .annotate(times=Count("edition"))
        .filter(times__gt=1)
        .order_by("-times", "who")
    )
    return prepare(rows[:COUNTED])


def newest_quotes(pk: int) -> list[dict]:
    """Return what the newest posts quote of a person: [{"quotes", "card"}, ...]."""
    rows = read(fill(_query_quotes(), timezone.now(), {SUBJECT: pk}))
    return [{"quotes": loads(quotes), "card": loads(card)} for quotes, card in rows]


@cache
def _query_quotes() -> Prepared:
    rows = of_entity("person", "quotes").order_by("-first_published_at", "-edition_id")
    return prepare(rows.values_list("quotes", F("edition__card"))[:QUOTES])


def by_month(dates: list[Moment]) -> dict | None:
    """Return the posts of each month up to the newest, as a picture and in words.

    ``dates`` are those of the newest posts, the newest first. A month that is not whole among them
    is left out, and so is a picture of less than two months.
    """
    months = _whole_months(dates)
    if len(months) < 2:
        return None
    starts = [_start_of(month) for month in [*months, _later(months[-1], 1)]]
    oldest_first = dates[::-1]
    # Times are compared as the database has them: to read four hundred costs more than all this.
    older = [bisect_left(oldest_first, start) for start in starts]
    counts = [end - start for start, end in pairwise(older)]
    most = max(counts)
    heights = [-(-HEIGHT * count // most) for count in counts]
    return {
        "path": "".join(
            [
                f"M{STEP * place} {HEIGHT}v-{height}h{BAR}v{height}z"
                for place, height in enumerate(heights)
            ]
        ),
        "words": "; ".join(
            [f"{_written(month)} — {count}" for month, count in zip(months, counts, strict=True)]
        ),
        "first": months[0],
        "last": months[-1],
        "width": STEP * len(months) - STEP + BAR,
        "height": HEIGHT,
    }


def years_of(kind: str, pk: int, dates: list[Moment]) -> list[int]:
    """Return the years from the newest post back to the oldest; [] if all are of one.

    ``dates`` are those of the newest posts, the newest first.
    """
    if not dates:
        return []
    oldest = dates[-1]
    if len(dates) == SAMPLE:
        [(oldest,)] = read(fill(_query_oldest(kind), timezone.now(), {SUBJECT: pk}))
    first, last = (timezone.localdate(as_moment(moment)).year for moment in (oldest, dates[0]))
    return list(range(last, first - 1, -1)) if first < last else []


@cache
def _query_oldest(kind: str) -> Prepared:
    mentions = of_entity(kind).order_by("first_published_at", "edition_id")
    return prepare(mentions.values_list(bare("first_published_at"))[:1])


def of_year(asked: str) -> Period:
    """Return when a year begins and ends; 404 for what is none."""
    if not (len(asked) == 4 and asked.isascii() and asked.isdigit()):
        raise Http404
    try:
        first = date(int(asked), 1, 1)
        return bounds(first, first.replace(year=first.year + 1))
    except (ValueError, OverflowError) as error:
        raise Http404 from error


def of_time(event: dict, asked: str) -> Period:
    """Return when "before", "during" or "after" the event begins and ends; 404 for another word.

    It goes on for whole days, whichever hours it has, in its own zone.
    """
    zone = ZoneInfo(event["time_zone"])
    try:
        start = datetime.combine(event["start_date"], time.min, zone)
        last = event["end_date"] or event["start_date"]
        end = datetime.combine(last + timedelta(days=1), time.min, zone)
        start.astimezone(UTC), end.astimezone(UTC)
    except OverflowError as error:  # at the ends of the calendar there are no posts
        raise Http404 from error
    periods = {"before": (EVER, start), "during": (start, end), "after": (end, NEVER)}
    if asked not in periods:
        raise Http404
    return periods[asked]


def _whole_months(dates: list[Moment]) -> list[date]:
    """Return the first days of the months all posts of which are among the newest."""
    if not dates:
        return []
    months = [timezone.localdate(as_moment(dates[0])).replace(day=1)]
    oldest = timezone.localdate(as_moment(dates[-1])).replace(day=1)
    if len(dates) == SAMPLE:
        oldest = _later(oldest, 1)
    while months[0] > oldest and len(months) < MONTHS:
        months.insert(0, _later(months[0], -1))
    return months


@cache
def _written(month: date) -> str:
    return f"{month:%m.%Y}"


@cache
def _start_of(month: date) -> Moment:
    return adapted(bounds(month, month)[0])


@cache
def _later(month: date, by: int) -> date:
    years, index = divmod(month.year * 12 + month.month - 1 + by, 12)
    return date(years, index + 1, 1)

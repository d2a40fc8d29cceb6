"""Sitemaps: an index, posts by the month they were first published in, what is new, the records.

https://www.sitemaps.org/protocol.html and Google's schema for news.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from io import StringIO

from django.conf import settings
from django.db import connection
from django.db.models import F, Max, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.api.links import absolute
from articles.conditional import answer
from articles.documents import iso
from articles.feeds.items import plain
from articles.models import ENTITIES, Edition, Page, Section, entity_url, page_path
from articles.prepared import AT, Prepared, as_moment, fill, prepare, read_lists

CONTENT_TYPE = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
PAGE = 10_000  # records in a file
LARGEST = 50_000  # addresses in a file, says the protocol
MONTHS = 200  # asked for in one query: SQLite joins 500 at most, and there are two for each
# Marks in prepared queries, as in prepared.py
SINCE, UNTIL = datetime(1, 2, 4, tzinfo=UTC), datetime(1, 2, 5, tzinfo=UTC)
NEWS_DAYS = timedelta(days=2)
MOST_NEWS = 1_000
LISTS = ["front", "person_list", "organization_list", "event_list", "archive", "corrections"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All sitemaps but that of news, each with the time it last changed."""
    entries = [("/sitemap-sections.xml", None), *_months(), *_entity_pages()]
    parts = [{"loc": path} | _modified(moment) for path, moment in entries]
    return _answer(request, "sitemapindex", "sitemap", parts)


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The posts first published in a month, and the page of the archive that lists them."""
    first = _first_of(year, month)
    span = _span()
    if span is None or not span[0] <= first <= span[1]:
        raise Http404
    live = Edition.objects.live().filter(
        first_published_at__gte=_instant(first), first_published_at__lt=_instant(_next(first))
    )
    rows = live.order_by("-first_published_at", "-post_id").values_list("card__path", "live_from")
    listed = reverse("articles:archive_month", args=[year, month])
    return _urlset(request, [(listed, None), *rows[: LARGEST - 1]])


@require_safe
def entities(request: HttpRequest, kind: str, page: int) -> HttpResponse:
    """The published records of a kind whose ids are those of the page."""
    rows = (
        ENTITIES[kind]
        .objects.published()
        .filter(pk__gte=page * PAGE, pk__lt=(page + 1) * PAGE)
        .order_by("pk")
        .values_list("pk", "slug", "updated_at")
    )
    entries = [(entity_url(kind, pk, slug), moment) for pk, slug, moment in rows]
    if not entries:
        raise Http404
    return _urlset(request, entries)


@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    """The front page, the lists, the sections, and the pages that are no news."""
    slugs = Section.objects.values_list("slug", flat=True)
    pages = Page.objects.published().values_list("language", "slug", "updated_at")
    paths = [
        *(reverse(f"articles:{name}") for name in LISTS),
        *(reverse("articles:section", args=[slug]) for slug in slugs),
    ]
    entries = [(path, None) for path in paths]
    entries += [(page_path(language, slug), moment) for language, slug, moment in pages]
    return _urlset(request, entries)


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The posts of the last two days but advertisements; the front page alone if there is none."""
    since = timezone.now() - NEWS_DAYS
    rows = (
        Edition.objects.live()
        .filter(first_published_at__gte=since, is_paid=False)
        .order_by("-first_published_at", "-post_id")
        .values("card__path", "language", "headline", "first_published_at")[:MOST_NEWS]
    )
    # The schema wants one address at least.
    parts = [_news(row) for row in rows] or [{"loc": reverse("articles:front")}]
    return _answer(request, "urlset", "url", parts, {"xmlns:news": NEWS})


def _news(row: dict) -> dict:
    publication = {"news:name": plain(settings.SITE_NAME), "news:language": row["language"]}
    about = {
        "news:publication": publication,
        "news:publication_date": iso(row["first_published_at"]),
        "news:title": plain(row["headline"]),
    }
    return {"loc": row["card__path"], "news:news": about}


def _months() -> Iterator[tuple[str, datetime]]:
    """Yield the sitemap of each month there may be posts of, newest first, and when it changed.

    A month changed when its newest post came out, or when one of its posts was last published
    again: each is read from one end of an index. Of a month without posts nothing is known.
    """
    span = _span()
    days = [span[1]] if span else []
    while span and days[-1] > span[0]:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    for some in range(0, len(days), MONTHS):
        for day, moment in _changed(days[some : some + MONTHS]):
            yield reverse("machines:sitemap_month", args=[day.year, day.month]), moment


def _changed(days: list[date]) -> Iterator[tuple[date, datetime | None]]:
    """Yield each month, by its first day, and when the last change of its posts was."""
    adapt, now = connection.ops.adapt_datetimefield_value, timezone.now()
    lists = []
    for day in days:
        bounds = {adapt(SINCE): adapt(_instant(day)), adapt(UNTIL): adapt(_instant(_next(day)))}
        lists += [fill(query, now, bounds) for query in (_query_newest(), _query_again())]
    moments = [
        max((as_moment(row[0]) for row in rows if row[0]), default=None)
        for rows in read_lists(lists)
    ]
    for day, newest, again in zip(days, moments[::2], moments[1::2], strict=True):
        yield day, max(filter(None, (newest, again)), default=None)


def _of_month() -> QuerySet:
    live = Edition.objects.live(AT)
    return live.filter(first_published_at__gte=SINCE, first_published_at__lt=UNTIL)


@cache
def _query_newest() -> Prepared:
    rows = _of_month().order_by("-first_published_at", "-post_id")
    return prepare(rows.values_list("first_published_at")[:1])


@cache
def _query_again() -> Prepared:
    again = _of_month().filter(live_from__gt=F("first_published_at")).order_by()
    # One row, of None where there is nothing; aggregate() would run the query at once.
    latest = again.values(all=Value(1)).annotate(latest=Max("live_from"))
    return prepare(latest.values_list("latest"))


def _entity_pages() -> Iterator[tuple[str, datetime]]:
    """Yield the sitemaps of records, by their ids, and when one in them last changed."""
    parts = [_pages_of(kind) for kind in ENTITIES]
    for kind, page, moment in sorted(parts[0].union(*parts[1:], all=True)):
        yield reverse(f"machines:sitemap_{kind}s", args=[page]), moment


def _pages_of(kind: str) -> QuerySet:
    pages = ENTITIES[kind].objects.published().order_by().annotate(page=F("id") / PAGE)
    pages = pages.values("page").annotate(kind=Value(kind), last=Max("updated_at"))
    return pages.values_list("kind", "page", "last")


def _span() -> tuple[date, date] | None:
    """Return the first days of the months of the oldest and of the newest post."""
    # True of all that is live; said, so that SQLite reads no more than the ends of their index.
    past = Edition.objects.live().filter(first_published_at__lte=timezone.now())
    dates = past.values_list("first_published_at", flat=True)
    oldest = dates.order_by("first_published_at", "post_id").first()
    newest = dates.order_by("-first_published_at", "-post_id").first()
    if oldest is None or newest is None:
        return None
    return tuple(timezone.localdate(moment).replace(day=1) for moment in (oldest, newest))


def _first_of(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise Http404 from error


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _instant(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _modified(moment: datetime | None) -> dict:
    return {"lastmod": iso(moment)} if moment else {}


def _urlset(request: HttpRequest, entries: list[tuple[str, datetime | None]]) -> HttpResponse:
    parts = [{"loc": path} | _modified(moment) for path, moment in entries]
    return _answer(request, "urlset", "url", parts)


def _answer(
    request: HttpRequest, root: str, name: str, parts: list[dict], more: dict | None = None
) -> HttpResponse:
    """Return a document of elements of that name, "loc" made absolute in each."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement(root, {"xmlns": NAMESPACE} | (more or {}))
    for part in parts:
        _add(xml, name, part | {"loc": absolute(part["loc"])})
    xml.endElement(root)
    return answer(request, text.getvalue(), CONTENT_TYPE)


def _add(xml: SimplerXMLGenerator, name: str, content: dict | str) -> None:
    """Write an element with a text, or with elements, in it."""
    if isinstance(content, str):
        xml.addQuickElement(name, content)
        return
    xml.startElement(name, {})
    for inner, value in content.items():
        _add(xml, inner, value)
    xml.endElement(name)

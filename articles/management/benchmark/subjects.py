"""The pages that are measured, and what each may cost: times an empty view."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.changes import cursor_at
from articles.management.benchmark.filling import FAMOUS
from articles.models import Edition, EditionTag, Event, Mention, Organization, Person, Section, Tag
from articles.paging import cursor_after
from articles.views.lists import NEWEST_FIRST

GROWTH = 1.2  # at most, from the fewest posts to the most
SOME = 20  # addresses of a kind, taken in turn
DEEP = 40  # posts from the end of a list
LINKS = ("-first_published_at", "-edition_id")


@dataclass(frozen=True, slots=True)
class Subject:
    """Addresses of one kind, what they are called, and what one may cost."""

    name: str
    limit: float
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)  # of the request
    status: int = 200
    kept: bool | None = None  # whether the feed has answered it before, where that is measured


def subjects() -> list[Subject]:
    """Return what is measured, with addresses from the database."""
    feed = [*_feed(), *_unmodified(), *_changes()]
    return [*_posts(), *_archive(), *_dossiers(), *_search(), *feed]


def _posts() -> list[Subject]:
    front, editions = reverse("articles:front"), Edition.objects.live()
    section, tag = Section.objects.get(pk=1), Tag.objects.get(pk=1)
    of_section, of_tag = editions.filter(section=section), EditionTag.objects.live().filter(tag=tag)
    cards = _spread(editions.order_by("post_id").values_list("card", flat=True))
    return [
        Subject(_("article"), 8, [card["path"] for card in cards]),
        Subject(_("front page"), 15, [front]),
        Subject(_("front page, deep"), 15, [front + _deep(editions, NEWEST_FIRST)]),
        Subject(_("section"), 15, [row.get_absolute_url() for row in Section.objects.all()]),
        Subject(
            _("section, deep"), 15, [section.get_absolute_url() + _deep(of_section, NEWEST_FIRST)]
        ),
        Subject(_("tag"), 15, [row.get_absolute_url() for row in _spread(Tag.objects.all())]),
        Subject(_("tag, deep"), 15, [tag.get_absolute_url() + _deep(of_tag, LINKS)]),
    ]


def _archive() -> list[Subject]:
    """Return the archive of years, and that of yesterday, its month and its year."""
    day = timezone.localdate() - timedelta(days=1)
    whole = reverse("articles:archive")
    year = reverse("articles:archive_year", args=[day.year])
    month = reverse("articles:archive_month", args=[day.year, day.month])
    one = reverse("articles:archive_day", args=[day.year, day.month, day.day])
    return [
        Subject(_("archive"), 15, [whole]),
        Subject(_("archive, a year"), 15, [year]),
        Subject(_("archive, a month"), 15, [month]),
        Subject(_("archive, a day"), 15, [one]),
    ]


def _dossiers() -> list[Subject]:
    famous = Person.objects.get(pk=FAMOUS)
    mentions = Mention.objects.live().filter(person=famous)
    page, today = famous.get_absolute_url(), timezone.localdate()
    others = Person.objects.exclude(pk=FAMOUS)
    month = reverse("articles:event_month", args=[today.year, today.month])
    return [
        Subject(_("person"), 15, _pages(others)),
        Subject(_("person in many posts"), 15, [page]),
        Subject(_("person in many posts, deep"), 15, [page + _deep(mentions, LINKS)]),
        Subject(_("organization"), 15, _pages(Organization.objects.all())),
        Subject(_("event"), 15, _pages(Event.objects.all())),
        Subject(_("calendar of a month"), 15, [month]),
    ]


def _search() -> list[Subject]:
    def paths(*queries: str) -> list[str]:
        return [f"{reverse('articles:search')}?{urlencode({'q': query})}" for query in queries]

    names = [person.name for person in _spread(Person.objects.exclude(pk=FAMOUS))]
    numbers = [
        str(pk)
        for pk in _spread(Edition.objects.order_by("post_id").values_list("post_id", flat=True))
    ]
    return [
        Subject(_("search, a common word"), 20, paths("готовит", "начал", "весна")),
        Subject(_("search, a rare word"), 20, paths(*numbers)),
        Subject(_("search, a phrase"), 20, paths("«паром»", "«вода поднялась выше»")),
        Subject(_("search, a name"), 20, paths(*names)),
    ]


def _unmodified() -> list[Subject]:
    """Return what is asked for by a program that has it already."""
    pk = Edition.objects.live().order_by("post_id").values_list("post_id", flat=True)[SOME]
    path = reverse("api:post-detail", args=[pk])
    secure = settings.SECURE_SSL_REDIRECT
    etag = Client(SERVER_NAME="localhost").get(path, secure=secure).headers["ETag"]
    return [Subject(_("REST, a post not modified"), 3, [path], {"If-None-Match": etag}, 304)]


def _feed() -> list[Subject]:
    """Return what programs ask for of lists and records."""
    posts, persons = reverse("api:post-list"), reverse("api:person-list")
    pks = _spread(Edition.objects.live().order_by("post_id").values_list("post_id", flat=True))
    anew = [
        (_("REST, a post"), 5, [reverse("api:post-detail", args=[pk]) for pk in pks]),
        (_("REST, posts"), 12, [posts]),
        (_("REST, posts, deep"), 12, [posts + _deep_in_feed(posts)]),
        (_("REST, posts of a person"), 12, [reverse("api:person-posts", args=[FAMOUS])]),
        (_("REST, persons"), 12, [persons]),
        (_("REST, events"), 12, [reverse("api:event-list")]),
    ]
    return [
        *(Subject(name, limit, paths, kept=False) for name, limit, paths in anew),
        Subject(_("REST, a post once more"), 5, anew[0][2], kept=True),
        Subject(_("REST, posts once more"), 5, [posts], kept=True),
    ]


def _deep_in_feed(path: str) -> str:
    """Return the query of a page of posts near the end of the feed's list."""
    keys = Edition.objects.live().order_by("first_published_at", "post_id")
    *_oldest, (dated, tied) = keys.values_list("first_published_at", "post_id")[:DEEP]
    last = {"dated": dated, "tied": tied}
    return "?" + urlencode({"cursor": cursor_after(Edition, ("-dated", "-tied"), last, f"{path}?")})


def _changes() -> list[Subject]:
    path, last = reverse("api:change-list"), Edition.objects.order_by("-changed_at")[DEEP]
    late = urlencode({"cursor": cursor_at(last.changed_at)})
    return [
        Subject(_("changes from the beginning"), 12, [path]),
        Subject(_("changes, the latest"), 12, [f"{path}?{late}"]),
    ]


def _pages(records: QuerySet) -> list[str]:
    return [record.get_absolute_url() for record in _spread(records.order_by("pk"))]


def _spread(rows: QuerySet) -> list:
    """Return some of the rows, from all over them."""
    return list(rows[:: max(1, rows.count() // SOME)])[:SOME]


def _deep(rows: QuerySet, keys: tuple[str, ...]) -> str:
    """Return the query of a page near the end of a list, as the links between pages have it."""
    names = [key.removeprefix("-") for key in keys]
    *_oldest, row = rows.order_by(*names).values(*names)[:DEEP]
    return "?" + urlencode({"after": cursor_after(rows.model, keys, row)})

"""What each feed is of, and its answer: whole, or "not modified"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.aliases import call
from articles.api.links import absolute
from articles.conditional import answer
from articles.documents import ids_in
from articles.models import ENTITIES, Edition, EditionTag, Mention, Section, Tag, entity_url

from .formats import DZEN, EXTENSIONS, Format, Head
from .items import items_of, plain

SIZE = 50
DZEN_DAYS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Channel:
    """The posts of a feed: rows that are editions, or lead to them by the lookup ``edition``."""

    rows: QuerySet
    edition: str = ""

    def newest(self) -> list[dict]:
        """Return the newest that are live: {"words", "first_published_at", "opened", "frozen"}."""
        names = {"words": "document", "opened": "live_from", "frozen": "created_at"}
        columns = {name: F(f"{self.edition}{column}") for name, column in names.items()}
        rows = self._in_order(self.rows.live())
        return list(rows.values("first_published_at", **columns)[:SIZE])

    def last_end(self, since: datetime | None) -> datetime | None:
        """Return when an edition last ended, of posts that could stand beside the shown ones.

        Read in order of an index: in any other, a database may think it cheaper to look far back.
        """
        now = timezone.now()
        start, end = f"{self.edition}live_from", f"{self.edition}live_until"
        # What ends as it begins was taken back before it opened: nobody shall learn of it.
        ended = {f"{start}__lte": now, f"{end}__lte": now, f"{end}__gt": F(start)}
        rows = self.rows.filter(first_published_at__lte=now, **ended)
        if since:
            rows = rows.filter(first_published_at__gte=since)
        return max(self._in_order(rows).values_list(end, flat=True), default=None)

    def _in_order(self, rows: QuerySet) -> QuerySet:
        return rows.order_by("-first_published_at", "-edition_id" if self.edition else "-post_id")


@require_safe
def posts(request: HttpRequest, extension: str) -> HttpResponse:
    """The newest posts of a language."""
    return _answer(request, EXTENSIONS[extension], _here())


@require_safe
def dzen(request: HttpRequest) -> HttpResponse:
    """The posts of the last days that Dzen may take: advertisements have rules of their own."""
    since = timezone.now() - DZEN_DAYS
    rows = _here().rows.filter(first_published_at__gte=since, is_paid=False)
    return _answer(request, DZEN, Channel(rows))


@require_safe
def section(request: HttpRequest, extension: str, slug: str) -> HttpResponse:
    """The newest posts of a section, in the language of the address."""
    found = _term(Section, slug)
    channel = Channel(_here().rows.filter(section=found["id"]))
    home = reverse("articles:section", args=[slug])
    return _answer(request, EXTENSIONS[extension], channel, home, found["name"])


@require_safe
def tag(request: HttpRequest, extension: str, slug: str) -> HttpResponse:
    """The newest posts of a tag, of all languages."""
    found = _term(Tag, slug)
    channel = Channel(EditionTag.objects.filter(tag=found["id"]), "edition__")
    home = reverse("articles:tag", args=[slug])
    return _answer(request, EXTENSIONS[extension], channel, home, found["name"])


@require_safe
def entity(
    request: HttpRequest, kind: str, extension: str, pk: int, slug: str = ""
) -> HttpResponse:
    """The newest posts that name a person, an organization or an event, of all languages."""
    found = _entity(kind, pk)
    home = entity_url(kind, found["id"], found["slug"])
    if request.path != f"{home}feed.{extension}":
        return redirect(f"{home}feed.{extension}", permanent=True)
    channel = Channel(Mention.objects.filter(**{kind: found["id"]}), "edition__")
    return _answer(request, EXTENSIONS[extension], channel, home, found["name"])


def _here() -> Channel:
    return Channel(Edition.objects.filter(language=get_language()))


def _term(model: type[Section] | type[Tag], slug: str) -> dict:
    found = model.objects.filter(slug=slug).values("id", "name", "aliases").first()
    if found is None:
        raise Http404
    return call([found], get_language())[0]


def _entity(kind: str, pk: int) -> dict:
    """Return the record, or the one it was merged into; 404 if readers see neither."""
    records = ENTITIES[kind].objects.published().values("id", "name", "aliases", "slug").order_by()
    found = records.filter(pk=pk).first() or records.filter(absorbed=pk).first()
    if found is None:
        raise Http404
    return call([found], get_language())[0]


def _answer(
    request: HttpRequest, form: Format, channel: Channel, home: str = "", name: str = ""
) -> HttpResponse:
    """Return the posts of a channel: of a page at ``home``, or of the site."""
    rows = channel.newest()
    documents = [row["words"] for row in rows]
    ids = ids_in(documents)
    latest = _("Latest posts")
    head = Head(
        title=plain(f"{name} — {settings.SITE_NAME}" if name else settings.SITE_NAME),
        description=plain(f"{name}: {latest}" if name else latest),
        language=get_language(),
        home=absolute(home or reverse("articles:front")),
        url=absolute(request.path),
    )
    text = form.write(head, items_of(documents, ids))
    response = answer(request, text, form.content_type, _changed_at(channel, rows, ids))
    links = {"self": head.url} | ({"hub": settings.WEBSUB_HUB} if settings.WEBSUB_HUB else {})
    response.headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in links.items())
    return response


def _changed_at(channel: Channel, rows: list[dict], ids: dict[str, set[int]]) -> datetime | None:
    """Return when the feed last changed, None where no date of ours can tell.

    What left it counts as much as what came, or a program that asks by date alone would keep
    showing what is gone.
    """
    if settings.NOTICES:
        return None  # they come and go by the day, and by the hand of a chief editor
    is_full = len(rows) == SIZE
    dates = [
        channel.last_end(rows[-1]["first_published_at"] if is_full else None),
        *(row[name] for row in rows for name in ("opened", "frozen")),
        *_facts_changed_at(ids),
    ]
    return max(filter(None, dates), default=None)


def _facts_changed_at(ids: dict[str, set[int]]) -> list[datetime]:
    """Return when the records named were changed, the hidden too: that may be what changed."""
    parts = [
        model.objects.filter(pk__in=ids[kind]).order_by().values_list("updated_at", flat=True)
        for kind, model in ENTITIES.items()
        if ids[kind]
    ]
    return list(parts[0].union(*parts[1:])) if parts else []

"""Search among what is published; asking.py says what a reader may write."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.aliases import call
from articles.markup import strip_unprintable
from articles.models import ENTITIES, Section, live_facts
from articles.search.asking import LONGEST_QUERY, Asked, read
from articles.search.finding import Narrowed, find, go_on
from articles.search.index import first_key
from articles.search.marks import Marker
from articles.search.names import suggest
from articles.search.spelling import mended
from articles.search.words import EXACT
from articles.views.lists import PAGE_SIZE


@dataclass(slots=True)
class Wish:
    """What the address asks for, as far as it is understood, and what is wrong with the rest."""

    query: str
    by_date: bool = False
    narrowed: Narrowed = field(default_factory=Narrowed)
    named: list[dict] = field(default_factory=list)  # facts of the records to be named
    kept: dict[str, str] = field(default_factory=dict)  # what it says, by parameter
    errors: dict[str, str] = field(default_factory=dict)  # by parameter too

    def address(self, **other: str) -> str:
        """Return a link to the same search but for some parameters."""
        values = self.kept | other
        return "?" + urlencode({name: value for name, value in values.items() if value})


def search(request: HttpRequest) -> HttpResponse:
    """Posts that hold all the words, and before them the records that are called so."""
    wish = read_wish(request)
    asked = read(wish.query)
    context = {"wish": wish, "given": request.GET, "most": LONGEST_QUERY}
    context["is_unknown"] = any(kind in wish.errors for kind in ENTITIES)
    if asked.terms and not wish.errors:
        context |= _results(request, wish, asked)
    return render(request, "articles/search.html", context, status=400 if wish.errors else 200)


def _results(request: HttpRequest, wish: Wish, asked: Asked) -> dict:
    after = _unsigned(wish, request.GET.get("after", ""))
    exact = get_language() in EXACT
    go_on(asked, exact)
    rows = find(asked, wish.narrowed, PAGE_SIZE + 1, by_date=wish.by_date, after=after)
    older = _signer(wish).sign_object(_key(rows[PAGE_SIZE - 1])) if len(rows) > PAGE_SIZE else ""
    marker = Marker(asked)
    context = {
        "is_asked": True,
        "rows": [_marked(row, marker) for row in rows[:PAGE_SIZE]],
        "links": {
            "by_rank": wish.address(sort=""),
            "by_date": wish.address(sort="date"),
            "first": wish.address() if after else "",
            "older": wish.address(after=older) if older else "",
        },
    }
    if after is None and not wish.named:
        context["names"] = suggest(asked)
    if after is None and not rows and (instead := _instead(asked, wish)):
        context["instead"] = instead
        context["links"]["instead"] = wish.address(q=instead)
    return context


def _marked(row: dict, marker: Marker) -> dict:
    headline, lead = (marker.mark(row["card"][name]) for name in ("headline", "lead"))
    is_seen = "<mark>" in headline or "<mark>" in lead
    excerpt = "" if is_seen else marker.excerpt(row["text"])
    return row | {"headline": headline, "lead": lead, "excerpt": excerpt}


def _instead(asked: Asked, wish: Wish) -> str:
    """Return other words that a post of today holds, where those asked for may be mistyped."""
    words = mended(wish.query, asked)
    return words if words and find(read(words), wish.narrowed, 1, by_date=True) else ""


def read_wish(request: HttpRequest) -> Wish:
    """Return what the parameters say; an empty one is as none, for forms send them all."""
    given = {name: request.GET[name] for name in request.GET if request.GET[name]}
    query = strip_unprintable(given.get("q", "")[:LONGEST_QUERY])
    wish = Wish(query, given.get("sort") == "date")
    _read_days(wish, given)
    if slug := given.get("section"):
        _read_section(wish, slug)
    for kind in ENTITIES:
        if kind in given:
            _read_entity(wish, kind, given[kind])
    known = ("q", "section", "from", "until", *ENTITIES, "sort")
    wish.kept = {name: given[name] for name in known if name in given} | {"q": query}
    return wish


def _read_days(wish: Wish, given: dict[str, str]) -> None:
    for name, key, later in (("from", "since", 0), ("until", "until", 1)):
        if name not in given:
            continue
        try:
            day = date.fromisoformat(given[name]) + timedelta(days=later)
            start = timezone.make_aware(datetime.combine(day, time.min))
            setattr(wish.narrowed, key, first_key(start))
        except (ValueError, OverflowError):
            wish.errors[name] = _("This is not a date.")


def _read_section(wish: Wish, slug: str) -> None:
    found = None
    if "\x00" not in slug:
        found = Section.objects.filter(slug=slug).values_list("id", flat=True).first()
    if found is None:
        wish.errors["section"] = _("There is no such section.")
    wish.narrowed.section = found


def _read_entity(wish: Wish, kind: str, text: str) -> None:
    """Narrow to posts that name a record readers may know of."""
    pk = int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0
    fact = live_facts({kind: [pk]}).get((kind, pk)) if pk else None
    if fact is None:
        wish.errors[kind] = _("Nobody and nothing here has this number.")
        return
    wish.named.extend(call([fact], get_language()))
    wish.narrowed.entities.append((kind, fact["id"]))


def _key(row: dict) -> list[int]:
    return [row["rank"], row["key"]]


def _signer(wish: Wish) -> Signer:
    return Signer(salt=f"cursor:search:{'date' if wish.by_date else 'rank'}")


def _unsigned(wish: Wish, cursor: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    try:
        rank, key = _signer(wish).unsign_object(cursor)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    return rank, key

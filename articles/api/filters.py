"""What lists can be narrowed by. Records are chosen from those readers may see.

The query of a list is built once for each choice of filters and kept (see prepared.py): so a filter
says which mark stands in it for the value, and what the value is once it is given.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from articles.api import fields, past
from articles.models import Edition, EditionByline, Event, Organization
from articles.prepared import AT, marked, marks, size_for
from articles.search.asking import LONGEST_QUERY

Values = dict[Hashable, object]

_numbers = count(1)
# An event that lasts longer is found by its first year (as in the calendar on readers' pages).
LONGEST = timedelta(days=366)
IDS = 7  # the group of marks
MOST_CALLED = 200


@dataclass(frozen=True, eq=False, slots=True)
class Parameter:
    """What a list is asked for: ``field`` reads the text in the address.

    Of a ``record`` ("person", ...) it makes an id or a slug, which views look up all at once.
    """

    field: fields.Field
    help_text: str
    record: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Filter(Parameter):
    """Of the rows of a list those whose ``lookup`` is what was read, which ``mark`` stands for."""

    lookup: str = ""
    mark: Hashable = None

    def narrow(self, rows: QuerySet, _size: int) -> QuerySet:
        """Return the rows that match the mark."""
        return rows.filter(**{self.lookup: self.mark})

    def values(self, value: object) -> tuple[int, Values]:
        """Return for how many values the query shall be made, and what stands for its marks."""
        return 1, {self.mark: value}


class About(Filter):
    """Chooses by the same row that the entity is named and that the post is about it."""

    def narrow(self, rows: QuerySet, _size: int) -> QuerySet:
        return rows.filter(**{self.lookup: self.mark}, mentions__about=True)


class Made(Filter):
    """Chooses by one byline: who wrote a post and took its pictures as well made it once."""

    def narrow(self, rows: QuerySet, _size: int) -> QuerySet:
        same = EditionByline.objects.filter(edition=OuterRef("pk"), person=self.mark)
        before = same.filter(pk__lt=OuterRef("bylines__pk"))
        return rows.filter(~Exists(before), **{self.lookup: self.mark})


class Within(Filter):
    """Of several rows that match, each record once."""

    def narrow(self, rows: QuerySet, _size: int) -> QuerySet:
        found = rows.model.objects.filter(**{self.lookup: self.mark}).order_by().values("pk")
        return rows.filter(pk__in=found)


class AsOf(Filter):
    """Posts as readers saw them at a time. It stands first: it begins anew, from other editions."""

    def narrow(self, rows: QuerySet, size: int) -> QuerySet:
        return past.seen_at(self.mark, AT, previous=size == 1)

    def values(self, value: datetime) -> tuple[int, Values]:
        # Not of two values: a query of its own for a site that shows none of the past.
        return 1 if settings.PREVIOUS_EDITIONS else 2, {self.mark: value}


class Since(Filter):
    """Events that are not over on a day."""

    def narrow(self, rows: QuerySet, _size: int) -> QuerySet:
        begins = Q(start_date__gte=self.mark)
        goes_on = Q(end_date__isnull=False, end_date__gte=self.mark)
        return rows.filter(begins | goes_on, start_date__gte=self.longest_ago)

    @property
    def longest_ago(self) -> date:
        return self.mark + timedelta(days=40)

    def values(self, value: date) -> tuple[int, Values]:
        return 1, {self.mark: value, self.longest_ago: max(value, date.min + LONGEST) - LONGEST}


class OneOf(Filter):
    """Records with one of these ids; none has the id 0."""

    def narrow(self, rows: QuerySet, size: int) -> QuerySet:
        return rows.filter(**{f"{self.lookup}__in": marks(size, self.mark)})

    def values(self, value: list[int]) -> tuple[int, Values]:
        pks = value or [0]
        return size_for(len(pks)), marked(pks, self.mark)


def _record(kind: str, lookup: str, help_text: str, of: type[Filter] = Filter) -> Filter:
    return of(fields.RecordField(), help_text, kind, lookup, -1_000 - next(_numbers))


def _moment(lookup: str, help_text: str) -> Filter:
    mark = datetime(1, 4, 1, tzinfo=UTC) + timedelta(days=next(_numbers))
    return Filter(fields.MomentField(), help_text, lookup=lookup, mark=mark)


def _day(lookup: str, help_text: str, of: type[Filter] = Filter) -> Filter:
    mark = date(3, 1, 1) + timedelta(days=next(_numbers))
    return of(fields.DayField(), help_text, lookup=lookup, mark=mark)


def _choice(lookup: str, choices: list[tuple[str, str]], help_text: str) -> Filter:
    mark = f"*{lookup} {next(_numbers)}*"
    return Filter(fields.ChoiceField(choices), help_text, lookup=lookup, mark=mark)


def _ids(lookup: str) -> Filter:
    text = _("Ids of those wanted, with commas between; what readers do not see is left out.")
    return OneOf(fields.IdsField(), text, lookup=lookup, mark=IDS)


def _changed() -> Filter:
    text = _("Of which readers saw something new at this time or later.")
    return _moment("changed_at__gte", text)


def _name(kind: str) -> Filter:
    text = _("A name, or how one begins, of those that the record has; the first 200.")
    return OneOf(fields.NameField(kind, MOST_CALLED), text, lookup="pk", mark=IDS + 1)


def _place() -> Filter:
    text, mark = _("The place, as the record says it."), f"*{next(_numbers)}*"
    return Filter(fields.TextField(255), text, lookup="place", mark=mark)


AS_OF = AsOf(
    fields.PastField(),
    _("The site as readers saw it at this time, with the facts of today."),
    mark=datetime(1, 3, 1, tzinfo=UTC),
)
POSTS = {
    "as_of": AS_OF,
    # No filter of rows: searching.py finds the posts.
    "q": Parameter(
        fields.TextField(LONGEST_QUERY),
        _("Words of the text, “a phrase”, the beginning of a word*, -a word not wanted."),
    ),
    "section": _record("section", "section", _("Id or slug of the section.")),
    "tag": _record("tag", "edition_tags__tag", _("Id or slug of a tag.")),
    "person": _record("person", "mentions__person", _("Id or slug of a person named in the post.")),
    "organization": _record(
        "organization",
        "mentions__organization",
        _("Id or slug of an organization named in the post."),
    ),
    "event": _record("event", "mentions__event", _("Id or slug of an event named in the post.")),
    "about_person": _record(
        "person",
        "mentions__person",
        _("Id or slug of a person the post is about: named in its headline or lead."),
        About,
    ),
    "about_organization": _record(
        "organization",
        "mentions__organization",
        _("Id or slug of an organization the post is about: named in its headline or lead."),
        About,
    ),
    "about_event": _record(
        "event",
        "mentions__event",
        _("Id or slug of an event the post is about: named in its headline or lead."),
        About,
    ),
    "byline": _record(
        "person",
        "bylines__person",
        _("Id or slug of a person who made the post: its author, photographer and so on."),
        Made,
    ),
    "language": _choice("language", settings.LANGUAGES, _("Language of the post.")),
    "kind": _choice("kind", Edition.Kind.choices, _("Kind of the post.")),
    "published_after": _moment(
        "first_published_at__gte", _("First published at this time or later.")
    ),
    "published_before": _moment("first_published_at__lt", _("First published before this time.")),
    "updated_after": _changed(),
    "ids": _ids("post"),
}
PERSONS = {
    "q": _name("person"),
    "organization": _record(
        "organization",
        "positions__organization",
        _("Id or slug of an organization the person has or had a position in."),
        Within,
    ),
    "event": _record(
        "event", "events", _("Id or slug of an event the person takes part in."), Within
    ),
    "updated_after": _changed(),
    "ids": _ids("pk"),
}
ORGANIZATIONS = {
    "q": _name("organization"),
    "kind": _choice("kind", Organization.Kind.choices, _("Kind of the organization.")),
    "place": _place(),
    "parent": _record("organization", "parent", _("Id or slug of the parent organization.")),
    "person": _record(
        "person",
        "positions__person",
        _("Id or slug of a person who has or had a position in it."),
        Within,
    ),
    "updated_after": _changed(),
    "ids": _ids("pk"),
}
EVENTS = {
    "q": _name("event"),
    "from": _day("start_date__gte", _("Not over before this day."), Since),
    "until": _day("start_date__lte", _("Begins on this day or earlier.")),
    "starts_after": _day("start_date__gte", _("Starts on this day or later.")),
    "starts_before": _day("start_date__lt", _("Starts before this day.")),
    "status": _choice("status", Event.Status.choices, _("Status of the event.")),
    "place": _place(),
    "parent": _record("event", "parent", _("Id or slug of the series or parent event.")),
    "organizer": _record(
        "organization", "organizers", _("Id or slug of an organization that holds it."), Within
    ),
    "participant": _record(
        "person", "participants", _("Id or slug of a person who takes part in it."), Within
    ),
    "updated_after": _changed(),
    "ids": _ids("pk"),
}
TERMS = {"ids": _ids("pk")}
IMAGES = {
    "credit_person": _record(
        "person", "credit_person", _("Id or slug of the person it is credited to.")
    ),
    "credit_organization": _record(
        "organization",
        "credit_organization",
        _("Id or slug of the organization it is credited to."),
    ),
    "ids": _ids("pk"),
}

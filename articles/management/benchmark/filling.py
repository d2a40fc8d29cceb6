"""Many posts, from one seed always the same."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count, groupby, islice
from random import Random

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from articles.management.benchmark import patterns
from articles.management.benchmark.patterns import Pattern, Values, make_patterns
from articles.management.benchmark.records import Records
from articles.models import BreakingLine, Edition, Post, Slot
from articles.search.index import keep_all
from articles.statistics import analyze

PATTERNS = 20
BATCH = 500
# Ten years of 27 posts a day make 100,000. Of the newest thousand some are of each of the months
# behind, so that there are as many years and months to show, however many posts there are.
EVERY = timedelta(minutes=53)
SPREAD, SPREAD_EVERY, MONTH = 1_000, 8, timedelta(days=30)
FAMOUS = 1  # the person whom OFTEN posts name, or half of them if there are less
OFTEN = 6_000
AGAIN = 10  # one of so many posts was published twice
LATER = timedelta(hours=1)
Made = tuple[Edition, list[models.Model]]  # an edition, and the rows under it


def fill(posts: int, seed: int, tell: Callable[[int, int], None]) -> None:
    """Store the posts and all they refer to; ``tell`` is told how many there are of how many."""
    by = get_user_model().objects.create(username="benchmark")
    found = make_patterns(min(PATTERNS, posts), seed, by)
    records = Records(posts, seed)
    records.store()
    made, stored = _posts(found, records, posts, seed), 0
    while batch := list(islice(made, BATCH)):
        _store(batch)
        stored += len(batch)
        tell(stored, posts)
    _lay_out(posts)
    ours = apps.get_app_config("articles").get_models()
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), ours):
            cursor.execute(sql)  # or PostgreSQL gives what comes next a number that is taken
    analyze()


def _posts(found: list[Pattern], records: Records, posts: int, seed: int) -> Iterator[list[Made]]:
    """Yield the editions of each post, numbered from 1, with the rows under them."""
    random = Random(seed)  # noqa: S311  (nothing secret)
    now, numbers = timezone.now().replace(microsecond=0), count(1)
    for number in range(1, posts + 1):
        pattern = found[number % len(found)]
        values = _values(random, records, number, posts, _moment(number, posts, now))
        editions = [pattern.edition_of(values)]
        if number % AGAIN == 0:
            editions.append(_again(editions[0], pattern.edition_of(values)))
        for edition in editions:
            edition.pk, edition.changed_at = next(numbers), edition.live_from
        yield [(edition, list(pattern.rows_of(edition, values))) for edition in editions]


def _again(first: Edition, second: Edition) -> Edition:
    """Close the first edition and return the second as its successor."""
    first.live_until = second.live_from = first.live_from + LATER
    second.number = 2
    for prepared in (second.card, second.document):
        prepared["edition"] = 2
    return second


def _moment(number: int, posts: int, now: datetime) -> datetime:
    """Return when a post came out; the last one just now, but for an hour to publish it again."""
    age = posts - number
    if age < SPREAD and age % SPREAD_EVERY == SPREAD_EVERY - 1:
        return now - 2 * LATER - age // SPREAD_EVERY * MONTH
    return now - 2 * LATER - age * EVERY


def _values(random: Random, records: Records, number: int, posts: int, moment: datetime) -> Values:
    """Return what stands at the marks in a post of that number."""

    def some(kind: str, count: int = 1) -> list[int]:
        return random.sample(range(1, records.counts[kind] + 1), count)

    persons = some("person", len(patterns.PERSONS))
    # Not in each post of a few: the others shall be named in as many as they are among many.
    if number % max(2, posts // OFTEN) == 0 and FAMOUS not in persons:
        persons[0] = FAMOUS
    values = {patterns.POST: number, patterns.MOMENT: moment}
    values |= {mark: abs(number - at) or 3 for at, mark in enumerate(patterns.RELATED, 1)}
    values |= dict(zip([patterns.SECTION], some("section"), strict=True))
    values |= dict(zip([patterns.IMAGE], some("image"), strict=True))
    values |= dict(zip(patterns.TAGS, some("tag", 2), strict=True))
    named = {
        "person": dict(zip(patterns.PERSONS, persons, strict=True)),
        "organization": dict(zip(patterns.ORGANIZATIONS, some("organization", 2), strict=True)),
        "event": dict(zip([patterns.EVENT], some("event"), strict=True)),
    }
    for kind, ids in named.items():
        values |= ids
        values |= {patterns.NAMES[mark]: records.names[kind][pk - 1] for mark, pk in ids.items()}
    return values


@transaction.atomic
def _store(batch: list[list[Made]]) -> None:
    editions = [edition for made in batch for edition, _rows in made]
    rows = [row for made in batch for _edition, under in made for row in under]
    Post.objects.bulk_create(
        Post(pk=edition.post_id, headline=edition.headline) for [(edition, _rows), *_more] in batch
    )
    for model, found in groupby(sorted([*editions, *rows], key=_place), type):
        model.objects.bulk_create(found)
    keep_all(edition for edition in editions if edition.live_until is None)


def _place(row: models.Model) -> tuple[bool, str]:
    """Return what sorts rows by model, editions first."""
    return not isinstance(row, Edition), row._meta.label


def _lay_out(posts: int) -> None:
    """Let editors have chosen something for the front page: a post, rules, a breaking line."""
    Slot.objects.create(position=1, post_id=posts // 2)
    Slot.objects.create(position=2, section_id=1)
    Slot.objects.create(position=3, tag_id=1)
    BreakingLine.objects.create(text="Мороз держится: школы закрыты", post_id=posts)

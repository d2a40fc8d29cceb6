"""The index: the words of every edition that is open or will be."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from math import floor

from django.db import transaction
from django.utils import timezone

from articles.models import Edition, SearchRow, SearchWord
from articles.search import databases
from articles.search.databases import GAP, ID_BITS
from articles.search.words import held, split

# Before a word that stands in the headline, in the headline or the lead, and a section's id.
HEADLINE, HEAD, SECTION = "†", "‡", "§"
# What PostgreSQL keeps of a text: 2^14 places of words, of one word 2^8.
MOST_WORDS, MOST_OF_A_WORD = 15_000, 255
TIMES = 200  # more make a word no more known, and would be written at every publication


def key_of(first_published_at: datetime, pk: int) -> int:
    """Return the key of an edition: ordered by its date, to the second, then by its id."""
    return (floor(first_published_at.timestamp()) << ID_BITS) + pk % (1 << ID_BITS)


def first_key(moment: datetime) -> int:
    """Return the least key an edition of that time or later can have."""
    return floor(moment.timestamp()) << ID_BITS


def second_of(key: int) -> int:
    """Return the time in a key, in seconds since 1970."""
    return key >> ID_BITS


def keep(edition: Edition) -> None:
    """Let an edition be found while it is live; forget those of its post that are over."""
    now = timezone.now()
    SearchRow.objects.filter(edition__post=edition.post_id, edition__live_until__lte=now).delete()
    keep_all([edition])


@transaction.atomic
def keep_all(editions: Iterable[Edition]) -> None:
    """Store the words of editions."""
    rows, counted = [], Counter()
    for edition in editions:
        fields = [split(text) for text in (edition.headline, edition.lead, edition.text)]
        key = key_of(edition.first_published_at, edition.pk)
        rows.append((key, edition.pk, tokens(edition, fields)))
        counted.update(set(chain(*fields)))
    databases.write_rows(rows)
    count_words(counted)


def count_words(counted: Counter) -> None:
    """Add to the times of words, in their order, so that nobody waits for each other in a ring."""
    known = SearchWord.objects.filter(word__in=list(counted), times__gte=TIMES)
    enough = set(known.values_list("word", flat=True))
    databases.count_words(sorted((word, n) for word, n in counted.items() if word not in enough))


def tokens(edition: Edition, fields: list[list[str]]) -> list[str]:
    """Return what stands for the headline, the lead and the text, each at its place."""
    forms = [[held(word, edition.language) for word in words] for words in fields]
    headline, lead, text = forms
    found = [*headline, GAP, *lead, GAP]
    marked = [*(HEADLINE + form for form in headline), GAP]
    marked += [*(HEAD + form for form in headline), GAP, *(HEAD + form for form in lead)]
    marked.append(f"{SECTION}{edition.section_id}")
    found += text[: max(0, MOST_WORDS - len(found) - len(marked))]
    return _bounded([*found, GAP, *marked])


def _bounded(found: list[str]) -> list[str]:
    """Return the same with a gap for each word that has stood more often than can be kept."""
    seen = Counter()
    for place, token in enumerate(found):
        seen[token] += 1
        if seen[token] > MOST_OF_A_WORD:
            found[place] = GAP
    return found

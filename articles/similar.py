"""Which posts share most with one, found when it is published.

All that is read is the newest posts of each record it names, from one end of an index: whoever is
named in 60,000 posts costs what somebody named in 50 does.
"""

from collections import Counter
from functools import cache

from django.utils import timezone

from articles.models import Edition, Mention
from articles.prepared import AT, LANGUAGE, SUBJECT, Prepared, fill, prepare, read_lists

RECORDS = 20  # those the post is about are the first of them
NEWEST = 50  # posts of each
SHOWN = 4
KEPT = 2 * SHOWN  # some may be gone when a reader comes
POST = -2


def posts_like(edition: Edition, mentions: list[Mention]) -> list[int]:
    """Return the ids of posts of its language that name most of the same, the newest first.

    They are live, or will be when the edition opens; who reads them later asks again.
    """
    at = max(edition.live_from, timezone.now())
    of_edition = {LANGUAGE: edition.language, POST: edition.post_id}
    lists = read_lists(
        [
            fill(_naming(kind), at, of_edition | {SUBJECT: pk})
            for kind, pk in map(_record, mentions[:RECORDS])
        ]
    )
    shared = Counter(post for rows in lists for post, _date in rows)
    dates = {post: str(date) for rows in lists for post, date in rows}
    ranked = sorted(shared, key=lambda post: (shared[post], dates[post], post), reverse=True)
    return ranked[:KEPT]


@cache
def _naming(kind: str) -> Prepared:
    """Return the query for the newest posts of a language, but for one, that name a record."""
    named = Mention.objects.live(AT).filter(**{kind: SUBJECT}, edition__language=LANGUAGE)
    others = named.exclude(edition__post=POST).order_by("-first_published_at", "-edition_id")
    return prepare(others.values_list("edition__post_id", "first_published_at")[:NEWEST])


def _record(mention: Mention) -> tuple[str, int]:
    pk = mention.person_id or mention.organization_id
    kind = "person" if mention.person_id else "organization" if pk else "event"
    return kind, pk or mention.event_id

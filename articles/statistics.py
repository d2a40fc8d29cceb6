"""How the rows of each table are spread: by that a database chooses among its indexes.

PostgreSQL looks for itself. SQLite looks when it is told to, and is not told by being used: before
that, the front page of a site of 100,000 posts costs it a hundred times what it should.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from articles.models import Edition

SAMPLE = 400  # rows of each index
# Editions, before which any plan is a good one. Of a table that was empty when it looked SQLite
# believes ever after that it is small, so it does not look at a site that has just begun.
FEWEST = 1_000


def analyze() -> None:
    """Have the database look: half a second for 100,000 posts on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute("ANALYZE")


def analyze_grown(count: int) -> None:
    """Look again, once what is committed now is, if there are twice as many as the last time."""
    is_power_of_two = count & (count - 1) == 0
    if connection.vendor == "sqlite" and count >= FEWEST and is_power_of_two:
        # Robust: what is published stays so, whatever else the database is busy with.
        transaction.on_commit(analyze, robust=True)


def analyze_migrated(plan: Sequence = (), **kwargs) -> None:
    """Look again after an upgrade: SQLite forgets what it knew of a table that was made anew."""
    if connection.vendor == "sqlite" and plan and _count() >= FEWEST:
        analyze()


def _count() -> int:
    """Return how many editions there are, whatever was migrated so far."""
    table = Edition._meta.db_table
    return Edition.objects.count() if table in connection.introspection.table_names() else 0

"""What differs between SQLite and PostgreSQL when text is searched."""

import re
from functools import lru_cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def teach_like_unicode(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Make LIKE on a new SQLite connection know the case of every letter, not of ASCII alone."""
    if connection.vendor == "sqlite":
        for arguments in (2, 3):
            connection.connection.create_function("like", arguments, _like, deterministic=True)


def _like(pattern: Any, value: Any, escape: str | None = None) -> bool | None:
    # SQLite writes `value LIKE pattern` and calls like(pattern, value); NULL gives NULL.
    if pattern is None or value is None:
        return None
    return _compiled(str(pattern), escape).fullmatch(str(value)) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str, escape: str | None) -> re.Pattern:
    parts = []
    letters = iter(pattern)
    for letter in letters:
        if letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)

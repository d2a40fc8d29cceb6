"""Lists are read by key, never by offset: a page deep in a list costs what the first does."""

from django.core.signing import BadSignature, Signer
from django.db.models import Model, Q, QuerySet


class BadCursor(ValueError):
    """The cursor was not made by us for this list."""


def read_page(
    rows: QuerySet, keys: tuple[str, ...], size: int, cursor: str = ""
) -> tuple[list, str]:
    """Return up to ``size`` rows after the cursor, and the cursor of the page after ("" if none).

    ``rows`` are models, or values() that hold the keys; ``keys`` are their order, unique together,
    all ascending ("name", "id") or all descending ("-first_published_at", "-post_id").
    Raises BadCursor.
    """
    if cursor:
        rows = rows.filter(after(keys, values_of(cursor, rows.model, keys)))
    found = list(rows.order_by(*keys)[: size + 1])
    if len(found) <= size:
        return found, ""
    return found[:size], cursor_after(rows.model, keys, found[size - 1])


def values_of(cursor: str, model: type[Model], keys: tuple[str, ...], of: str = "") -> list:
    """Return the keys of the row that the cursor comes after; raises BadCursor.

    ``of`` says which of the lists it is that have this order, if a cursor shall be good for one.
    """
    try:
        return _signer(model, keys, of).unsign_object(cursor)
    except (BadSignature, ValueError) as error:
        raise BadCursor(cursor) from error


def after(keys: tuple[str, ...], values: list) -> Q:
    """Return the condition for what comes after a row with these keys."""
    names = [key.removeprefix("-") for key in keys]
    return _after(names, values, "lt" if keys[0].startswith("-") else "gt")


def cursor_after(model: type[Model], keys: tuple[str, ...], row: Model | dict, of: str = "") -> str:
    """Return the cursor by which read_page() finds what follows that row."""
    names = [key.removeprefix("-") for key in keys]
    return _signer(model, keys, of).sign_object([_plain(row, name) for name in names])


def _signer(model: type[Model], keys: tuple[str, ...], of: str = "") -> Signer:
    # Signed, so that no value in it needs checking, and salted by the list it belongs to.
    return Signer(salt=f"cursor:{model._meta.label}:{','.join(keys)}{of and f':{of}'}")


def _after(names: list[str], values: list, beyond: str) -> Q:
    """Return (a, b, c) > (x, y, z) in words that let the database seek in an index on a, b, c."""
    name, value = names[0], values[0]
    if len(names) == 1:
        return Q(**{f"{name}__{beyond}": value})
    return Q(**{f"{name}__{beyond}e": value}) & (
        Q(**{f"{name}__{beyond}": value}) | _after(names[1:], values[1:], beyond)
    )


def _plain(row, name: str):
    value = row[name] if isinstance(row, dict) else getattr(row, name)
    return value.isoformat() if hasattr(value, "isoformat") else value

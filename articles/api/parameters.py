"""Query parameters: each one known, given once and not empty, or the answer names it."""

from collections.abc import Collection

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

# What a 64 bit column holds.
MAX_ID = 2**63 - 1
# What every address knows: the negotiation has read it when the others are looked at.
EVERYWHERE = ("format",)


def parse_id(text: str) -> int:
    """Return an id written in plain digits. Raises ValueError."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and 0 < int(text) <= MAX_ID):
        raise ValueError(text)
    return int(text)


def check(params: QueryDict, known: Collection[str] = ()) -> None:
    """Raise ValidationError with the names of the parameters that are not right."""
    known = {*known, *EVERYWHERE}
    faults = {name: _fault(values, name in known) for name, values in params.lists()}
    if found := {name: [fault] for name, fault in faults.items() if fault}:
        raise ValidationError(found)


def _fault(values: list[str], known: bool) -> str:
    if not known:
        return _("There is no such parameter here.")
    if len(values) > 1:
        return _("This parameter can be given once only.")
    return "" if values[0] else _("This parameter has no value.")

"""Values of query parameters: read strictly, because a guess would answer another question."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.api.parameters import parse_id
from articles.models import Entity

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


class RecordField(forms.Field):
    """The id of a record that readers may see; ``records`` returns those.

    The id of what was merged into such a record stands for it. A hidden record is answered for in
    the same words as one that does not exist.
    """

    default_error_messages = {"invalid": _("There is nothing published with this id.")}

    def __init__(self, *, records: Callable[[], QuerySet], **kwargs) -> None:
        self.records = records
        super().__init__(**kwargs)

    def to_python(self, value: str | None) -> int | None:
        if value is None:
            return None
        records = self.records()
        try:
            lookup = self.lookup(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        found = records.filter(**lookup).values_list("pk", flat=True).first()
        if found is None and issubclass(records.model, Entity):
            found = records.filter(absorbed=lookup["pk"]).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return found

    def lookup(self, value: str) -> dict:
        """Return the condition that finds the record. Raises ValueError."""
        return {"pk": parse_id(value)}


class TermField(RecordField):
    """The id or the slug of a section or tag; digits alone are always an id."""

    default_error_messages = {"invalid": _("There is nothing with this id or slug.")}

    def lookup(self, value: str) -> dict:
        if value.isdigit():
            return super().lookup(value)
        if not SLUG.fullmatch(value):
            raise ValueError(value)
        return {"slug": value}


class MomentField(forms.Field):
    """An ISO 8601 date-time, or a date for its first moment, as a time in UTC."""

    default_error_messages = {
        "invalid": _(
            "Write a date, 2022-11-24, or a date and time, 2022-11-24T10:52:00+09:00 "
            "(in an address a plus is written %(plus)s)."
        )
    }

    def to_python(self, value: str | None) -> datetime | None:
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(_ascii(value))
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            return moment.astimezone(UTC)
        # The first and the last day of the calendar have no moment in some zones.
        except (ValueError, OverflowError) as error:
            plus = {"plus": "%2B"}
            raise ValidationError(self.error_messages["invalid"], "invalid", plus) from error


class DayField(forms.Field):
    """An ISO 8601 date."""

    default_error_messages = {"invalid": _("Write a date: 2022-11-24.")}

    def to_python(self, value: str | None) -> date | None:
        if value is None:
            return None
        try:
            return date.fromisoformat(_ascii(value))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error


def _ascii(value: str) -> str:
    if not value.isascii():
        raise ValueError(value)
    return value

"""Values of query parameters: read strictly, because a guess would answer another question."""

import re
from datetime import UTC, date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.api.parameters import MAX_ID, parse_id
from articles.search.asking import LONGEST_QUERY
from articles.search.names import called

SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")
MOST_IDS = 100
# A hidden record is answered for in the same words as one that does not exist.
NOTHING = gettext_lazy("There is nothing published with this id or slug.")


class Field:
    """Reads a value by parse(); ``schema`` says what it takes."""

    schema: dict = {"type": "string"}

    def parse(self, text: str) -> object:
        """Return the value of the text. Raises ValidationError."""
        raise NotImplementedError


class RecordField(Field):
    """The id or the slug of a record; digits alone are always an id."""

    schema = {"type": "string", "pattern": r"^[-a-zA-Z0-9_]{1,80}$", "format": "record"}

    def parse(self, text: str) -> int | str:
        try:
            if text.isdigit():
                return parse_id(text)
        except ValueError as error:
            raise ValidationError(NOTHING) from error
        if not SLUG.fullmatch(text):
            raise ValidationError(NOTHING)
        return text


class MomentField(Field):
    """An ISO 8601 date-time, or a date for its first moment, as a time in UTC."""

    schema = {
        "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]
    }

    def parse(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(_ascii(text))
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            return moment.astimezone(UTC)
        # The first and the last day of the calendar have no moment in some zones.
        except (ValueError, OverflowError) as error:
            raise ValidationError(
                _(
                    "Write a date, 2022-11-24, or a date and time, 2022-11-24T10:52:00+09:00 "
                    "(in an address a plus is written %(plus)s)."
                )
                % {"plus": "%2B"}
            ) from error


class PastField(MomentField):
    """A moment that is not to come: what is scheduled is nobody's business."""

    def parse(self, text: str) -> datetime:
        moment = super().parse(text)
        if moment > timezone.now():
            raise ValidationError(_("This time has not come yet."))
        return moment


class DayField(Field):
    """An ISO 8601 date."""

    schema = {"type": "string", "format": "date"}

    def parse(self, text: str) -> date:
        try:
            return date.fromisoformat(_ascii(text))
        except ValueError as error:
            raise ValidationError(_("Write a date: 2022-11-24.")) from error


class ChoiceField(Field):
    """One of the choices; a refusal lists them and repeats nothing."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        self.known = [value for value, _label in choices]
        self.schema = {"type": "string", "enum": self.known}

    def parse(self, text: str) -> str:
        if text not in self.known:
            raise ValidationError(f"{_('Choose one of these:')} {', '.join(self.known)}")
        return text


class IdsField(Field):
    """Ids with commas between."""

    schema = {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": MAX_ID},
        "minItems": 1,
        "maxItems": MOST_IDS,
    }

    def parse(self, text: str) -> list[int]:
        parts = text.split(",", MOST_IDS)
        if len(parts) > MOST_IDS:
            raise ValidationError(_("Give %(most)s ids at most.") % {"most": MOST_IDS})
        try:
            return sorted({parse_id(part) for part in parts})
        except ValueError as error:
            raise ValidationError(_("Write ids with commas between: 7,42.")) from error


class TextField(Field):
    """Words of a certain length at most, which a database can hold."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.schema = {"type": "string", "minLength": 1, "maxLength": longest}

    def parse(self, text: str) -> str:
        if len(text) > self.longest:
            most = {"most": self.longest}
            raise ValidationError(_("Write %(most)s characters at most.") % most)
        # No name and no text holds such: there is nothing to be found by them.
        return text.encode(errors="replace").decode().replace("\0", " ")


class NameField(TextField):
    """How a record is called: the ids of those called so."""

    def __init__(self, kind: str, most: int) -> None:
        super().__init__(LONGEST_QUERY)
        self.kind, self.most = kind, most

    def parse(self, text: str) -> list[int]:
        return called(self.kind, super().parse(text), self.most)


def _ascii(text: str) -> str:
    if not text.isascii():
        raise ValueError(text)
    return text

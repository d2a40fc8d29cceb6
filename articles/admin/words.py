"""Values of snapshots in words a person reads."""

from django.db.models import BooleanField, DateField, DateTimeField, Field
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import markup
from articles.history import DESK, FIELDS, RELATIONS
from articles.models import Person, Post, PostByline

from .posts.state import moment

# By the name in a snapshot, which for a foreign key is that of its column.
MODEL_FIELDS = {
    name: Post._meta.get_field(name.removesuffix("_id")) for name in [*FIELDS, *RELATIONS, *DESK]
}


def label_of(name: str) -> str:
    """Return what the form calls a field."""
    return capfirst(_("bylines") if name == "bylines" else MODEL_FIELDS[name].verbose_name)


def text_of(name: str, value: object) -> str:
    """Return a value of a snapshot as plain text; records by name, a line each."""
    if name == "bylines":
        return bylines_in_words(value)
    if name == "body":
        return markup.in_words(str(value))
    return in_words(MODEL_FIELDS[name], value)


def in_words(field: Field, value: object) -> str:
    """Return a value of a field, or the ids of related records, as plain text."""
    if field.is_relation:
        pks = value if isinstance(value, list) else [value]
        return "\n".join(sorted(str(record) for record in _records(field.related_model, pks)))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, DateTimeField) and value:
        return moment(parse_datetime(str(value)))
    if isinstance(field, DateField) and value:
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value or "")


def bylines_in_words(rows: list[list]) -> str:
    """Return bylines with their roles, a line each."""
    names = dict(Person.objects.filter(pk__in=[pk for pk, _ in rows]).values_list("pk", "name"))
    roles = dict(PostByline.Role.choices)
    return "\n".join(f"{names.get(pk, pk)} ({roles.get(role, role)})" for pk, role in rows)


def _records(model, pks: list) -> list:
    return model._default_manager.filter(pk__in=[pk for pk in pks if pk])

"""Two people at one post: what only one of them changed is merged, the rest is put to the second.

A form carries the revision it was opened on. Nothing is ever written over unseen: a save on an
older revision is compared field by field with what has been saved since.
"""

from django.db.models import DateTimeField
from django.forms import Form
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from articles.admin.base import is_key
from articles.admin.words import bylines_in_words, text_of
from articles.differences import diff_words
from articles.history import DESK, FIELDS, RELATIONS, plain, same
from articles.models import Post, Revision

COLUMNS = {Post._meta.get_field(name).name: name for name in [*FIELDS, *DESK]}


class Stale:
    """A form opened on revision ``base`` while ``theirs`` is the last one saved."""

    def __init__(self, base: Revision, theirs: Revision) -> None:
        self.base, self.theirs = base.snapshot, theirs.snapshot
        self.number, self.who = theirs.number, theirs.saved_by or _("somebody else")

    def merge(self, form: Form) -> None:
        """Take over what they alone changed; make what both changed an error of its field."""
        form.data = form.data.copy()
        for name in form.fields:
            if name in COLUMNS:
                self._merge_value(form, name, COLUMNS[name])
            elif name in RELATIONS:
                self._merge_set(form, name)
        form.data[form.add_prefix("revision")] = str(self.number)

    def merge_bylines(self, post: Post, data: QueryDict, prefix: str) -> tuple[QueryDict, str]:
        """Return the rows to go on with, and our own in words if theirs had to take their place."""
        mine, base, theirs = _rows(data, prefix), self.base["bylines"], self.theirs["bylines"]
        if theirs == base:
            return data, ""
        data = data.copy()
        for key in [key for key in data if key.startswith(f"{prefix}-")]:
            del data[key]
        data.update(_saved_rows(post, prefix))
        return data, "" if mine in (base, theirs) else bylines_in_words(mine)

    def _merge_value(self, form: Form, name: str, column: str) -> None:
        base, theirs = self.base.get(column), self.theirs.get(column)
        if same(theirs, base):
            return
        if name in form.errors:  # wrong, but not to be corrected over theirs unseen
            form.add_error(name, self._both_texts(column, None, theirs))
            return
        mine = _plain(form.cleaned_data.get(name))
        if same(theirs, mine):
            return
        if same(mine, base):
            self._take_theirs(form, name, theirs)
        else:
            form.add_error(name, self._both_texts(column, mine, theirs))

    def _take_theirs(self, form: Form, name: str, theirs: object) -> None:
        field = Post._meta.get_field(name)
        if isinstance(field, DateTimeField):
            form.cleaned_data[name] = parse_datetime(theirs) if theirs else None
        elif field.is_relation:
            found = field.related_model.objects.filter(pk=theirs).first()
            form.cleaned_data[name] = found
        else:
            form.cleaned_data[name] = theirs
        _show(form, name, form.cleaned_data[name])

    def _merge_set(self, form: Form, name: str) -> None:
        """A set has no conflict: what either added is in, what either removed is out."""
        key = form.add_prefix(name)
        base, theirs = set(self.base[name]), set(self.theirs[name])
        # As posted: one record that is gone must not take the others with it.
        mine = {int(pk) for pk in form.data.getlist(key) if is_key(pk)}
        merged = (mine | theirs) - (base - mine) - (base - theirs)
        if merged == mine:
            return
        form.data.setlist(key, [str(pk) for pk in sorted(merged)])
        if name not in form.errors:
            records = form.fields[name].queryset.model._default_manager
            form.cleaned_data[name] = records.filter(pk__in=merged)

    def _both_texts(self, name: str, mine: object, theirs: object) -> str:
        """Return theirs, and how mine differs; without the difference if mine makes no sense."""
        theirs = text_of(name, theirs)
        parts = [] if mine is None else diff_words(theirs, text_of(name, mine))
        context = {"who": self.who, "parts": parts, "theirs": theirs}
        return render_to_string("admin/articles/post/both_texts.html", context)


def stale(post: Post, number: str) -> Stale | None:
    """Return what was saved since the revision of that number; None if nothing.

    Raises Revision.DoesNotExist if there never was such a revision.
    """
    last = post.revisions.first() if post.pk else None
    if last is None or str(last.number) == number:
        return None
    if not (number.isdecimal() and len(number) < 9):
        raise Revision.DoesNotExist(number)
    return Stale(post.revisions.get(number=number), last)


def _plain(value: object) -> object:
    """Return a cleaned value as a snapshot holds it."""
    return value.pk if hasattr(value, "pk") else plain(value)


def _show(form: Form, name: str, value: object) -> None:
    """Put a value into the data of the form, in case it has to be shown again."""
    field, key = form.fields[name], form.add_prefix(name)
    shown = field.prepare_value(value)
    widgets = getattr(field.widget, "widgets", None)
    if widgets is None:
        form.data[key] = "" if shown is None else str(shown)
        return
    for number, part in enumerate(field.widget.decompress(shown)):
        form.data[f"{key}_{number}"] = "" if part is None else widgets[number].format_value(part)


def _rows(data: QueryDict, prefix: str) -> list[list]:
    """Return the bylines of a posted formset as a snapshot holds them."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    rows = []
    for number in range(min(int(total), 100) if total.isdecimal() else 0):
        row = {name: data.get(f"{prefix}-{number}-{name}", "") for name in ("person", "role")}
        order = data.get(f"{prefix}-{number}-position", "")
        is_deleted = data.get(f"{prefix}-{number}-DELETE")
        if row["person"].isdecimal() and not is_deleted:
            place = int(order) if order.isdecimal() and int(order) else number + 1
            rows.append((place, number, [int(row["person"]), row["role"]]))
    return [row for _place, _number, row in sorted(rows)]


def _saved_rows(post: Post, prefix: str) -> dict[str, str]:
    """Return the saved bylines of a post as the data of an unchanged formset."""
    rows = list(post.bylines.all())
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(len(rows))}
    for number, row in enumerate(rows):
        for name in ("id", "post_id", "person_id", "role", "position"):
            key = f"{prefix}-{number}-{name.removesuffix('_id')}"
            data[key] = str(getattr(row, name))
    return data

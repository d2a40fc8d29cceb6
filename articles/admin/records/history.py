"""All saves and merges of a record on one line of time; any two compared, an old one restored."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles import markup
from articles.admin.side import address_of, find_record
from articles.admin.words import in_words
from articles.differences import diff_words
from articles.models import Entity, Merge, Notice, NoticeKind, Organization, Position
from articles.versions import RESTORED, Version, versions

OWN_ROWS = {"positions": Position, "notices": Notice}


def entity_history(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the line of time, and the difference between two entries of it if they are given."""
    record = find_record(model_admin, object_id)
    if not model_admin.has_view_or_change_permission(request, record):
        raise PermissionDenied
    entries = list(_entries(record))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("History"),
        "subtitle": str(record),
        "opts": model_admin.opts,
        "record": record,
        "entries": entries,
        "may_change": _may_restore(model_admin, request, record),
        "may_merge": model_admin.has_publish_permission(request),
        "restore_url": address_of(record, "restore"),
        "undo_url": address_of(record, "undo-merge") if isinstance(record, Entity) else "",
        **_comparison(record, entries, request.GET.get("old", ""), request.GET.get("new", "")),
    }
    return TemplateResponse(request, "admin/articles/entity/history.html", context)


def restore_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Make the record what it was at the version posted."""
    record = find_record(model_admin, object_id)
    if not _may_restore(model_admin, request, record):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    key = request.POST.get("version", "")
    version = next((found for found in versions(record) if found.key == key), None)
    if version is None:
        raise Http404
    try:
        model_admin.go_back(record, version, by=request.user)
    except ValidationError as error:
        text = _("It cannot be restored: %s") % " ".join(error.messages)
        model_admin.message_user(request, text, messages.ERROR)
        return redirect(address_of(record, "history"))
    when = date_format(version.at, "SHORT_DATETIME_FORMAT")
    text = _("Restored as it was on %s. Whether readers see it has not changed.") % when
    model_admin.message_user(request, text, messages.SUCCESS)
    return redirect(address_of(record, "change"))


def _may_restore(model_admin, request: HttpRequest, record: Entity) -> bool:
    is_merged = getattr(record, "merged_into_id", None) is not None
    return not is_merged and model_admin.has_change_permission(request, record)


def _entries(record: Entity) -> Iterator[dict]:
    """Yield what was saved, newest first, each with what it changed and which merge it was."""
    kind = record._meta.model_name
    merges = Merge.objects.filter(kind=kind).select_related("by", "undone_by")
    of_it = [*merges.filter(merged=record.pk), *merges.filter(into=record.pk)]
    done = {merge.at: merge for merge in of_it}
    undone = {merge.undone_at: merge for merge in of_it if merge.undone_at}
    names = _names_of(record, of_it)
    found = versions(record, [*done, *undone])
    for version, before in zip(found, [*found[1:], None], strict=True):
        yield {
            "key": version.key,
            "at": version.at,
            "who": version.by,
            "version": version,
            "is_present": version is found[0],
            "is_restored": version.reason == RESTORED,
            "changed": [label_of(record, name) for name in _changed(before, version)],
            "is_first": before is None,
            **_merge_in_words(record, names, done.get(version.at), undone.get(version.at)),
        }


def _names_of(record: Entity, merges: list[Merge]) -> dict[int, str]:
    pks = {pk for merge in merges for pk in (merge.merged, merge.into)}
    return dict(type(record).objects.filter(pk__in=pks).values_list("pk", "name")) if pks else {}


def _merge_in_words(
    record: Entity, names: dict[int, str], done: Merge | None, undone: Merge | None
) -> dict:
    merge = done or undone
    if merge is None:
        return {}
    is_into = merge.into == record.pk
    other = names.get(merge.merged if is_into else merge.into, "")
    if undone:
        text = _("Merge undone: %s")
    elif is_into:
        text = _("Merged into this record: %s")
    else:
        text = _("Merged into: %s")
    return {"note": text % other, "merge": merge if done and not merge.undone_at else None}


def _changed(before: Version | None, after: Version) -> list[str]:
    """Return the names in which two versions differ, in the order of the model."""
    if before is None:
        return []
    return [name for name, value in after.facts.items() if before.facts.get(name) != value]


def label_of(record: Entity, name: str) -> str:
    """Return what the form calls a fact."""
    if name in OWN_ROWS:
        return capfirst(OWN_ROWS[name]._meta.verbose_name_plural)
    return capfirst(record._meta.get_field(name).verbose_name)


def text_of(record: Entity, name: str, value: object) -> str:
    """Return a fact of a version as plain text; records by name, a line each."""
    if name == "positions":
        pks = {pk for _title, pk, _start, _end in value}
        names = dict(Organization.objects.filter(pk__in=pks).values_list("pk", "name"))
        return "\n".join(_position(names, *row) for row in value)
    if name == "notices":
        pks = {pk for pk, *_rest in value}
        names = dict(NoticeKind.objects.filter(pk__in=pks).values_list("pk", "name"))
        return "\n".join(_notice(names, *row) for row in value)
    if name == "body":
        return markup.in_words(value)
    return in_words(record._meta.get_field(name), value)


def _position(names: dict[int, str], title: str, pk: int | None, start, end) -> str:
    place = f", {names.get(pk, pk)}" if pk else ""
    return f"{title}{place} {_days(start, end)}".rstrip()


def _notice(names: dict[int, str], pk: int, start, end, *wordings: str) -> str:
    said = " / ".join(text for text in wordings if text)
    return f"{names.get(pk, pk)} {_days(start, end)}".rstrip() + (f": {said}" if said else "")


def _days(start, end) -> str:
    days = [date_format(day, "SHORT_DATE_FORMAT") if day else "…" for day in (start, end)]
    return f"({days[0]} — {days[1]})" if start or end else ""


def _comparison(record: Entity, entries: list[dict], old: str, new: str) -> dict:
    """Return the two entries and what differs; by default the last two."""
    by_key = {entry["key"]: entry for entry in entries}
    newest = [entry["key"] for entry in entries[:2]]
    old = by_key.get(old or (newest[-1] if newest else ""))
    new = by_key.get(new or (newest[0] if newest else ""))
    rows = []
    if old and new:
        before, after = old["version"], new["version"]
        for name in _changed(before, after):
            texts = (text_of(record, name, side.facts[name]) for side in (before, after))
            rows.append({"label": label_of(record, name), "parts": diff_words(*texts)})
    return {"old": old, "new": new, "rows": rows}

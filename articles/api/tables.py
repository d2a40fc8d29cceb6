"""Lists as CSV: a row for each record, a column for each of its fields that fits into one.

Columns are called as the fields of the JSON are: what a record refers to gives its id and its name
(``section.id``, ``section.name``), and what it has several of stands in one cell with a bar
between. Two dialects: ``csv`` is that of RFC 4180, in UTF-8 with commas; ``excel`` is what Excel
opens by a double click where the decimal sign is a comma, so semicolons and a byte order mark.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from io import StringIO

from rest_framework.renderers import BaseRenderer
from rest_framework.serializers import BaseSerializer, Serializer

BAR = " | "
# A cell that begins so is a formula to spreadsheets, and the words are not ours alone:
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

# A dozen addresses for each image, which follow from the one that is told.
NOT_IN_CELLS = {"renditions"}


class TableRenderer(BaseRenderer):
    """Writes a page of a list; where the next begins is told by the Link header."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"
    delimiter = ","
    mark = ""

    def render(self, data, accepted_media_type=None, renderer_context=None):
        view, response = renderer_context["view"], renderer_context["response"]
        response["Content-Disposition"] = f'attachment; filename="{view.listing.kind}s.csv"'
        columns = columns_of(view.get_serializer_class())
        if fields := renderer_context["request"].query_params.get("fields"):
            columns = among(columns, fields.split(","))
        return self.mark + write(data["results"], columns, self.delimiter)


class ExcelRenderer(TableRenderer):
    format = "excel"
    delimiter = ";"
    mark = "\ufeff"


RENDERERS = (TableRenderer, ExcelRenderer)


def write(rows: Iterable[dict], columns: Iterable[str], delimiter: str = ",") -> str:
    """Return records as CSV, the names of the columns first."""
    text = StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(columns)
    paths = [column.split(".") for column in columns]
    writer.writerows([_safe(_cell(row, path)) for path in paths] for row in rows)
    return text.getvalue()


@cache
def columns_of(serializer: type[BaseSerializer]) -> tuple[str, ...]:
    """Return the names of the columns for what a serializer describes."""
    return tuple(_columns(serializer()))


def among(columns: Iterable[str], fields: Collection[str]) -> list[str]:
    """Return the columns that are of these fields: "section" has the id and the name of one."""
    return [
        column
        for column in columns
        if any(
            f"{column}.".startswith(f"{name}.") or name.startswith(f"{column}.") for name in fields
        )
    ]


def _columns(serializer: Serializer, before: str = "") -> Iterator[str]:
    for name, field in serializer.fields.items():
        inner = getattr(field, "child", field)
        if name in NOT_IN_CELLS:
            continue
        if not isinstance(inner, Serializer):
            yield f"{before}{name}"
        elif "name" in inner.fields and "id" in inner.fields:
            yield from (f"{before}{name}.id", f"{before}{name}.name")
        else:
            yield from _columns(inner, f"{before}{name}.")


def _cell(value, path: list[str]) -> str | int | float:
    """Return what stands at a path in a record."""
    if isinstance(value, list | tuple):
        parts = [str(_cell(part, path)) for part in value]
        return BAR.join(parts) if any(parts) else ""
    if path:
        return _cell(value[path[0]], path[1:]) if value else ""
    if isinstance(value, dict):
        return BAR.join(f"{name}: {part}" for name, part in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


def _safe(cell: str | int | float) -> str | int | float:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell

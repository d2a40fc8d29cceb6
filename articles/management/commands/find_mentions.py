import json
import sys
from contextlib import closing
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.mentions import LINK, Span, SqlSource, find
from articles.mentions.new import NewName, find_new


class Command(BaseCommand):
    help = "Find known and new names in texts: JSON lines {doc, text} in, {doc, mentions} out"

    def add_arguments(self, parser):
        parser.add_argument("--registry", metavar="FILE", type=Path, help="JSON lines of entities")

    def handle(self, *, registry, **options):
        if not registry:
            raise CommandError(_("The database is not searched yet: give --registry FILE."))
        with closing(SqlSource()) as source:
            self.read(registry, source)
            self.search(source)

    def search(self, source: SqlSource) -> None:
        """Print the mentions of each document that comes in."""
        for number, document in enumerate(documents(sys.stdin), start=1):
            try:
                name, text = document["doc"], document["text"]
            except (KeyError, TypeError) as error:
                raise CommandError(_("Line %d has no document.") % number) from error
            found = find(text, source=source)
            mentions = [shown(span) for span in found if span.level == LINK]
            for new in find_new(text, found=found):
                mentions += shown_new(new)
            line = {"doc": name, "mentions": mentions}
            self.stdout.write(json.dumps(line, ensure_ascii=False))

    def read(self, registry: Path, source: SqlSource) -> None:
        """Add the entities of a file to a source."""
        try:
            with registry.open(encoding="utf-8") as lines:
                source.add(documents(lines))
        except (OSError, KeyError, TypeError, UnicodeDecodeError) as error:
            raise CommandError(
                _("Not a registry: %(file)s (%(error)s)") % {"file": registry, "error": error}
            ) from error


def documents(lines):
    """Yield what stands on lines of JSON; raises CommandError for a line that is none."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise CommandError(_("Line %d is not JSON.") % number) from error


def shown(span: Span) -> dict:
    """Return a span as the command prints it."""
    return {
        "start": span.start,
        "end": span.end,
        "type": span.type,
        "name": span.name,
        "entity": span.entity,
        "reason": str(span.reason),
    }


def shown_new(new: NewName) -> list[dict]:
    """Return the places of a name nobody has recorded as the command prints them."""
    return [
        {"start": start, "end": end, "type": new.type, "name": new.name, "entity": None}
        for start, end in new.places
    ]

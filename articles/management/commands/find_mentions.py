import json
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import Error

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.mentions import LINK, Source, Span, SqlSource, find, ner
from articles.mentions.new import NewName, find_new
from articles.mentions.registry import Registry
from articles.recognition import LANGUAGES


class Command(BaseCommand):
    help = "Find known and new names: JSON lines {doc, text, language} in, {doc, mentions} out"

    def add_arguments(self, parser):
        parser.add_argument(
            "--registry",
            metavar="FILE",
            type=Path,
            help="JSON lines of the entities to find; those of the database if not given",
        )

    def handle(self, *, registry, **options):
        if not registry:
            self.search(Registry())
            return
        with closing(SqlSource()) as source:
            self.read(registry, source)
            self.search(source)

    def search(self, source: Source) -> None:
        """Print the mentions of each document that comes in."""
        for number, document in enumerate(documents(sys.stdin), start=1):
            name, text, language = parts(document, number)
            try:
                found = find(text, language, source=source)
            except ValueError as error:
                words = {"line": number, "language": language}
                raise CommandError(
                    _("Line %(line)d is in a language that is not read: %(language)s.") % words
                ) from error
            mentions = [shown(span) for span in found if span.level == LINK]
            found_too = recognized(text, language)
            for new in find_new(text, language, found=found, recognized=found_too):
                mentions += shown_new(new)
            line = json.dumps({"doc": name, "mentions": mentions}, ensure_ascii=False)
            # Half a character of two, which JSON may name and UTF-8 cannot, is named so again.
            self.stdout.write(line.encode(errors="backslashreplace").decode())

    def read(self, registry: Path, source: SqlSource) -> None:
        """Add the entities of a file to a source."""
        try:
            with registry.open(encoding="utf-8") as lines:
                source.add(documents(lines))
        except (OSError, LookupError, TypeError, AttributeError, ValueError, Error) as error:
            raise CommandError(
                _("Not a registry: %(file)s (%(error)s)") % {"file": registry, "error": error}
            ) from error


def parts(document: object, number: int) -> tuple[object, str, str]:
    """Return name, text and language of a document; raises CommandError if it is none."""
    try:
        name, text = document["doc"], document["text"]
        language = document.get("language", "ru")
    except (KeyError, TypeError, AttributeError) as error:
        raise CommandError(_("Line %d has no document.") % number) from error
    if not isinstance(text, str):
        raise CommandError(_("The text on line %d is none.") % number)
    return name, text, language


def documents(lines):
    """Yield what stands on lines of JSON; raises CommandError for a line that is none."""
    number = 1
    try:
        for line in lines:
            if line.strip():
                yield json.loads(line)
            number += 1
    except ValueError as error:  # of the line, or of bytes that are no text
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


def recognized(text: str, language: str) -> list[ner.Found]:
    """Return what the optional extra finds, nothing where it is not installed or switched off."""
    is_asked = settings.NER and language in LANGUAGES and ner.is_installed()
    return ner.find_names(text) if is_asked else []


def shown_new(new: NewName) -> list[dict]:
    """Return the places of a name nobody has recorded as the command prints them."""
    return [
        {"start": start, "end": end, "type": new.type, "name": new.name, "entity": None}
        for start, end in new.places
    ]

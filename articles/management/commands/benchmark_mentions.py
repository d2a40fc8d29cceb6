import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from statistics import median, quantiles

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from articles.lookalikes import keep_names
from articles.management.apart import OwnDatabase, make_database, own_database, run_apart
from articles.management.progress import draw_bar
from articles.mentions import Row, find, invented
from articles.mentions.registry import KINDS, Registry, keep_keys, key_of
from articles.mentions.source import rows_of
from articles.models import MentionKey, Person

from .find_mentions import documents

BATCH = 1_000
ROUNDS = 3
NOTES = "notes.jsonl"
ADDED = 50  # entities, to see what adding one costs
PER = 2_000  # letters
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # in the units of ru_maxrss


class Counting(Registry):
    """The registry, and how many rows it gave."""

    rows = 0

    def lookup(self, keys: Iterable[str]) -> list[Row]:
        found = super().lookup(keys)
        self.rows += len(found)
        return found


class Command(BaseCommand):
    help = "Measure what it costs to find names among many records, in a database of its own"

    def add_arguments(self, parser):
        parser.add_argument(
            "--entities",
            type=int,
            nargs="+",
            default=[1_000],
            metavar="N",
            help="how many records; of several numbers the growth from the first is told",
        )
        parser.add_argument("--articles", type=int, default=200, metavar="N")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--registry", type=Path, metavar="FILE", help="JSON lines of entities to add to those"
        )
        parser.add_argument(
            "--docs", type=Path, metavar="FILE", help="JSON lines of texts to read instead of ours"
        )

    def handle(self, **options):
        if min(options["entities"]) < 1 or options["articles"] < 2:
            raise CommandError(_("It takes an entity and two articles at least."))
        with ExitStack() as stack:
            databases = []
            for number in options["entities"]:
                databases.append(stack.enter_context(own_database()))
                run_apart(self.fill, options | {"entities": number})
            # In turn, for a machine is not equally quick all the time.
            for database in databases * ROUNDS:
                database.use()
                run_apart(self.measure, database.folder, options)
            medians = [
                self.report(number, database)
                for number, database in zip(options["entities"], databases, strict=True)
            ]
        for number, cost in zip(options["entities"][1:], medians[1:], strict=True):
            words = {"number": number, "ratio": cost / medians[0]}
            self.stdout.write(_("CPU time at %(number)d to the first: %(ratio).2f") % words)

    def fill(self, options: dict) -> None:
        """Make the database and the keys of all entities."""
        make_database()
        known = read(options["registry"]) if options["registry"] else []
        total = options["entities"] + len(known)
        made: list[MentionKey] = []
        entities = (*known, *invented.entities(options["entities"], options["seed"]))
        for number, entity in enumerate(entities, start=1):
            key = (KINDS[entity["type"]], number)
            made += map(key_of, rows_of(entity | {"id": key}))
            if number % BATCH == 0 or number == total:
                MentionKey.objects.bulk_create(made)
                made = []
                draw_bar(self.stdout, number, total)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        words = {"entities": total, "keys": MentionKey.objects.count()}
        words["database"] = connection.display_name
        self.stdout.write(_("Entities: %(entities)d, keys: %(keys)d, in %(database)s") % words)

    def measure(self, folder: Path, options: dict) -> None:
        """Note in the folder what finding the names of an article costs."""
        connection.ensure_connection()
        texts = [document["text"] for document in read(options["docs"])] if options["docs"] else []
        texts = texts or list(invented.articles(options["articles"], options["seed"]))
        bare = memory()
        find(texts[0], source=Registry())  # what is made ready once in a process
        costs, queries, rows = [], [], []
        for number, text in enumerate(filter(None, texts), start=1):
            source, asked = Counting(), []
            with connection.execute_wrapper(counted_in(asked)):
                start = time.process_time()
                find(text, source=source)
                costs.append((time.process_time() - start) * 1_000 * PER / len(text))
            queries.append(len(asked))
            rows.append(source.rows)
            draw_bar(self.stdout, number, len(texts))
        noted = {"costs": costs, "queries": queries, "rows": rows, "memory": [memory() - bare]}
        with (folder / NOTES).open("a") as notes:
            notes.write(f"{json.dumps(noted)}\n")

    def report(self, number: int, database: OwnDatabase) -> float:
        """Print what was noted of a database; return the median of the CPU time."""
        self.stdout.write(_("Of %(entities)d entities:") % {"entities": number})
        lines = (database.folder / NOTES).read_text().splitlines()
        rounds = [json.loads(line) for line in lines]
        costs, queries, rows, added = (
            [value for noted in rounds for value in noted[name]]
            for name in ("costs", "queries", "rows", "memory")
        )
        self.tell(_("CPU time for 2,000 characters, ms"), costs)
        self.tell(_("Queries"), queries)
        self.tell(_("Rows"), rows)
        self.stdout.write(_("Memory added, MB: %(megabytes).1f") % {"megabytes": max(added)})
        database.use()
        run_apart(self.report_adding)
        return median(costs)

    def report_adding(self) -> None:
        """Print what adding an entity costs."""
        saving, keys = cost_of_adding()
        self.tell(_("Storing the keys of an added entity, ms"), keys)
        self.tell(_("Adding an entity, all that is saved with it, ms"), saving)

    def tell(self, what: str, costs: list[float]) -> None:
        words = {"what": what, "median": median(costs), "p95": quantiles(costs, n=20)[-1]}
        words |= {"most": max(costs)}
        line = _("%(what)s: median %(median).1f, p95 %(p95).1f, most %(most).1f")
        self.stdout.write(line % words)


def read(file: Path) -> list[dict]:
    """Return what stands on the lines of a file; raises CommandError for what is no JSON."""
    try:
        with file.open(encoding="utf-8") as lines:
            return list(documents(lines))
    except OSError as error:
        raise CommandError(str(error)) from error


def counted_in(asked: list[str]) -> Callable:
    """Return a wrapper of queries that notes each."""

    def count(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    return count


def cost_of_adding() -> tuple[list[float], list[float]]:
    """Return how many milliseconds of CPU it took to save each of some persons, and their keys."""
    saving, keys = [], []
    people = (entity for entity in invented.entities(10 * ADDED, seed=2))
    for name in [entity["name"] for entity in people if entity["type"] == "PERSON"][:ADDED]:
        given, *_middle, family = name.split()
        with transaction.atomic():
            start = time.process_time()
            person = Person.objects.create(name=name, given_name=given, family_name=family)
            keep_names(person)
            saved = time.process_time()
            keep_keys(person)
            keys.append((time.process_time() - saved) * 1_000)
            saving.append((saved - start) * 1_000)
    return saving, keys


def memory() -> float:
    """Return the most megabytes this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE

import json
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from articles.management.apart import make_database, own_database, run_apart
from articles.management.benchmark.filling import fill
from articles.management.benchmark.measuring import measure, own_settings
from articles.management.benchmark.subjects import GROWTH, subjects
from articles.management.progress import draw_bar

LEAST = 100  # posts, for lists that have a second page
TURNS = 5


class Command(BaseCommand):
    help = "Measure what readers' pages cost among many posts, in a database of its own"

    def add_arguments(self, parser):
        parser.add_argument(
            "--posts",
            type=int,
            nargs="+",
            default=[1_000, 100_000],
            metavar="N",
            help="how many posts; of several numbers the growth from the first to the last is told",
        )
        parser.add_argument("--rounds", type=int, default=100, metavar="N")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *, posts, rounds, seed, **options):
        if min(posts) < LEAST or rounds < 1:
            raise CommandError(
                _("It takes %(least)d posts and a round at least.") % {"least": LEAST}
            )
        found = self.benchmark(posts, rounds, seed)
        exceeded = self.tell(posts, found)
        if exceeded:
            raise CommandError(_("More than allowed: %s") % ", ".join(exceeded))

    def benchmark(self, posts: list[int], rounds: int, seed: int) -> list[list[dict]]:
        """Return what each kind of page costs, by number of posts: [{"name", "limit", "cost"}]."""
        with ExitStack() as stack:
            databases = []
            for number in posts:
                databases.append(stack.enter_context(own_database()))
                run_apart(self.fill, number, seed)
            # In turns, so that a change of the machine's pace falls on all of them.
            turns = min(TURNS, rounds)
            for turn in range(turns):
                for database in databases:
                    database.use()
                    told = database.folder / f"costs-{turn}"
                    run_apart(self.measure, database.folder, told, rounds // turns)
            return [self.middle(database.folder) for database in databases]

    def fill(self, posts: int, seed: int) -> None:
        make_database()
        words = {"posts": posts, "database": connection.display_name}
        self.stdout.write(_("Making %(posts)d posts in %(database)s") % words)
        fill(posts, seed, self.draw)

    def measure(self, folder: Path, told: Path, rounds: int) -> None:
        """Write what the pages cost into a file."""
        if connection.vendor == "postgresql":
            connection.settings_dict["OPTIONS"]["pool"] = True  # as the site has it
        with own_settings(folder):
            found = subjects()
            empty, costs = measure(found, rounds, self.draw)
        self.stdout.write(_("CPU time of an empty view, ms: %(cost).2f") % {"cost": empty * 1_000})
        rows = [{"name": s.name, "limit": s.limit, "cost": costs[s.name]} for s in found]
        told.write_text(json.dumps(rows))

    def middle(self, folder: Path) -> list[dict]:
        """Return of what the turns found the median."""
        turns = [json.loads(told.read_text()) for told in folder.glob("costs-*")]
        return [
            rows[0] | {"cost": median([row["cost"] for row in rows])}
            for rows in zip(*turns, strict=True)
        ]

    def draw(self, done: int, total: int) -> None:
        draw_bar(self.stdout, done, total)

    def tell(self, posts: list[int], found: list[list[dict]]) -> list[str]:
        """Print the table; return the names of what costs more or grows more than it may."""
        self.stdout.write(_("CPU time of a request, in empty views"))
        last = [_("growth")] if len(posts) > 1 else []
        self.line("", [_("at most"), *map(str, posts), *last])
        exceeded = []
        for rows in zip(*found, strict=True):
            name, limit = rows[0]["name"], rows[0]["limit"]
            costs = [row["cost"] for row in rows]
            growth = costs[-1] / costs[0]
            figures = [f"{limit:g}", *(f"{cost:.1f}" for cost in costs)]
            self.line(name, [*figures, *([f"{growth:.2f}"] if last else [])])
            if max(costs) > limit or growth > GROWTH:
                exceeded.append(name)
        return exceeded

    def line(self, name: str, cells: list[str]) -> None:
        self.stdout.write(f"{name:32}" + "".join(f"{cell:>10}" for cell in cells))

"""Measurements are made in a database of their own, and in processes of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

_numbers = count(1)


class OwnDatabase(NamedTuple):
    """A database of a measurement's own, and a folder for its other files."""

    name: str
    folder: Path

    def use(self) -> None:
        """Let this process and those it starts work in it; one that is made is used already."""
        connection.close()
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = settings["NAME"] = self.name


@contextmanager
def own_database() -> Iterator[OwnDatabase]:
    """Leave the site's database for one that is yet to be made.

    It and its folder are gone in the end. Between, this process must not touch the database itself.
    """
    site = connection.settings_dict["NAME"]
    with TemporaryDirectory() as folder:
        name = f"newsroom_benchmark_{os.getpid()}_{next(_numbers)}"
        name = str(Path(folder) / name) if connection.vendor == "sqlite" else name
        own = OwnDatabase(name, Path(folder))
        connection.settings_dict["OPTIONS"].pop("pool", None)  # it would keep it from being dropped
        own.use()
        try:
            yield own
        finally:
            own.use()
            with suppress(DatabaseError):  # it may not have come to be
                connection.creation.destroy_test_db(site, verbosity=0)


def make_database() -> None:
    """Make the database, with all its tables."""
    connection.creation.create_test_db(verbosity=0, serialize=False)


def run_apart(work: Callable, *arguments: object) -> None:
    """Do it in a process of its own: what one holds is not in the memory of another.

    Raises CommandError if it fails there.
    """
    process = get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise CommandError(_("The measurement failed."))

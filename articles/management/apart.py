"""Measurements are made in a database of their own, and in processes of their own."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _


@contextmanager
def own_database() -> Iterator[Path]:
    """Leave the site's database for one that is yet to be made; give a folder for other files.

    Both are gone in the end. Between, this process must not touch the database itself.
    """
    site = connection.settings_dict["NAME"]
    with TemporaryDirectory() as folder:
        ours = f"newsroom_benchmark_{os.getpid()}"
        ours = str(Path(folder) / ours) if connection.vendor == "sqlite" else ours
        connection.close()
        connection.settings_dict["TEST"]["NAME"] = connection.settings_dict["NAME"] = ours
        connection.settings_dict["OPTIONS"].pop("pool", None)  # it would keep it from being dropped
        try:
            yield Path(folder)
        finally:
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

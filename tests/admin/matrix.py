"""Tables of who may do what, and how their cells are tried with real requests.

A column of a table is a role, a cell holds the letters of the states in which the action has its
effect; "*" stands for all, "." for none.

In what is refused nothing is written. Who may do what is written by hand, for people to read: it
must not be taken from the code it holds to account.
"""

import re
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client

from tests.admin.pages import change_url, url

ROLES = ["stranger", "nobody", "reporter", "editor", "chief", "administrator"]


def rows_of(table: str) -> dict[str, dict[str, str]]:
    """Return {action: {column: cell}}."""
    head, *lines = table.strip("\n").splitlines()
    columns = head.split()
    found = {}
    for line in lines:
        words = line.split()
        action = " ".join(words[: -len(columns)])
        found[action] = dict(zip(columns, words[-len(columns) :], strict=True))
    return found


def cells(table: str, role: str) -> dict[str, str]:
    """Return {action: letters} of a role from a table whose columns are roles."""
    return {action: row[role] for action, row in rows_of(table).items()}


@contextmanager
def undone():
    """Undo what happens inside; the list given is of the statements that wrote."""
    written = []

    def listen(execute, sql, params, many, context):
        if re.match(r"INSERT|UPDATE|DELETE", sql) and '"django_session"' not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(listen):
        yield written
        transaction.set_rollback(True)


def compare_with(row: dict[str, str], actions: dict, client: Client, things: dict) -> None:
    """Try each action on each thing; fail with every cell that is not as the table says."""
    assert row.keys() == actions.keys(), row.keys() ^ actions.keys()
    wrong = []
    for action, letters in row.items():
        expected = "".join(things) if letters == "*" else letters.replace(".", "")
        assert set(expected) <= set(things), action
        for letter, thing in things.items():
            with undone() as written:
                has_effect = bool(actions[action](client, thing))
            if has_effect != (letter in expected):
                wrong.append(f"{action}, {letter}: {'has' if has_effect else 'has no'} effect")
            if written and not has_effect:
                wrong.append(f"{action}, {letter}: refused, but wrote {written[0][:80]}")
    assert not wrong, "\n".join(wrong)


def took(response) -> bool:
    """Return whether a form was taken: anything but a page, a refusal or the log-in."""
    return response.status_code == 302 and "/login/" not in response.url


def again(record):
    return type(record).objects.filter(pk=record.pk).first()


def opens(client, record):
    return client.get(change_url(record)).status_code == 200


def deletes(client, record):
    client.post(url(type(record), "delete", record.pk), {"post": "yes"})
    return again(record) is None


def deletes_from_list(client, record):
    data = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(url(type(record), "changelist"), data)
    return again(record) is None


COMMON = {"open": opens, "delete": deletes, "delete from the list": deletes_from_list}

"""A person that posts name, and how they do."""

import pytest

from articles.publishing import publish
from tests.factories import known, make_person, make_post


def make_ermek(**fields):
    name = {"name": "Ермек Кошербаев", "given_name": "Ермек", "family_name": "Кошербаев"}
    return known(make_person(**name | {"slug": "ermek"} | fields))


@pytest.fixture
def ermek():
    return make_ermek()


def mark(record, words: str) -> str:
    return f'<span data-{record._meta.model_name}="{record.pk}">{words}</span>'


def published(editor, body: str, *records, **fields) -> str:
    """Publish a post that names these records; return the body of its edition."""
    return publish(make_naming(body, *records, **fields), by=editor).body


def make_naming(body: str, *records, **fields):
    for record in records:
        fields.setdefault(f"{record._meta.model_name}s", []).append(record)
    return make_post(body=body, **fields)

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.mentions.conftest import person


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return a function: what the command prints for texts, given lines of a registry."""

    def run(stdin, registry):
        file = tmp_path / "registry.jsonl"
        file.write_text(registry, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        out = io.StringIO()
        call_command("find_mentions", registry=file, stdout=out)
        return [json.loads(line) for line in out.getvalue().splitlines()]

    return run


def test_command_prints_the_links_of_each_document(run):
    document = json.dumps({"doc": "a", "text": "Ермеком Кошербаевым доволен Иванов"})
    registry = "\n".join(
        json.dumps(entity) for entity in (person("Q1", "Ермек Кошербаев"), person(2, "И Иванов"))
    )
    (line,) = run(document, registry)
    assert line["doc"] == "a"
    (mention,) = line["mentions"]
    assert mention["start"] == 0
    assert mention["end"] == 19
    assert mention["entity"] == "Q1"


@pytest.mark.parametrize(
    ("stdin", "registry", "message"),
    [
        ("{", "", "Line 1 is not JSON"),
        ('{"text": "а"}', "", "Line 1 has no document"),
        ("", '{"name": "Иван"}', "Not a registry"),
    ],
)
def test_command_says_what_it_cannot_read(run, stdin, registry, message):
    with pytest.raises(CommandError, match=message):
        run(stdin, registry)


def test_command_says_that_the_database_is_not_searched():
    with pytest.raises(CommandError, match="The database is not searched yet"):
        call_command("find_mentions")


def test_command_prints_new_names_in_the_nominative(run):
    document = json.dumps({"doc": "a", "text": "Приехали с Ермеком Кошербаевым."})
    (line,) = run(document, json.dumps(person("Q1", "Анна Попова")))
    (mention,) = line["mentions"]
    assert mention == {
        "start": 11,
        "end": 30,
        "type": "PERSON",
        "name": "Ермек Кошербаев",
        "entity": None,
    }

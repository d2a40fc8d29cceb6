import io
import json

import pytest
from django.core.management import CommandError, call_command

from articles.lookalikes import keep_names
from tests.factories import make_organization
from tests.mentions.conftest import person


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return a function: what the command prints for texts, given lines of a registry."""

    def run(stdin, registry):
        file = tmp_path / "registry.jsonl"
        file.write_text(registry, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        call_command("find_mentions", registry=file, stdout=out)
        return [json.loads(line) for line in out.buffer.getvalue().splitlines()]

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


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ('"x"', "Line 1 has no document"),
        ("[]", "Line 1 has no document"),
        ('{"doc": "a", "text": null}', "The text on line 1 is none"),
        ('{"doc": "a", "text": "x", "language": "fr"}', "Line 1 is in a language .* read: fr"),
        ('{"doc": "a", "text": "x", "language": [1]}', "Line 1 is in a language"),
        ("\ufeff", "Line 1 is not JSON"),
    ],
)
def test_command_says_what_is_wrong_with_a_document(run, document, message):
    with pytest.raises(CommandError, match=message):
        run(document, "")


@pytest.mark.django_db
def test_command_searches_the_database(monkeypatch, capsys):
    museum = make_organization(name="Музей мерзлоты")
    keep_names(museum)
    documents = [
        {"doc": 1, "text": "Открыт Музей мерзлоты.", "language": "ru"},
        {"doc": 2, "text": ""},
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, documents))))
    call_command("find_mentions")
    one, other = map(json.loads, capsys.readouterr().out.splitlines())
    (mention,) = one["mentions"]
    assert (mention["start"], mention["entity"]) == (7, ["organization", museum.pk])
    assert other == {"doc": 2, "mentions": []}


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


def test_command_gives_back_what_is_half_a_character(run):
    text = "\ud800 Приехали с Ермеком Кошербаевым «\udfff»."
    (line,) = run(json.dumps({"doc": "а\ud800", "text": text}), "")
    assert line["doc"] == "а\ud800"
    assert [mention["name"] for mention in line["mentions"]] == ["Ермек Кошербаев"]


def test_command_prints_what_the_optional_extra_finds(run, network):
    document = json.dumps({"doc": "a", "text": "На сцене стояли Оголдай Хандагар и хор."})
    (line,) = run(document, "")
    assert [mention["name"] for mention in line["mentions"]] == ["Оголдай Хандагар"]

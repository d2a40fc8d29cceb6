"""Whom an edition quotes, and in what words."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Mention
from tests.factories import make_organization, make_person
from tests.marking.conftest import mark, published

pytestmark = pytest.mark.django_db


def quote(words: str, speaker: str) -> str:
    return f"<blockquote>{words}<cite>{speaker}</cite></blockquote>"


def quotes_of(record) -> list[str]:
    found = Mention.objects.filter(**{record._meta.model_name: record}).get()
    assert found.is_quoted == bool(found.quotes)
    return found.quotes


def test_quotes_are_kept_with_their_speaker(editor, ermek):
    other = make_person()
    body = (
        quote("<p>Доедем.</p><p>К <strong>утру</strong>.</p>", f"{mark(ermek, 'Он')}, водитель")
        + quote("<p>Нет.</p>", mark(other, "Она"))
        + quote("<p>Доехали &amp; рады.</p>", "Ермек Кошербаев, водитель")
    )
    published(editor, body, ermek, other)
    assert quotes_of(ermek) == ["Доедем.\nК утру.", "Доехали & рады."]
    assert quotes_of(other) == ["Нет."]


def test_first_person_of_the_attribution_is_the_speaker(editor, ermek):
    other, office = make_person(), make_organization()
    speaker = f"{mark(office, 'Музей')}: {mark(ermek, 'Ермек')} — {mark(other, 'ей')}"
    published(editor, quote("<p>Доедем.</p>", speaker), ermek, other, office)
    assert quotes_of(ermek) == ["Доедем."]
    assert quotes_of(other) == quotes_of(office) == []


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote><p>Ермек Кошербаев приехал.</p></blockquote>",
        quote("<p>Ермек Кошербаев приехал.</p>", "Сосед"),
        "<p>«Доедем», — сказал Ермек Кошербаев.</p>",
        "<p>Ермек Кошербаев.</p>" + quote("<p>Доедем.</p>", "Он"),
        "<blockquote><cite>Ермек Кошербаев</cite></blockquote><p>Приехал.</p>",
    ],
)
def test_who_is_not_said_to_speak_is_not_quoted(editor, ermek, body):
    published(editor, body, ermek)
    assert quotes_of(ermek) == []


def test_of_quotes_in_quotes_each_has_its_own_words(editor, ermek):
    other = make_person()
    inner = quote("<p>Доедем.</p>", mark(ermek, "Ермек"))
    published(editor, quote(f"<p>Слышала:</p>{inner}", mark(other, "Она")), ermek, other)
    assert quotes_of(ermek) == ["Доедем."]


def test_quotes_are_found_again(editor, ermek):
    published(editor, quote("<p>Доедем.</p>", "Ермек Кошербаев"), ermek)
    Mention.objects.update(quotes=[], is_quoted=False)
    call_command("prepare_editions", names=True, stdout=StringIO())
    assert quotes_of(ermek) == ["Доедем."]

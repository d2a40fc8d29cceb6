"""The plain text of a body with its places in the HTML, and mentions put around words of it."""

import random
import re
import time

import pytest
from django.core.exceptions import ValidationError

from articles import markup
from articles.markup import Places

PAIR = re.compile(r"\S+(?:\s\S+)?")
WORDS = [
    *("Ермек", "Кошер\u00adбаев", "A&amp;B", "&lt;x&gt;", "&amp;nbsp;", "й\u0306", "😀", "x"),
    *("&nbsp;", "\n", " ", "  ", "\t", "\u2028", "\u2009", "\x0b", "&", "<", ">"),
]
TAGS = [
    *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "cite", "table", "tbody", "tr", "td", "th"),
    *("strong", "em", "sub", "sup", "strong", "em"),
    *('a href="/x"', 'a href="/a>b"', 'span data-person="7"', 'span data-event="8"'),
    *('figure data-image="3"', 'figure data-embed="vk"', "figcaption"),
]
STRAY = ["<br>", "<hr>", "</p>", "<p>", "</strong>", "<em>", "<td>"]


def random_html(dice: random.Random, depth: int = 0) -> str:
    parts = []
    for _ in range(dice.randint(1, 4)):
        kind = dice.random()
        if kind < 0.5 or depth > 5:
            parts += dice.choices(WORDS, k=dice.randint(1, 5))
        elif kind < 0.55:
            parts.append(dice.choice(STRAY))
        else:
            tag = dice.choice(TAGS)
            parts += [f"<{tag}>", random_html(dice, depth + 1), f"</{tag.split()[0]}>"]
    return "".join(parts)


def random_body(seed: int) -> tuple[str, random.Random]:
    dice = random.Random(seed)  # noqa: S311
    try:
        return markup.clean(random_html(dice)), dice
    except ValidationError:
        return "", dice


def place(body: Places, words: str) -> tuple[int, int]:
    start = body.text.index(words)
    return start, start + len(words)


def marked(html: str, words: str) -> str:
    body = Places(html)
    start, end = place(body, words)
    assert body.is_free(start, end)
    return body.marked([("person", 7, start, end)])


@pytest.mark.parametrize("thousand", range(3))
def test_text_and_places_are_those_of_the_html(thousand):
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        html, _dice = random_body(seed)
        body = Places(html)
        assert body.text == markup.to_text(html), seed
        for word in re.finditer(r"\S+", body.text):
            start, end = body.span(*word.span())
            assert markup.to_text(html[start:end]).replace("\n", "") == word[0], seed


@pytest.mark.parametrize("thousand", range(3))
def test_marked_body_is_clean_and_says_the_same(thousand):
    count = 0
    for seed in range(thousand * 1000, thousand * 1000 + 1000):
        html, dice = random_body(seed)
        body = Places(html)
        found = [pair.span() for pair in PAIR.finditer(body.text)]
        marks = [("person", 9, *span) for span in found if body.is_free(*span)]
        marks = [mark for mark in marks if dice.random() < 0.7]
        count += len(marks)
        new = body.marked(marks)
        assert markup.clean(new) == new, seed
        assert markup.to_text(new) == body.text, seed
        assert sorted(Places(new).mentions()) == sorted([*body.mentions(), *marks]), seed
    assert count > 1000


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Мэр Ермек Юн.</p>", '<p>Мэр <span data-person="7">Ермек Юн</span>.</p>'),
        ("<p>Ермек&nbsp;Юн</p>", '<p><span data-person="7">Ермек&nbsp;Юн</span></p>'),
        ("<p>Ермек  Юн</p>", '<p><span data-person="7">Ермек  Юн</span></p>'),
        (
            "<p><strong>Ермек Юн</strong></p>",
            '<p><strong><span data-person="7">Ермек Юн</span></strong></p>',
        ),
        (
            "<p><strong>Ермек</strong> Юн</p>",
            '<p><span data-person="7"><strong>Ермек</strong> Юн</span></p>',
        ),
        (
            "<p>Ермек <em>Юн</em></p>",
            '<p><span data-person="7">Ермек <em>Юн</em></span></p>',
        ),
        (
            "<p>Ермек <em>Юн вчера</em></p>",
            '<p><span data-person="7">Ермек <em>Юн</em></span><em> вчера</em></p>',
        ),
        (
            "<p><em><strong>Мэр Ермек</strong> Юн</em></p>",
            "<p><em><strong>Мэр </strong>"
            '<span data-person="7"><strong>Ермек</strong> Юн</span></em></p>',
        ),
        (
            "<p>Ер<strong>мек</strong> Юн</p>",
            '<p><span data-person="7">Ер<strong>мек</strong> Юн</span></p>',
        ),
        ("<ul><li>Ермек Юн</li></ul>", '<ul><li><span data-person="7">Ермек Юн</span></li></ul>'),
        (
            "<blockquote><p>Ермек Юн</p></blockquote>",
            '<blockquote><p><span data-person="7">Ермек Юн</span></p></blockquote>',
        ),
    ],
)
def test_words_become_a_mention(html, expected):
    assert markup.clean(html) == html
    assert marked(html, "Ермек Юн") == markup.clean(expected) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<p>Вот <a href="/x" rel="noopener">мэр Ермек Юн</a></p>',
        '<p><a href="/x" rel="noopener">Ермек</a> Юн</p>',
        "<h2>Ермек Юн</h2>",
        "<h3>Ермек <em>Юн</em></h3>",
        "<blockquote><p>Да.</p><cite>Ермек Юн</cite></blockquote>",
        '<p><span data-person="8">Ермек Юн</span></p>',
        '<p>Ермек <span data-person="8">Юн</span></p>',
        '<figure data-image="3"><figcaption>Ермек Юн</figcaption></figure>',
        '<figure data-embed="vk"><a href="https://vk.com/x" rel="noopener">Ермек Юн</a></figure>',
    ],
)
def test_words_elsewhere_than_in_a_sentence_are_not_free(html):
    assert markup.clean(html) == html
    body = Places(html)
    assert not body.is_free(*place(body, "Ермек Юн"))


def test_words_over_a_line_end_are_not_free():
    body = Places("<p>Ермек<br>Юн</p>")
    assert not body.is_free(*place(body, "Ермек\nЮн"))


def test_longest_body_is_read_in_bounded_time():
    body = "<p>" + "<em>Ермек</em> Юн и " * 9000 + "</p>"
    start = time.process_time()
    places = Places(body)
    marks = [("person", 7, *word.span()) for word in re.finditer("Ермек Юн", places.text)]
    assert markup.to_text(places.marked(marks)) == places.text
    assert time.process_time() - start < 2


def test_without_marks_gives_back_the_body_as_it_was():
    for html in ("<p>Ермек <em>Юн вчера</em></p>", "<p><strong>Мэр Ермек Юн</strong></p>"):
        new = marked(html, "Ермек Юн")
        assert markup.without_marks(new, {("person", 7)}) == html
        assert markup.without_marks(new, {("person", 8)}) == new
        assert markup.marks_in(new) == {("person", 7, "Ермек Юн")}

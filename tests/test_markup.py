"""The policy of bodies: what comes through, what does not, and what readers get of it."""

import random
import time

import pytest
from django.core.exceptions import ValidationError

from articles import markup

MENTION = '<p><span data-person="7">Ермеком Кошербаевым</span></p>'
FIGURE = '<figure data-image="12"><figcaption>Ледоход</figcaption></figure>'
CARD = (
    '<figure data-embed="rutube"><a href="https://rutube.ru/video/1/" rel="noopener">'
    "Ледоход</a></figure>"
)
QUOTE = "<blockquote><p>Лёд сойдёт.</p><cite>Иван Петров</cite></blockquote>"


@pytest.mark.parametrize(
    "html",
    [
        MENTION,
        '<p><span data-event="999999999999999999">Форум <em>оленеводов</em></span></p>',
        FIGURE,
        '<figure data-image="12"></figure>',
        FIGURE.replace("Ледоход", 'Это <span data-person="7">он</span>'),
        CARD,
        QUOTE,
        f"<p>До.</p>{FIGURE}{CARD}{QUOTE}<p>После.</p>",
        '<table><tbody><tr><td colspan="2"><p>Улус</p></td></tr></tbody></table>',
        '<p>См. <a href="/posts/5-most/" rel="noopener">мост</a>.</p>',
    ],
)
def test_clean_keeps_what_a_body_may_hold(html):
    assert markup.clean(html) == html


HOSTILE = {
    "<p>x<script>alert(1)</script></p>": "<p>x</p>",
    "<p title=a lang=b dir=c>x</p>": "<p>x</p>",
    "<p onclick='x()' style='color:red' class=a id=b>x</p>": "<p>x</p>",
    '<p><a href="javascript:alert(1)">x</a></p>': "<p>x</p>",
    '<p><a href="java\nscript:alert(1)">x</a></p>': "<p>x</p>",
    '<p><a href="data:text/html,x">x</a></p>': "<p>x</p>",
    "<p>x</p><svg><script>alert(1)</script></svg>": "<p>x</p>",
    "<p>x</p><svg><a xlink:href='javascript:1'>y</a></svg>": "<p>x</p>",
    "<p>x</p><math><mtext><style><img src=x onerror=y></style></mtext></math>": "<p>x</p>",
    "<p>x<img src=x onerror=alert(1)></p>": "<p>x</p>",
    "<p>x</p><iframe src='https://rutube.ru/play/embed/1'></iframe>": "<p>x</p>",
    "<p>x</p><object data=x><embed src=y></object>": "<p>x</p>",
    "<p>x\0y\ud800\x85</p>": "<p>xy</p>",
    "<p>x<b": "<p>x</p>",
    "<p>x</p><!-- <script> -->": "<p>x</p>",
    "<p></p><blockquote><p> </p><cite></cite></blockquote>": "",
    "<blockquote><p>x</p><cite> </cite></blockquote>": "<blockquote><p>x</p></blockquote>",
    '<p><span data-person="0">x</span></p>': "<p>x</p>",
    '<p><span data-person="-7">x</span></p>': "<p>x</p>",
    '<p><span data-person="7e1">x</span></p>': "<p>x</p>",
    '<p><span data-person="٧">x</span></p>': "<p>x</p>",
    '<p><span data-person="1000000000000000000">x</span></p>': "<p>x</p>",
    '<p><span data-post="7" data-user="1">x</span></p>': "<p>x</p>",
    '<p><span data-person="7" data-event="8">x</span></p>': "<p>x</p>",
    '<p>x<span data-person="7"> </span></p>': "<p>x </p>",
    '<p><span data-person="7" style="position:fixed" onclick="x()">x</span></p>': (
        '<p><span data-person="7">x</span></p>'
    ),
    '<p><span data-person="7">a<span data-event="8">b</span></span></p>': (
        '<p>a<span data-event="8">b</span></p>'
    ),
    '<span data-person="7"><p>x</p><p>y</p></span>': "<p>x</p><p>y</p>",
    '<p><a href="/a"><span data-person="7">x</span></a></p>': (
        '<p><a href="/a" rel="noopener">x</a></p>'
    ),
    '<p><span data-person="7"><a href="/a">x</a></span></p>': (
        '<p><a href="/a" rel="noopener">x</a></p>'
    ),
    '<figure data-image="x"><figcaption>y</figcaption></figure>': "<p>y</p>",
    '<figure><img src="//evil/x.png"><figcaption>y</figcaption></figure>': "<p>y</p>",
    '<figure data-image="1"><img src=x><figcaption><h2>y</h2></figcaption></figure>': (
        '<figure data-image="1"><figcaption>y</figcaption></figure>'
    ),
    '<figure data-image="1">a<figure data-image="2"></figure>b</figure>': (
        '<figure data-image="1"></figure>b'
    ),
    "<figcaption>y</figcaption>": "<p>y</p>",
    '<figure data-embed="rutube"><a href="https://evil.ru/video/1/">x</a></figure>': (
        '<p><a href="https://evil.ru/video/1/" rel="noopener">x</a></p>'
    ),
    '<figure data-embed="vk"><a href="https://t.me/a/1"><img src=x></a></figure>': (
        '<figure data-embed="telegram">'
        '<a href="https://t.me/a/1" rel="noopener">t.me/a/1</a></figure>'
    ),
    '<figure data-embed="youtube"><iframe src="https://youtube.com/embed/1"></iframe></figure>': "",
    '<figure data-embed="rutube"><a href="javascript:1">x</a></figure>': "x",
}


@pytest.mark.parametrize("html", HOSTILE)
def test_clean_takes_away_what_is_hostile(html):
    assert markup.clean(html) == HOSTILE[html]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 40_000,
        "<table><tr><td>" * 13_000,
        "<blockquote>" * 10_000 + "x",
        "<ul><li>" * 20_000,
        "<svg><g>" * 20_000,
        "<b><p>" * 20_000,
        "<p>слово</p>" * 400_000,
        "x" * 5_000_000,
        "&" * markup.MAX_LENGTH,
    ],
    ids=["div", "table", "quote", "list", "svg", "bold", "paragraphs", "5 MB", "ampersands"],
)
def test_clean_refuses_in_no_time_what_is_endless(html):
    began = time.perf_counter()
    with pytest.raises(ValidationError):
        markup.clean(html)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "html", ["<div><table></div></table>", "<figure></figure>", "<p></p>", "<li>", "</p>", "<td>"]
)
def test_clean_of_many_tags_takes_no_time(html):
    began = time.perf_counter()
    assert markup.clean(html * (markup.MAX_LENGTH // len(html))) == ""
    assert time.perf_counter() - began < 5


PIECES = [
    *('<figure data-image="1">', '<figure data-embed="x">', "<figure>", "</figure>"),
    *("<figcaption>", "</figcaption>", '<span data-person="7">', "<span>", "</span>"),
    *('<a href="https://t.me/x/1">', '<a href="javascript:1">', "</a>", "<table>", "<td>"),
    *("</table>", "<p>", "</p>", "<blockquote>", "</blockquote>", "<cite>", "</cite>", "<ul>"),
    *("<li>", "</ul>", "<strong>", "</strong>", "<svg>", "<math>", "<div>", "</div>", "<h2>"),
    *("<!--", "-->", "слово ", "&nbsp;", "&lt;", '"', "<br>"),
]


def test_clean_is_done_once_and_nests_no_link_whatever_the_html():
    chance = random.Random(3)  # noqa: S311  (nonsense to clean, the same at each run)
    for _ in range(3000):
        html = "".join(chance.choices(PIECES, k=chance.randint(1, 18)))
        once = markup.clean(html)
        assert markup.clean(once) == once
        shown = markup.join(markup.split(once), link=lambda *_: "/x/", figure=lambda *_: "")
        assert "<span data" not in shown
        assert "data-image" not in shown
        depth = 0
        for tag in shown.replace("</a>", "<a /").split("<a ")[1:]:
            depth += -1 if tag.startswith("/") else 1
            assert depth in (0, 1), html


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("https://www.youtube.com/watch?v=1", "youtube"),
        ("https://m.youtube.com/watch?v=1", "youtube"),
        ("https://youtu.be/1", "youtube"),
        ("https://vkvideo.ru/video-1_2", "vkvideo"),
        ("https://vk.com/wall-1_2", "vk"),
        ("https://music.yandex.ru/album/1", "yandexmusic"),
        ("http://youtu.be/1", None),
        ("https://youtu.be/", None),
        ("https://youtu.be.evil.ru/1", None),
        ("https://evil.ru/youtu.be/1", None),
        ("https://youtu.be@evil.ru/1", None),
        ("https://youtu.be\\@evil.ru/1", None),
        ("https://youtu.be:8443/1", None),
        ("https://[youtu.be/1", None),
        ("//youtu.be/1", None),
        ("javascript://youtu.be/%0aalert(1)", None),
    ],
)
def test_provider_of_an_address(address, provider):
    assert markup.provider_of(address) == provider


def test_split_and_join_put_in_what_is_known():
    body = f"<p>О</p>{MENTION}{FIGURE.replace('Ледоход', MENTION[3:-4])}"
    parts = markup.split(body)
    assert list(markup.mentions(parts)) == [("person", 7), ("person", 7)]
    assert markup.join(
        parts, link=lambda *_: None, figure=lambda pk, words: f"[{pk}: {words}]"
    ) == ("<p>О</p><p>Ермеком Кошербаевым</p>[12: Ермеком Кошербаевым]")
    assert markup.join(parts, link="/{}s/{}/".format, figure=lambda pk, words: words) == (
        '<p>О</p><p><a href="/persons/7/">Ермеком Кошербаевым</a></p>'
        '<a href="/persons/7/">Ермеком Кошербаевым</a>'
    )


def test_text_has_captions_and_attributions_in_lines_of_their_own():
    body = f"<p>До.</p>{FIGURE}{CARD}{QUOTE}{MENTION}"
    assert markup.to_text(body).splitlines() == [
        *("До.", "Ледоход", "Ледоход", "Лёд сойдёт.", "Иван Петров", "Ермеком Кошербаевым")
    ]
    assert markup.in_words(body).splitlines() == [
        "До.",
        "[Изображение 12: Ледоход]",
        "[Rutube: Ледоход — https://rutube.ru/video/1/]",
        *("Лёд сойдёт.", "Иван Петров", "Ермеком Кошербаевым"),
    ]


def test_image_alone_is_a_body():
    assert markup.clean('<figure data-image="5"></figure>')
    assert markup.image_ids(FIGURE * 2 + '<figure data-image="5"></figure>') == [12, 5]
    assert markup.without_images(f"<p>x</p>{FIGURE}", {12}) == "<p>x</p>"

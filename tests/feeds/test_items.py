"""What the feeds say of a post: all its page does, in every format the same."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.publishing import publish
from tests.factories import (
    make_image,
    make_notice,
    make_organization,
    make_person,
    make_section,
    make_tag,
    picture,
)

from .conftest import EXTENSIONS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("extension", EXTENSIONS),
]
SITE = "http://localhost:8000"
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture
def item(feed, extension):
    """Return the one post of the site's feed."""

    def get(prefix=""):
        items = feed(f"{prefix}/feeds/posts.{extension}")["items"]
        assert len(items) == 1
        return items[0]

    return get


def test_item_says_what_the_post_is(item, published):
    author, section, tag = make_person(), make_section(), make_tag()
    post = published(at=THEN, bylines=[author], section=section, tags=[tag])
    found = item()
    assert found["id"] == f"{SITE}/posts/{post.pk}/"
    assert found["url"] == f"{SITE}/posts/{post.pk}-{post.slug}/"
    assert found["title"] == post.headline
    assert found["summary"] == post.lead
    assert found["published"] == found["updated"] == THEN
    assert found["language"] == "ru"
    assert found["authors"] == [author.name]
    assert found["categories"] == [section.name, tag.name]
    assert f"<p>{post.lead}</p>" in found["html"]
    assert "<p>Первый абзац.</p><p>Второй абзац.</p>" in found["html"]
    assert "<p>0+</p>" in found["html"]


def test_correction_keeps_the_id_and_moves_updated(item, published, editor):
    post = published(at=THEN)
    before = item()
    with time_machine.travel(THEN + HOUR, tick=False):
        post.lead = "Первые машины прошли вечером."
        post.slug = "drugoe"
        post.save()
        publish(post, by=editor, correction="Не утром, а вечером.")
        after = item()
    assert after["id"] == before["id"]
    assert after["url"] != before["url"]
    assert after["published"] == THEN
    assert after["updated"] == THEN + HOUR
    told = "<p><strong>Исправление, 24.11.2022 11:52.</strong> Не утром, а вечером.</p>"
    assert told in after["html"]
    assert after["html"].index(told) < after["html"].index("Первый абзац")


@pytest.mark.parametrize(("place", "is_above"), [("top", True), ("bottom", False)])
def test_correction_stands_where_the_editor_put_it(item, published, editor, place, is_above):
    post = published(at=THEN)
    publish(post, by=editor, correction="Не утром, а вечером.", correction_place=place)
    html = item()["html"]
    assert html.count("Не утром") == 1
    assert (html.index("Не утром") < html.index("Первый абзац.")) is is_above


def test_every_address_is_absolute(item, published):
    person, image = make_person(), make_image(file=picture(size=(1400, 900)))
    body = (
        f'<p><span data-person="{person.pk}">Петрова</span> <a href="/archive/?a=1&amp;b=2">тут</a>'
        f' <a href="https://example.org/">там</a></p><figure data-image="{image.pk}"></figure>'
    )
    published(body=body, lead_image=make_image(), bylines=[person])
    found = item()
    links = re.findall(r'(?:href|src)="([^"]*)"', found["html"])
    assert f"{SITE}{person.get_absolute_url()}" in links
    assert f"{SITE}/archive/?a=1&amp;b=2" in links
    assert "https://example.org/" in links
    assert f"{SITE}/media/{image.file.name}.1280.jpg" in links
    assert all(link.startswith("http") for link in links)


def test_link_no_program_can_follow_does_no_harm(item, published):
    published(body='<p><a href="http://[">сюда</a> Текст.</p>')
    assert "Текст." in item()["html"]


def test_picture_is_a_jpeg_with_its_credit(item, published, extension):
    image = make_image(file=picture("photo.png", (1400, 700)), alt_text="Лёд", credit="А. Ли")
    published(lead_image=image)
    found = item()
    assert len(found["media"]) == 1
    shown = found["media"][0]
    assert shown["url"] == f"{SITE}/media/{image.file.name}.1280.jpg"
    assert shown["type"] == "image/jpeg"
    if extension == "json":
        assert shown["words"] == "Лёд. А. Ли."
    else:
        assert (shown["alt"], shown["credit"]) == ("Лёд", "А. Ли")
        assert (shown["width"], shown["height"], shown["medium"]) == ("1280", "640", "image")
    assert 'alt="Лёд" width="1280" height="640"' in found["html"]
    assert '<span class="copyright">А. Ли</span>' in found["html"]


def test_credit_names_those_readers_may_know_of(item, published):
    shown, hidden = make_organization(name="Агентство"), make_person(name="Скрытый Человек")
    image = make_image(credit="", credit_organization=shown, credit_person=hidden, licence="CC BY")
    published(lead_image=image)
    assert "Скрытый Человек / Агентство, CC BY" in item()["html"]
    hidden.is_published = False
    hidden.save()
    assert '<span class="copyright">Агентство, CC BY</span>' in item()["html"]


def test_hidden_person_is_not_named_and_a_renamed_one_is_by_the_new_name(item, published):
    hidden, renamed = make_person(name="Скрытый Человек"), make_person(name="Старое Имя")
    body = f'<p><span data-person="{hidden.pk}">Ему</span> вручили.</p>'
    published(bylines=[hidden, renamed], body=body)
    hidden.is_published = False
    hidden.save()
    renamed.name = "Новое Имя"
    renamed.save()
    found = item()
    assert found["authors"] == ["Новое Имя"]
    assert "<p>Ему вручили.</p>" in found["html"]


def test_paid_post_says_so_first(item, published):
    published(is_paid=True, advertiser="ООО «Пример»", erid="2Vtzqx")
    label = "<p><strong>Реклама. ООО «Пример»</strong> erid: 2Vtzqx</p>"
    assert item()["html"].startswith(label)


def test_reprint_names_its_source(item, published):
    published(source_name="Вестник & Ко", source_url="https://example.org/a")
    link = '<p>Источник: <a href="https://example.org/a">Вестник &amp; Ко</a></p>'
    assert link in item()["html"]


def test_notice_is_told_before_the_text(item, published, settings):
    settings.NOTICES = True
    person = make_person(name="Айталина Петрова")
    make_notice(person)
    published(persons=[person])
    html = item()["html"]
    notice = "<p>Айталина Петрова — учредитель издания.</p>"
    assert html.index(notice) < html.index("Первый абзац.")


def test_post_in_sakha_speaks_sakha(item, published, editor):
    person = make_person()
    post = published(language="sah", body=f'<p><span data-person="{person.pk}">Кини</span></p>')
    publish(post, by=editor, correction="Сыыһа этэ.")
    found = item("/sah")
    assert found["language"] == "sah"
    assert found["url"] == f"{SITE}/sah/posts/{post.pk}-{post.slug}/"
    assert found["id"] == f"{SITE}/posts/{post.pk}/"
    assert f'<a href="{SITE}/sah{person.get_absolute_url()}">Кини</a>' in found["html"]
    assert "Исправление" not in found["html"]


HOSTILE = "<b>&amp;</b> ]]> \x00\x0b\x1b\ud800\uffff «конец»"


def test_hostile_words_neither_break_a_feed_nor_become_markup(item, published):
    # Not through a form, which would have refused or stripped it. (No half of a pair, and no NUL,
    # can be stored in the first place.)
    hostile = HOSTILE.replace("\ud800", "").replace("\x00", "")
    person = make_person(name=hostile)
    published(
        headline=hostile,
        lead=hostile,
        bylines=[person],
        lead_image=make_image(alt_text=hostile, caption=hostile, credit=hostile),
    )
    found = item()
    assert found["title"] == "<b>&amp;</b> ]]>  «конец»"
    assert "<b>" not in found["summary"].replace("&lt;b&gt;", "") or "&" in found["summary"]
    assert "<b>" not in found["html"]
    assert "\x0b" not in str(found)

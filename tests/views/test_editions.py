"""What readers saw before a post was changed, in words, and never what was withdrawn."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.publishing import publish, unpublish
from tests.factories import make_image, make_person, make_post

pytestmark = pytest.mark.django_db
YAKUTSK = timezone.get_default_timezone()
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=YAKUTSK)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(THEN, tick=False) as clock:
        yield clock


@pytest.fixture
def change(editor, clock):
    """Return a function that publishes a post anew an hour later, with these words."""

    def change(post, correction=None, at=None, **words):
        clock.shift(HOUR)
        for name, value in words.items():
            setattr(post, name, value)
        post.save()
        return publish(post, by=editor, at=at, correction=correction)

    return change


@pytest.fixture
def post(editor, change):
    """Return a post of three editions."""
    post = make_post(headline="Мост открыт", slug="most", body="<p>Утром.</p><p>Второе.</p>")
    publish(post, by=editor)
    change(post, body="<p>Вечером.</p><p>Второе.</p>", correction="Не утром, а вечером.")
    change(post, headline="Мост через Лену открыт")
    return post


def path_of(post, number=None):
    tail = f"{number}/" if number else ""
    return f"/posts/{post.pk}-{post.slug}/editions/{tail}"


def html(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def changes(page):
    return page.partition('<section class="changes"')[2].partition("</section>")[0]


def test_earlier_edition_is_what_readers_saw_and_says_so(reader, post):
    page = html(reader.get(path_of(post, 1)))
    assert "<h1>Мост открыт</h1>" in page
    assert '<div class="body"><p>Утром.</p><p>Второе.</p></div>' in page
    note = page.partition('class="edition-note"')[2].partition("</aside>")[0]
    assert "номер 1" in note
    assert "24.11.2022 10:52</time>" in note
    assert "24.11.2022 11:52</time>" in note
    assert "Не утром, а вечером." in note
    assert f'href="/posts/{post.pk}-most/"' in note


def test_difference_is_in_words_that_need_no_colour(reader, post):
    page = changes(html(reader.get(path_of(post, 1))))
    assert re.search(r"<del><span class=\"unseen\">Удалено: </span>Утром<", page)
    assert re.search(r"<ins><span class=\"unseen\">Добавлено: </span>Вечером<", page)
    assert "Второе" not in page
    assert "Не утром, а вечером." in page
    assert "Мост" not in page
    page = changes(html(reader.get(path_of(post, 2))))
    assert '<ins><span class="unseen">Добавлено: </span>через Лену <' in page
    assert "Утром" not in page


def test_picture_source_and_labels_that_changed_are_told(reader, editor, change):
    post = make_post(lead_image=make_image(alt_text="Река"), age_mark=0)
    publish(post, by=editor)
    change(post, lead_image=make_image(alt_text="Мост"), age_mark=6, source_name="Вестник")
    page = changes(html(reader.get(path_of(post, 1))))
    for words in ("Река", "Мост", "Вестник", "6"):
        assert f"</span>{words}<" in page


def test_change_of_no_word_says_so(reader, editor, change):
    post = make_post()
    publish(post, by=editor)
    change(post, correction="Так.")
    page = changes(html(reader.get(path_of(post, 1))))
    assert "<del>" not in page
    assert "<ins>" not in page
    assert "Ни одно слово" in page


def test_earlier_edition_is_for_no_search_engine(reader, post):
    for path in (path_of(post, 1), path_of(post)):
        page = html(reader.get(path))
        assert '<meta name="robots" content="noindex">' in page
        canonical = f'<link rel="canonical" href="http://localhost:8000/posts/{post.pk}-most/">'
        assert page.count('rel="canonical"') == 1
        assert canonical in page
        assert "og:title" not in page
        assert "ld+json" not in page
    assert "/editions/" not in reader.get("/sitemap-2022-11.xml").content.decode()


def test_post_leads_to_what_was_before_and_why(reader, editor, change, post):
    page = html(reader.get(f"/posts/{post.pk}-most/"))
    assert f'href="{path_of(post, 2)}#changes"' in page
    assert f'<a href="{path_of(post)}" rel="nofollow">Прежние редакции: 2</a>' in page
    assert 'href="#correction"' not in page  # that came with the edition before
    change(post, correction="Стало известно больше.")
    page = html(reader.get(f"/posts/{post.pk}-most/"))
    assert '<a href="#correction">Исправление</a>' in page
    assert page.count('id="correction"') == 1


def test_post_without_earlier_editions_leads_to_none(reader, editor):
    post = make_post()
    publish(post, by=editor)
    assert "/editions/" not in html(reader.get(f"/posts/{post.pk}-{post.slug}/"))
    assert reader.get(path_of(post)).status_code == 404
    response = reader.get(path_of(post, 1))
    assert response.status_code == 302
    assert response["Location"] == f"/posts/{post.pk}-{post.slug}/"


def test_list_has_all_editions_the_newest_first(reader, post):
    page = html(reader.get(path_of(post))).partition("<main")[2]
    found = re.findall(r'<h2> <a href="([^"]*)">', page)
    assert found == [f"/posts/{post.pk}-most/", path_of(post, 2), path_of(post, 1)]
    assert "Не утром, а вечером." in page
    changes = re.findall(r'href="([^"]*)#changes"', page)
    assert changes == [path_of(post, 2), path_of(post, 1)]


def test_what_was_taken_down_and_all_before_it_is_never_shown(reader, editor, change, post, clock):
    clock.shift(HOUR)
    unpublish(post, by=editor, reason="Суд", reader_note="Снято.")
    for path in (path_of(post), path_of(post, 1), path_of(post, 3)):
        response = reader.get(path)
        assert response.status_code == 410
        assert "Снято." in response.content.decode()
        assert "Утром" not in response.content.decode()
    change(post, body="<p>Осторожно.</p>")
    assert "/editions/" not in html(reader.get(f"/posts/{post.pk}-most/"))
    for number in (1, 2, 3):
        assert reader.get(path_of(post, number)).status_code == 404
    change(post, body="<p>Ещё осторожнее.</p>")
    page = html(reader.get(path_of(post)))
    assert path_of(post, 4) in page
    assert path_of(post, 3) not in page
    assert "Прежние редакции: 1<" in html(reader.get(f"/posts/{post.pk}-most/"))
    assert reader.get(path_of(post, 3)).status_code == 404


def test_what_is_scheduled_or_was_taken_back_is_never_shown(reader, change, post, clock):
    change(post, body="<p>Завтрашнее.</p>", at=timezone.now() + 9 * HOUR)
    assert reader.get(path_of(post, 4)).status_code == 404
    change(post, body="<p>Сегодняшнее.</p>")  # takes the scheduled one back
    assert reader.get(path_of(post, 4)).status_code == 404
    clock.shift(20 * HOUR)
    assert reader.get(path_of(post, 4)).status_code == 404
    page = html(reader.get(path_of(post)))
    assert path_of(post, 4) not in page
    assert path_of(post, 3) in page
    assert "Прежние редакции: 3<" in html(reader.get(f"/posts/{post.pk}-most/"))
    page = html(reader.get(path_of(post, 3)))
    assert "Завтрашнее" not in page
    assert "Сегодняшнее" in changes(page)


def test_scheduled_change_is_told_from_its_instant_on(reader, change, post, clock):
    change(post, body="<p>Завтрашнее.</p>", at=timezone.now() + 9 * HOUR)
    assert reader.get(path_of(post, 3)).status_code == 302
    assert "Прежние редакции: 2<" in html(reader.get(f"/posts/{post.pk}-most/"))
    clock.shift(9 * HOUR)
    assert "Завтрашнее" in changes(html(reader.get(path_of(post, 3))))
    assert "Прежние редакции: 3<" in html(reader.get(f"/posts/{post.pk}-most/"))


def test_withdrawn_post_sends_on_from_its_editions_too(reader, editor, post, clock):
    clock.shift(HOUR)
    other = make_post(slug="drugoy")
    publish(other, by=editor)
    unpublish(post, by=editor, reason="Дубль", redirect_to=other)
    assert reader.get(path_of(post, 1))["Location"] == f"/posts/{other.pk}-drugoy/"


def test_draft_and_nothing_answer_alike(reader):
    draft = make_post(slug="most")
    for pk in (draft.pk, 999999):
        for tail in ("", "1/"):
            assert reader.get(f"/posts/{pk}-most/editions/{tail}").status_code == 404


@pytest.mark.parametrize("number", ["0", "4", "999999999999999999"])
def test_number_of_no_edition_is_not_found(reader, post, number):
    assert reader.get(path_of(post, number)).status_code == 404


@pytest.mark.parametrize("tail", ["", "1/", "01/"])
@pytest.mark.parametrize("before", ["/posts/{}-staryy/", "/sah/posts/{}-most/"])
def test_other_address_redirects_to_the_canonical_one(reader, post, before, tail):
    response = reader.get(f"{before.format(post.pk)}editions/{tail}")
    assert response.status_code == 301
    assert response["Location"] == path_of(post, int(tail.strip("/") or 0))


def test_edition_stands_under_the_address_the_post_has_now(reader, change, post):
    old = path_of(post, 1)
    change(post, slug="most-cherez-lenu")
    assert reader.get(old)["Location"] == path_of(post, 1)
    assert "Утром" in html(reader.get(path_of(post, 1)))


def test_person_hidden_since_is_not_named_there_either(reader, editor, change):
    person = make_person(name="Скрытый Человек")
    post = make_post(persons=[person], bylines=[person])
    publish(post, by=editor)
    change(post, lead="Иначе.")
    assert "Скрытый Человек" in html(reader.get(path_of(post, 1)))
    person.is_published = False
    person.save()
    assert "Скрытый Человек" not in html(reader.get(path_of(post, 1)))


def test_hostile_words_are_escaped_in_differences(reader, editor, change):
    post = make_post(headline="<b>a</b>")
    publish(post, by=editor)
    change(post, headline="<script>alert(1)</script>")
    page = html(reader.get(path_of(post, 1)))
    assert "<script" not in page
    assert "<b>" not in page


def test_a_site_may_show_none_of_them(reader, settings, post):
    settings.PREVIOUS_EDITIONS = False
    assert "/editions/" not in html(reader.get(f"/posts/{post.pk}-most/"))
    for path in (path_of(post), path_of(post, 1)):
        assert reader.get(path).status_code == 404
    assert reader.get(f"/api/v1/posts/{post.pk}/").json()["previous_editions"] == []


def test_programs_get_the_addresses_and_the_reading_time(reader, post):
    found = reader.get(f"/api/v1/posts/{post.pk}/").json()
    site = "http://localhost:8000"
    assert found["previous_editions"] == [f"{site}{path_of(post, n)}" for n in (1, 2)]
    assert found["reading_minutes"] == 1
    assert "similar" not in found


def test_editions_cost_the_same_however_many(reader, change, post, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(3):  # the times, the words of one, the menu
            html(reader.get(path_of(post)))
        with django_assert_num_queries(4):  # the times, the words of three, facts, the menu
            html(reader.get(path_of(post, 1)))
        for number in range(12):
            change(post, lead=f"Раз {number}.")

import re
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.utils import timezone

from articles.history import record_words
from articles.models import Position
from articles.publishing import publish, unpublish
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
YAKUTSK = timezone.get_default_timezone()
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=YAKUTSK)
HOUR = timedelta(hours=1)


def page_of(reader, post):
    return reader.get(f"/posts/{post.pk}-{post.slug}/")


def html(response):
    return response.content.decode()


def test_post_shows_words_dateline_and_facts(reader, editor):
    person, organization, event = make_person(), make_organization(), make_event()
    author, tag, section = make_person(), make_tag(), make_section()
    post = make_post(
        section=section,
        tags=[tag],
        persons=[person],
        organizations=[organization],
        events=[event],
        bylines=[author],
        lead_image=make_image(caption="Ледоход у Табаги"),
        source_name="Вестник",
        source_url="https://example.org/a",
    )
    publish(post, by=editor, at=THEN)
    page = html(page_of(reader, post))

    assert "Первый абзац." in page
    assert page.index("Первый абзац.") < page.index("Второй абзац.")
    assert '<time datetime="2022-11-24T10:52:00+09:00">24.11.2022 10:52</time>' in page
    for named in (person, organization, event, author):
        assert f'<a href="{named.get_absolute_url()}">{named.name}</a>' in page.replace(
            'rel="author" ', ""
        )
    assert f"/tags/{tag.slug}/" in page
    assert f"/sections/{section.slug}/" in page
    assert "Ледоход у Табаги" in page
    assert "https://example.org/a" in page


def test_post_shows_the_position_held_on_its_day(reader, editor):
    person, office = make_person(), make_organization()
    for title, start, end in [
        ("Заместитель", date(2020, 1, 1), date(2022, 11, 23)),
        ("Директор", date(2022, 11, 24), date(2023, 5, 1)),
        ("Советник", date(2023, 5, 2), None),
    ]:
        Position.objects.create(
            person=person, organization=office, title=title, valid_from=start, valid_until=end
        )
    post = make_post(persons=[person])
    publish(post, by=editor, at=THEN)
    page = html(page_of(reader, post))
    assert f"Директор, {office.name}" in page
    assert "Заместитель" not in page
    assert "Советник" not in page


def test_position_does_not_name_a_hidden_organization(reader, editor):
    person, office = make_person(), make_organization(is_published=False)
    Position.objects.create(person=person, organization=office, title="Директор")
    post = make_post(persons=[person])
    publish(post, by=editor)
    page = html(page_of(reader, post))
    assert "Директор" in page
    assert office.name not in page


def test_box_of_an_organization_says_what_it_is(reader, editor):
    office = make_organization(kind="culture", place="Намцы")
    hidden = make_organization(kind="media", place="Тайга", is_published=False)
    post = make_post(organizations=[office, hidden, make_organization(kind="sport")])
    publish(post, by=editor)
    page = " ".join(page_of(reader, post).content.decode().split())
    assert "Культура · Намцы" in page
    assert '<span class="quiet">Спорт</span>' in page
    assert "Тайга" not in page


def test_boxes_say_what_is_so_today(reader, editor):
    today = timezone.localdate()
    office = make_organization(kind="culture", place="Намцы")
    fair = make_event(start_date=today, place="Двор")
    person = make_person(name="Старое Имя")
    held = Position.objects.create(person=person, title="Врач", organization=office)
    post = make_post(persons=[person], organizations=[office], events=[fair])
    publish(post, by=editor)
    page = html(page_of(reader, post))
    assert "Намцы" in page
    assert "event.ics" in page
    held.title, office.place, office.kind = "Судья", "Тикси", "media"
    fair.status, fair.start_date, fair.place = "cancelled", today - timedelta(days=9), "Берег"
    person.name = "Новое Имя"
    for record in (held, office, fair, person):
        record.save()
    page = html(page_of(reader, post))
    for old in ("Намцы", "Культура", "Врач", "Двор", "Старое Имя", "event.ics"):
        assert old not in page
    for new in ("Тикси", "Судья", "Берег", "Новое Имя", "status-cancelled"):
        assert new in page


def test_hidden_entities_are_not_named(reader, editor):
    person = make_person(name="Скрытый Человек")
    post = make_post(
        persons=[person], bylines=[person], lead_image=make_image(credit_person=person)
    )
    publish(post, by=editor)
    assert "Скрытый Человек" in html(page_of(reader, post))
    person.is_published = False
    person.save()
    assert "Скрытый Человек" not in html(page_of(reader, post))


def test_renamed_person_has_todays_name(reader, editor):
    person = make_person(name="Старое Имя")
    post = make_post(persons=[person])
    publish(post, by=editor)
    person.name = "Новое Имя"
    person.save()
    page = html(page_of(reader, post))
    assert "Новое Имя" in page
    assert "Старое Имя" not in page


def test_saved_change_is_not_seen_before_publish(reader, editor):
    post = make_post(headline="Было")
    publish(post, by=editor)
    post.headline = "Стало"
    post.save()
    assert "Было" in html(page_of(reader, post))
    assert "Стало" not in html(page_of(reader, post))


def test_correction_is_told(reader, editor):
    post = make_post()
    publish(post, by=editor)
    post.lead = "Первые машины прошли вечером."
    post.save()
    publish(post, by=editor, correction="Не утром, а вечером.")
    assert "Не утром, а вечером." in html(page_of(reader, post))


@pytest.mark.parametrize(("place", "is_above"), [("top", True), ("bottom", False)])
def test_correction_stands_where_the_editor_put_it(reader, editor, place, is_above):
    post = make_post()
    publish(post, by=editor)
    publish(post, by=editor, correction="Не утром, а вечером.", correction_place=place)
    page = html(page_of(reader, post))
    told = page.count("</strong> Не утром, а вечером.")
    assert told == page.count("<strong>Исправление, <time") == 1
    assert (page.index("</strong> Не утром") < page.index('<div class="body">')) is is_above


def test_each_correction_keeps_its_place(reader, editor):
    post = make_post()
    publish(post, by=editor)
    for note, place in [("Первое.", "bottom"), ("Второе.", "top"), ("Третье.", "bottom")]:
        publish(post, by=editor, correction=note, correction_place=place)
    page = html(page_of(reader, post)).partition("<main")[2]
    places = [page.index(f"{note}\n") for note in ("Второе.", "Третье.", "Первое.")]
    assert places == sorted(places)
    assert places[0] < page.index('<div class="body">') < places[1]
    assert page.count('id="correction"') == 1


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (100, 1), (900, 5), (10_000, 56)])
def test_reading_time_is_kept_at_publish(reader, editor, words, minutes):
    post = make_post(lead="", body=f"<p>{'слово ' * words}</p>")
    post.lead = "Лид."
    post.save()
    publish(post, by=editor)
    assert f"Время чтения: {minutes} мин" in html(page_of(reader, post))


def test_post_is_shared_by_plain_links(reader, editor):
    post = make_post(headline="Что? «Мост» & <b>река</b>", slug="most")
    publish(post, by=editor)
    page = html(page_of(reader, post))
    block = page.partition('class="share"')[2].partition("</nav>")[0]
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', block)]
    assert [urlsplit(link).hostname for link in links] == [
        *("t.me", "vk.com", "wa.me", "connect.ok.ru", None)
    ]
    address = f"http://localhost:8000/posts/{post.pk}-most/"
    for link in links:
        given = " ".join(value for _name, value in parse_qsl(urlsplit(link).query))
        assert address in given
        assert post.headline in given
    assert links[-1].startswith("mailto:?subject=")
    assert "<script" not in block


def test_reprint_is_labelled_above_its_headline(reader, editor):
    post = make_post(source_name="Вестник")
    publish(post, by=editor)
    page = html(page_of(reader, post))
    assert page.index("<span>Перепечатка</span>") < page.index("<h1>")
    other = make_post()
    publish(other, by=editor)
    assert "Перепечатка" not in html(page_of(reader, other))


def test_related_posts_are_only_the_live_ones(reader, editor):
    live, draft = make_post(headline="Видимая"), make_post(headline="Невидимая")
    publish(live, by=editor)
    post = make_post(related_posts=[live, draft])
    publish(post, by=editor)
    page = html(page_of(reader, post))
    assert "Видимая" in page
    assert "Невидимая" not in page


@pytest.mark.parametrize("path", ["/posts/{}/", "/posts/{}-drugoe/", "/sah/posts/{}-most/"])
def test_other_address_redirects_to_the_canonical_one(reader, editor, path):
    post = make_post(slug="most")
    publish(post, by=editor)
    response = reader.get(path.format(post.pk))
    assert response.status_code == 301
    assert response["Location"] == f"/posts/{post.pk}-most/"


def test_post_lives_under_its_own_language(reader, editor):
    post = make_post(language="sah", slug="muosta")
    publish(post, by=editor)
    assert reader.get(f"/posts/{post.pk}-muosta/")["Location"] == f"/sah/posts/{post.pk}-muosta/"
    response = reader.get(f"/sah/posts/{post.pk}-muosta/")
    assert response.status_code == 200
    assert '<html lang="sah">' in html(response)


def test_draft_and_scheduled_answer_like_nothing(reader, editor):
    draft, scheduled = make_post(slug="most"), make_post(slug="most")
    publish(scheduled, by=editor, at=timezone.now() + HOUR)
    answers = []
    for pk in (draft.pk, scheduled.pk, 999999):
        response = reader.get(f"/posts/{pk}-most/")
        assert response.status_code == 404
        answers.append((html(response).replace(f"{pk}-most", ""), dict(response.headers)))
    assert answers[0] == answers[1] == answers[2]


def test_scheduled_post_appears_at_its_instant(reader, editor):
    seven = datetime(2026, 11, 23, 7, tzinfo=YAKUTSK)
    with time_machine.travel(seven - HOUR, tick=False) as clock:
        tag, person = make_tag(), make_person()
        post = make_post(tags=[tag], persons=[person], headline="Паром пошёл")
        publish(post, by=editor, at=seven)
        places = [
            "/",
            f"/sections/{post.section.slug}/",
            f"/tags/{tag.slug}/",
            person.get_absolute_url(),
            "/archive/2026/",
            "/archive/2026/11/",
            "/archive/2026/11/23/",
            "/api/v1/posts/",
            f"/api/v1/posts/?person={person.pk}",
        ]
        clock.move_to(seven - timedelta(seconds=1))
        assert page_of(reader, post).status_code == 404
        assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 404
        assert not [place for place in places if "Паром пошёл" in html(reader.get(place))]
        clock.move_to(seven)
        assert page_of(reader, post).status_code == 200
        assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 200
        assert [place for place in places if "Паром пошёл" not in html(reader.get(place))] == []


def test_unpublished_post_is_gone_with_its_note(reader, editor):
    post = make_post(headline="Снятая заметка")
    publish(post, by=editor)
    unpublish(post, by=editor, reason="тайная причина", reader_note="Снято по просьбе героини.")
    response = page_of(reader, post)
    assert response.status_code == 410
    assert "Снято по просьбе героини." in html(response)
    assert "тайная причина" not in html(response)
    assert "Снятая заметка" not in html(reader.get("/"))


def test_unpublished_post_redirects_while_the_other_is_live(reader, editor):
    other, post = make_post(slug="drugoy"), make_post()
    publish(other, by=editor)
    publish(post, by=editor)
    unpublish(post, by=editor, reason="Дубль", redirect_to=other)
    response = page_of(reader, post)
    assert response.status_code == 301
    assert response["Location"] == f"/posts/{other.pk}-drugoy/"
    unpublish(other, by=editor, reason="Ошибка")
    assert page_of(reader, post).status_code == 410


def test_paid_post_is_labelled(reader, editor):
    post = make_post(is_paid=True, advertiser="ООО «Пример»", erid="2Vtzqx")
    publish(post, by=editor)
    assert "ООО «Пример»" in html(page_of(reader, post))
    assert "2Vtzqx" in html(page_of(reader, post))


def test_hostile_words_are_escaped(reader, editor):
    post = make_post(
        headline="<script>alert(1)</script>",
        lead="<b>жирно</b>",
        body='<p onclick="x()">Текст<script>alert(2)</script><a href="javascript:x">и</a></p>',
    )
    record_words(post)
    publish(post, by=editor)
    for page in (html(page_of(reader, post)), html(reader.get("/"))):
        assert page.count("<script") == 1  # a block of data, see tests/structured
        assert "<script>" not in page
        assert "onclick" not in page
        assert "javascript:" not in page
        assert "<b>жирно" not in page


def test_post_page_costs_the_same_however_much_it_names(reader, editor, django_assert_num_queries):
    def publish_one(count):
        persons = [make_person() for _ in range(count)]
        for person in persons:
            Position.objects.create(person=person, title="Врач", organization=make_organization())
        others = [make_post() for _ in range(count)]
        for other in others:
            publish(other, by=editor)
        post = make_post(
            persons=persons,
            organizations=[make_organization() for _ in range(count)],
            events=[make_event() for _ in range(count)],
            tags=[make_tag() for _ in range(count)],
            bylines=persons,
            related_posts=others,
            lead_image=make_image(credit_person=persons[0]),
        )
        publish(post, by=editor)
        return post

    # The edition, the facts of all it names, positions on the day, related cards, menu.
    for post in (publish_one(1), publish_one(12)):
        with django_assert_num_queries(5):
            assert page_of(reader, post).status_code == 200

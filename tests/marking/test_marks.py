"""What publish() does with names in the body: marks them, and counts their words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import markup
from articles.admin.posts.links import document_of
from articles.history import changed_fields, record_words, words_of, words_of_edition
from articles.lookalikes import keep_names
from articles.merging import merge
from articles.models import Edition, Mention, MentionKey, SeenName
from articles.publishing import preview, publish, unpublish
from tests.factories import known, make_event, make_organization, make_person, make_post
from tests.marking.conftest import make_ermek, make_naming, mark, published

pytestmark = pytest.mark.django_db


def read(reader, post) -> str:
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    return page.partition('<div class="body">')[2].partition("<footer>")[0]


# Marks.


def test_first_mention_is_marked_in_the_form_it_stands_in(editor, ermek):
    office = known(make_organization(name="Министерство иностранных дел", short_name="МИД"))
    event = known(make_event(name="Петербургский международный экономический форум"))
    body = (
        "<p>Утром открылось заседание Петербургского международного экономического форума.</p>"
        "<p>Встреча с Ермеком Кошербаевым прошла в МИДе. Кошербаев доволен, МИД тоже.</p>"
    )
    assert published(editor, body, ermek, office, event) == (
        "<p>Утром открылось заседание "
        f"{mark(event, 'Петербургского международного экономического форума')}.</p>"
        f"<p>Встреча с {mark(ermek, 'Ермеком Кошербаевым')} прошла в {mark(office, 'МИДе')}. "
        "Кошербаев доволен, МИД тоже.</p>"
    )


def test_working_copy_stays_as_it_was_written(editor, ermek):
    post = make_naming("<p>Ермек Кошербаев приехал.</p>", ermek)
    edition = publish(post, by=editor)
    post.refresh_from_db()
    assert post.body == "<p>Ермек Кошербаев приехал.</p>"
    assert edition.fingerprint == post.fingerprint
    assert publish(post, by=editor) == edition
    assert Edition.objects.count() == 1
    assert changed_fields(words_of_edition(edition), words_of(post)) == []


def test_who_was_not_accepted_is_not_marked(editor, ermek):
    body = "<p>Ермек Кошербаев приехал.</p>"
    assert published(editor, body) == body
    assert published(editor, body, make_person()) == body


def test_mark_by_hand_is_the_only_one(editor, ermek):
    body = f"<p>Приехал Ермек Кошербаев. {mark(ermek, 'Он')} доволен.</p>"
    assert published(editor, body, ermek) == body
    assert Edition.objects.get().marked == []


@pytest.mark.parametrize(
    "html",
    [
        '<p>Вот <a href="/x" rel="noopener">Ермек Кошербаев</a>.</p>',
        "<h2>Ермек Кошербаев</h2>",
        "<blockquote><p>Доедем.</p><cite>Ермек Кошербаев</cite></blockquote>",
        '<figure data-embed="vk"><a href="https://vk.com/x" rel="noopener">Ермек Кошербаев</a>'
        "</figure>",
        f'<p>{"<span data-person="}"999">Ермек Кошербаев</span></p>',
    ],
)
def test_first_mention_where_no_link_may_stand_is_left_for_the_next(editor, ermek, html):
    shown = published(editor, f"{html}<p>Ермека Кошербаева ждали.</p>", ermek)
    assert shown == f"{html}<p>{mark(ermek, 'Ермека Кошербаева')} ждали.</p>"


def test_longer_name_goes_before_the_one_in_it(editor):
    service = known(make_organization(name="Пресс-служба МИДа"))
    office = known(make_organization(name="Министерство иностранных дел", short_name="МИД"))
    body = "<p>В пресс-службе МИДа молчат.</p><p>МИД ждёт.</p>"
    assert published(editor, body, service, office) == (
        f"<p>В {mark(service, 'пресс-службе МИДа')} молчат.</p><p>{mark(office, 'МИД')} ждёт.</p>"
    )
    assert published(editor, body, office) == (
        f"<p>В пресс-службе {mark(office, 'МИДа')} молчат.</p><p>МИД ждёт.</p>"
    )


def test_of_namesakes_the_accepted_one_is_marked(editor, ermek):
    other = make_ermek(slug="ermek-2")
    body = "<p>Ермек Кошербаев приехал.</p>"
    for person in (other, ermek):
        assert (
            published(editor, body, person) == f"<p>{mark(person, 'Ермек Кошербаев')} приехал.</p>"
        )


def test_of_two_accepted_namesakes_neither_is_marked(editor, ermek):
    body = "<p>Ермек Кошербаев приехал.</p>"
    assert published(editor, body, ermek, make_ermek(slug="ermek-2")) == body


def test_lone_family_name_is_marked_when_the_headline_has_the_full_one(editor, ermek):
    body, headline = "<p>Кошербаев приехал.</p>", "Ермек Кошербаев в Якутске"
    shown = published(editor, body, ermek, headline=headline)
    assert shown == f"<p>{mark(ermek, 'Кошербаев')} приехал.</p>"


@pytest.mark.parametrize(
    "words",
    [
        "Ермек&nbsp;Кошербаев",
        "Ермек Кошер\u00adбаев",
        "<strong>Ермек</strong> Кошербаев",
        "Ермек <em>Кошербаев</em>",
        "Е<strong>рмек Кош</strong>ербаев",
    ],
)
def test_name_with_something_in_it_is_one_mention(editor, ermek, words):
    shown = published(editor, f"<p>Это {words}.</p>", ermek)
    assert shown == f"<p>Это {mark(ermek, words)}.</p>" == markup.clean(shown)


def test_body_with_no_room_for_marks_is_published_without(editor, ermek):
    body = "<p>Ермек Кошербаев.</p>"
    body += f"<p>{'ы' * (markup.MAX_LENGTH - len(body) - 10)}</p>"
    assert published(editor, body, ermek) == body
    assert Mention.objects.get().form == "Ермек Кошербаев"


def test_language_the_search_cannot_read_is_published_as_written(editor, ermek):
    body = "<p>Ермек Кошербаев кэллэ.</p>"
    assert published(editor, body, ermek, language="kk")


def test_preview_shows_the_marks_and_counts_nothing(editor, ermek):
    post = make_naming("<p>Ермек Кошербаев приехал.</p>", ermek)
    document = document_of(record_words(post), editor)
    assert ["person", ermek.pk, "Ермек Кошербаев"] in document["body"]
    assert not SeenName.objects.exists()
    with CaptureQueriesContext(connection) as captured:
        preview(post, by=editor)
    assert not [query for query in captured if "seenname" in query["sql"].split("FROM")[0].lower()]


# Read.


def test_mark_is_a_link_while_the_record_is_public(reader, editor, ermek):
    post = make_naming("<p>Ждали Ермека Кошербаева.</p>", ermek)
    publish(post, by=editor)
    link = f'<a href="{ermek.get_absolute_url()}">Ермека Кошербаева</a>'
    assert f"<p>Ждали {link}.</p>" in read(reader, post)
    ermek.is_published = False
    ermek.save()
    assert "<p>Ждали Ермека Кошербаева.</p>" in read(reader, post)
    assert ermek.slug not in read(reader, post)


def test_mark_of_a_merged_record_links_to_the_other(reader, editor, administrator, ermek):
    post = make_naming("<p>Ждали Ермека Кошербаева.</p>", ermek)
    publish(post, by=editor)
    other = make_ermek(slug="koshervaev", name="Ермек Б. Кошербаев")
    merge(duplicate=ermek, into=other, by=administrator)
    link = f'<a href="{other.get_absolute_url()}">Ермека Кошербаева</a>'
    assert f"<p>Ждали {link}.</p>" in read(reader, post)


def test_mark_by_hand_of_a_merged_record_stands_for_the_other(editor, administrator, ermek):
    other = make_ermek(slug="koshervaev")
    body = f"<p>Ермек Кошербаев приехал. {mark(ermek, 'Он')} доволен.</p>"
    post = make_naming(body, ermek)
    merge(duplicate=ermek, into=other, by=administrator)
    edition = publish(post, by=editor)
    assert edition.body == body
    assert edition.mentions.get().person == other


# Counted.


def seen() -> dict:
    return {(row.record, row.text): row.confirmed for row in SeenName.objects.all()}


def test_words_of_marks_are_counted_once_a_post(editor, ermek):
    post = make_naming(f"<p>Ждали Ермека Кошербаева. {mark(ermek, 'Ермек')} здесь.</p>", ermek)
    publish(post, by=editor)
    assert seen() == {(ermek.pk, "Ермек"): 1}
    for body in ("<p>Ермека Кошербаева нет.</p>", f"<p>{mark(ermek, 'Ермек')} здесь.</p>"):
        post.body = body
        post.save()
        record_words(post)
        publish(post, by=editor)
    unpublish(post, by=editor, reason="Суд")
    publish(post, by=editor)
    assert seen() == {(ermek.pk, "Ермек"): 1, (ermek.pk, "Ермека Кошербаева"): 1}
    publish(make_naming("<p>Ермека Кошербаева нет.</p>", ermek), by=editor)
    assert seen()[ermek.pk, "Ермека Кошербаева"] == 2


def test_given_name_alone_is_marked_but_not_counted(editor, ermek):
    body, headline = "<p>— Ермек, как дела?</p>", "Ермек Кошербаев в Якутске"
    shown = published(editor, body, ermek, headline=headline)
    assert shown == f"<p>— {mark(ermek, 'Ермек')}, как дела?</p>"
    assert seen() == {}
    published(editor, f"<p>{mark(ermek, 'Ермек')} здесь.</p>", ermek)
    assert seen() == {(ermek.pk, "Ермек"): 1}


def test_counted_words_are_found_in_texts_at_once(editor):
    office = known(make_organization(name="Дом дружбы народов имени Кулаковского"))
    post = make_naming(f"<p>Открыли {mark(office, 'Дружбу')}.</p>", office)
    publish(post, by=editor)
    assert MentionKey.objects.filter(record=office.pk, source="seen", text="Дружбу").exists()
    assert (
        published(editor, "<p>Мы в Дружбе.</p>", office) == f"<p>Мы в {mark(office, 'Дружбе')}.</p>"
    )


# Cost.


def cost(editor, count: int, letters: str = "абвгдежзиклмнопрстуф") -> list[str]:
    names = [f"Музей {letter * 3}ов" for letter in letters[:count]]
    offices = [known(make_organization(name=name)) for name in names]
    post = make_naming("".join(f"<p>Открыт {name}.</p>" for name in names), *offices)
    publish(make_naming(post.body, *offices), by=editor)
    with CaptureQueriesContext(connection) as captured:
        edition = preview(post, by=editor)
    assert len(edition.marked) == count
    return [query["sql"] for query in captured]


def test_search_at_publish_costs_the_same_however_much_is_named(editor):
    few, many = cost(editor, 2), cost(editor, 20)
    assert len(few) == len(many), (len(few), len(many))
    assert sum("articles_mentionkey" in sql for sql in many) == 1


def test_post_that_names_nobody_is_not_searched(editor):
    with CaptureQueriesContext(connection) as captured:
        publish(make_post(body="<p>Ермек Кошербаев приехал.</p>"), by=editor)
    assert not [query for query in captured if "articles_mentionkey" in query["sql"]]


def test_names_of_a_hidden_post_change_no_key(editor, ermek):
    keep_names(ermek)
    before = MentionKey.objects.count()
    preview(make_naming("<p>Ермек Кошербаев приехал.</p>", ermek), by=editor)
    assert MentionKey.objects.count() == before

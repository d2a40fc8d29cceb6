"""What publish() does with names: marks in the body, whom the post is about, words counted."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import markup
from articles.admin.posts.links import document_of
from articles.history import changed_fields, record_words, words_of, words_of_edition
from articles.lookalikes import keep_names
from articles.marking import FORM_LENGTH
from articles.merging import merge
from articles.models import Edition, Mention, MentionKey, SeenName
from articles.publishing import preview, publish, unpublish
from tests.factories import known, make_event, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db


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


# About.


def facts(edition) -> dict:
    rows = edition.mentions.select_related("person", "organization", "event")
    return {(row.person or row.organization or row.event).pk: (row.about, row.form) for row in rows}


def test_who_is_named_in_headline_or_lead_is_what_the_post_is_about(editor, ermek):
    office = known(make_organization(name="Музей мерзлоты", pk=101))
    event = known(make_event(name="Форум оленеводов", pk=102))
    silent = known(make_organization(name="Якутский порт", pk=103))
    post = make_naming(
        "<p>На Форуме оленеводов были все, и Кошербаев.</p>",
        *(ermek, office, event, silent),
        headline="Ермек Кошербаев в Якутске",
        lead="Он побывал в Музее мерзлоты.",
    )
    edition = publish(post, by=editor)
    assert facts(edition) == {
        ermek.pk: (True, "Кошербаев"),
        office.pk: (True, "Музее мерзлоты"),
        event.pk: (False, "Форуме оленеводов"),
        silent.pk: (False, ""),
    }
    about = {"persons": [ermek.pk], "organizations": [office.pk], "events": []}
    assert edition.document["about"] == edition.card["about"] == about
    assert edition.document["organizations"] == [office.pk, silent.pk]


def test_form_is_of_what_stands_first_marked_by_hand_or_not(editor, ermek):
    for first, second in [("Ермек Кошербаев", mark(ermek, "он")), (mark(ermek, "Он"), "Кошербаев")]:
        post = make_naming(f"<p>{first} здесь, {second} доволен.</p>", ermek)
        assert facts(publish(post, by=editor))[ermek.pk][1] == markup.to_text(first)


def test_form_is_no_longer_than_its_column(editor, ermek):
    post = make_naming(f"<p>{mark(ermek, 'ы' * 999)}</p>", ermek)
    assert facts(publish(post, by=editor))[ermek.pk] == (False, "ы" * FORM_LENGTH)


def test_post_lists_first_whom_it_is_about(reader, editor, ermek):
    first, office = (
        make_person(name="Анна Аммосова"),
        known(make_organization(name="Якутский порт")),
    )
    post = make_naming("<p>Да.</p>", first, ermek, office, headline="В Якутском порту пусто")
    publish(post, by=editor)
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    named = page.partition('id="named"')[2]
    assert named.index("Якутский порт") < named.index("Ермек Кошербаев")


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_dossier_tells_what_is_about_the_record(reader, editor, kind):
    make = {"person": make_person, "organization": make_organization, "event": make_event}[kind]
    record = known(make(name="Ермек Кошербаев", slug="ermek"))
    address = record.get_absolute_url()
    publish(make_naming("<p>Да.</p>", record, headline="Первая: мельком"), by=editor)
    assert "?about=1" not in reader.get(address).content.decode()
    publish(make_naming("<p>Да.</p>", record, headline="Ермек Кошербаев в Якутске"), by=editor)
    every, about = (reader.get(address + query).content.decode() for query in ("", "?about=1"))
    assert "Первая: мельком" in every
    assert every.count("Главная тема") == 2
    assert 'href="?about=1"' in every
    assert "Ермек Кошербаев в Якутске" in about
    assert "Первая: мельком" not in about


def test_dossier_of_what_is_about_the_record_goes_on_by_key(reader, editor, ermek):
    for number in range(21):
        headline = f"Ермек Кошербаев: день {number}."
        publish(make_naming("<p>Да.</p>", ermek, headline=headline), by=editor)
    first = reader.get(ermek.get_absolute_url() + "?about=1").content.decode()
    older = first.partition('href="?about=1&amp;after=')[2].partition('"')[0]
    assert "день 0." not in first
    rest = reader.get(f"{ermek.get_absolute_url()}?about=1&after={older}").content.decode()
    assert "день 0." in rest
    assert "день 20." not in rest
    assert f'href="{ermek.get_absolute_url()}?about=1"' in rest


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


# Quotes.


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

"""Which posts stand in which feed, and what is answered to those who ask again."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.http import http_date

from articles.merging import merge
from articles.publishing import publish, unpublish
from tests.factories import (
    make_event,
    make_image,
    make_notice,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

from .conftest import EXTENSIONS, from_rss, parse, texts

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def records():
    return {
        "section": make_section(),
        "tag": make_tag(),
        "person": make_person(),
        "organization": make_organization(),
        "event": make_event(),
    }


@pytest.fixture
def named(published, records):
    """Publish a post that all the records name."""

    def make(**fields):
        return published(
            section=records["section"],
            tags=[records["tag"]],
            persons=[records["person"]],
            organizations=[records["organization"]],
            events=[records["event"]],
            **fields,
        )

    return make


def addresses(records, extension="rss") -> list[str]:
    """Return the feed of the site and that of each record."""
    pages = [record.get_absolute_url() for record in records.values()]
    return [f"/feeds/posts.{extension}", *(f"{page}feed.{extension}" for page in pages)]


def titles(feed, address) -> list[str]:
    return [item["title"] for item in feed(address)["items"]]


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_each_feed_names_its_page_and_itself(feed, named, records, extension):
    named(headline="Заметка")
    for address, record in zip(addresses(records, extension)[1:], records.values(), strict=True):
        found = feed(address)
        assert [item["title"] for item in found["items"]] == ["Заметка"]
        assert found["title"] == f"{record.name} — Newsroom"
        assert found["home"] == SITE + record.get_absolute_url()
        assert found["links"] == {"self": SITE + address}
        assert found["language"] == "ru"
        assert record.name in found["description"]
    site = feed(f"/feeds/posts.{extension}")
    assert (site["title"], site["home"]) == ("Newsroom", f"{SITE}/")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_empty_feed_is_whole_and_the_same_each_time(reader, feed, records, clock, extension):
    for address in addresses(records, extension):
        assert feed(address)["items"] == []
        first = reader.get(address)
        clock.shift(DAY)
        assert reader.get(address).content == first.content


def test_newest_fifty_newest_first(feed, named, records):
    for number in range(52):
        named(headline=f"Заметка {number:02}", at=SEVEN - number * HOUR)
    expected = [f"Заметка {number:02}" for number in range(50)]
    for address in addresses(records):
        assert titles(feed, address) == expected


def test_feed_is_in_the_language_of_its_address(feed, named, records):
    named(headline="По-русски")
    named(headline="Сахалыы", language="sah")
    site, section, *others = addresses(records)
    for address in (site, section):
        assert titles(feed, address) == ["По-русски"]
        assert titles(feed, f"/sah{address}") == ["Сахалыы"]
        assert titles(feed, f"/kk{address}") == []
    for address in others:
        assert titles(feed, address) == titles(feed, f"/sah{address}") == ["Сахалыы", "По-русски"]
        assert feed(f"/sah{address}")["language"] == "sah"


def test_draft_and_scheduled_are_absent_until_their_instant(feed, named, records, clock):
    make_post(headline="Черновик", section=records["section"], persons=[records["person"]])
    named(headline="В семь", at=SEVEN + HOUR)
    places = [*addresses(records), "/feeds/dzen.rss"]
    assert [titles(feed, address) for address in places] == [[]] * 7
    clock.move_to(SEVEN + HOUR)
    assert [titles(feed, address) for address in places] == [["В семь"]] * 7


def test_unpublished_is_gone_from_all(feed, named, records, editor):
    post = named(headline="Снята")
    places = [*addresses(records), "/feeds/dzen.rss"]
    assert [titles(feed, address) for address in places] == [["Снята"]] * 7
    unpublish(post, by=editor, reason="Ошибка")
    assert [titles(feed, address) for address in places] == [[]] * 7


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_feed_of_a_hidden_record_is_not_there(reader, records, kind):
    record = records[kind]
    record.is_published = False
    record.save()
    assert reader.get(f"{record.get_absolute_url()}feed.rss").status_code == 404


def test_feed_moves_with_the_name_and_the_record(reader, editor):
    person, duplicate = make_person(slug="petrova"), make_person()
    address = f"{person.get_absolute_url()}feed.atom"
    for other in (f"/persons/{person.pk}/feed.atom", f"/persons/{person.pk}-drugoe/feed.atom"):
        response = reader.get(other)
        assert (response.status_code, response["Location"]) == (301, address)
    merge(duplicate, into=person, by=editor)
    response = reader.get(f"{duplicate.get_absolute_url()}feed.atom")
    assert (response.status_code, response["Location"]) == (301, address)


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/posts.xml",
        "/feeds/posts.rss/",
        "/feeds/",
        "/sections/nothing/feed.rss",
        "/tags/nothing/feed.json",
        "/persons/1/feed.rss",
        "/persons/99999999999999999999/feed.rss",
        "/events/999999999999999999/feed.atom",
        "/sections/%00/feed.rss",
    ],
)
def test_unknown_feed_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


def test_feed_is_only_read(reader):
    assert reader.post("/feeds/posts.rss").status_code == 405


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_hub_is_named_where_there_is_one(reader, feed, settings, extension):
    address = f"/feeds/posts.{extension}"
    assert "hub" not in feed(address)["links"]
    settings.WEBSUB_HUB = "https://hub.example/"
    assert feed(address)["links"] == {"self": SITE + address, "hub": "https://hub.example/"}
    link = f'<{SITE}{address}>; rel="self", <https://hub.example/>; rel="hub"'
    assert reader.get(address)["Link"] == link


def test_pages_lead_to_their_feeds(reader, records):
    for record in records.values():
        page = reader.get(record.get_absolute_url()).content.decode()
        for kind, extension in [("rss+xml", "rss"), ("atom+xml", "atom"), ("feed+json", "json")]:
            start = f'<link rel="alternate" type="application/{kind}" title="'
            own = f'{record.get_absolute_url()}feed.{extension}">'
            assert f'{start}{record.name} ({extension.upper()})" href="{own}' in page.replace(
                "(Atom)", "(ATOM)"
            )
            assert f'href="/feeds/posts.{extension}">' in page
    assert 'href="/sah/feeds/posts.rss"' in reader.get("/sah/").content.decode()


# Dzen


def test_dzen_gets_what_it_may_take(reader, published, clock):
    image, small = make_image(), make_image()
    small.__class__.objects.filter(pk=image.pk).update(width=1400, height=900)
    image.refresh_from_db()
    body = f'<p>Текст.</p><figure data-image="{small.pk}"></figure>'
    published(headline="Своё", lead_image=image, body=body)
    published(headline="Взрослое", age_mark=18)
    published(headline="Старое", at=SEVEN - 4 * DAY)
    published(headline="Реклама", is_paid=True, advertiser="ООО")
    response = reader.get("/feeds/dzen.rss")
    assert [item["title"] for item in from_rss(response)["items"]] == ["Взрослое", "Своё"]
    adult, own = parse(response).findall("channel/item")
    assert [texts(item, "media:rating") for item in (adult, own)] == [["adult"], ["nonadult"]]
    assert texts(own, "category") == ["native-yes", "format-article", "index", "comment-all"]
    (enclosure,) = own.findall("enclosure")  # the narrow picture would be refused
    assert enclosure.attrib["url"] == f"{SITE}/media/{image.file.name}.1280.jpg"
    assert enclosure.attrib["type"] == "image/jpeg"


# Asking again


def again(reader, address, response, header):
    given = {"tag": ("If-None-Match", "ETag"), "date": ("If-Modified-Since", "Last-Modified")}
    name, validator = given[header]
    return reader.get(address, headers={name: response[validator]})


@pytest.mark.parametrize("header", ["tag", "date"])
def test_unchanged_feed_is_not_sent_again(reader, named, records, clock, header):
    named()
    clock.shift(HOUR)
    for extension in EXTENSIONS:
        for address in addresses(records, extension):
            response = reader.get(address)
            assert response["Cache-Control"] == "no-cache"
            repeated = again(reader, address, response, header)
            assert (repeated.status_code, repeated.content) == (304, b"")
            assert repeated["ETag"] == response["ETag"]


def change_words(post, records, editor):
    post.headline = "Исправлена"
    post.save()
    publish(post, by=editor, correction="Так.")


def change_new(post, records, editor):
    fields = {"tags": [records["tag"]], "persons": [records["person"]]}
    fields |= {"organizations": [records["organization"]], "events": [records["event"]]}
    publish(make_post(section=records["section"], **fields), by=editor)


def change_old(post, records, editor):
    """A post dated back, as an import makes them."""
    fields = {"tags": [records["tag"]], "persons": [records["person"]]}
    fields |= {"organizations": [records["organization"]], "events": [records["event"]]}
    publish(make_post(section=records["section"], **fields), by=editor, at=SEVEN - 5 * DAY)


def change_gone(post, records, editor):
    unpublish(post, by=editor, reason="Ошибка")


def change_name(post, records, editor):
    records["person"].name = "Новое Имя"
    records["person"].save()


def change_hidden(post, records, editor):
    records["author"].is_published = False
    records["author"].save()


CHANGES = [change_words, change_new, change_old, change_gone, change_name, change_hidden]


@pytest.mark.parametrize("header", ["tag", "date"])
@pytest.mark.parametrize("change", CHANGES)
def test_changed_feed_is_sent_again(reader, named, records, editor, clock, change, header):
    author = make_person(name="Прежний Автор")
    body = f'<p><span data-person="{records["person"].pk}">Петрова</span></p>'
    named(headline="Стоит", at=SEVEN - DAY)
    post = named(bylines=[author, records["person"]], body=body)
    places = addresses(records)
    clock.shift(HOUR)
    before = {address: reader.get(address) for address in places}
    clock.shift(HOUR)
    change(post, records | {"author": author}, editor)
    clock.shift(HOUR)
    for address in places:
        response = again(reader, address, before[address], header)
        assert response.status_code == 200, address
        assert response.content != before[address].content


def test_feed_changed_within_the_second_has_no_date(reader, published, clock):
    published()
    assert "Last-Modified" not in reader.get("/feeds/posts.rss")
    clock.shift(1)
    assert reader.get("/feeds/posts.rss")["Last-Modified"] == http_date(SEVEN.timestamp())


def test_nothing_unseen_moves_the_date(reader, named, records, editor, clock):
    post = named()
    clock.shift(HOUR)
    places = addresses(records)
    before = [reader.get(address)["Last-Modified"] for address in places]
    post.headline = "Ещё не вышла"
    post.save()
    publish(post, by=editor, at=timezone.now() + 2 * HOUR)
    fields = {"section": records["section"], "persons": [records["person"]]}
    taken_back = make_post(**fields)
    publish(taken_back, by=editor, at=timezone.now() + HOUR)
    unpublish(taken_back, by=editor, reason="Рано")
    make_post(**fields)
    clock.shift(HOUR + HOUR / 2)
    assert [reader.get(address)["Last-Modified"] for address in places] == before


def test_no_date_can_tell_of_notices(reader, published, settings, clock):
    published()
    clock.shift(HOUR)
    settings.NOTICES = True
    assert "Last-Modified" not in reader.get("/feeds/posts.rss")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-None-Match", "чушь"),
        ("If-None-Match", '"' * 999),
        ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
        ("If-Modified-Since", "Sat, 01 Jan 0000 00:00:00 GMT"),
        ("Range", "bytes=0-1"),
        ("Accept", "image/png"),
        ("Accept-Language", "xx-\udc00"),
    ],
)
def test_hostile_header_does_no_harm(reader, published, name, value):
    published()
    response = reader.get("/feeds/posts.atom", headers={name: value})
    assert response.status_code == 200
    assert "Vary" not in response


def test_head_has_no_body(reader, published):
    published()
    response = reader.head("/feeds/posts.rss")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == reader.get("/feeds/posts.rss")["ETag"]


def test_feed_is_the_same_for_everyone(reader, editor_client, published):
    published()
    public, staff = reader.get("/feeds/posts.json"), editor_client.get("/feeds/posts.json")
    assert public.content == staff.content
    assert not public.cookies
    assert not staff.cookies
    assert "Vary" not in staff


# What it costs


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("extension", EXTENSIONS)
def test_feed_costs_the_same_however_much_it_holds(
    reader, named, records, settings, django_assert_num_queries, count, extension
):
    for _ in range(count):
        person = make_person()
        make_notice(person)
        image = make_image(credit_person=person)
        named(bylines=[person, make_person()], lead_image=image)
    site, *others = addresses(records, extension)
    # The posts, the facts, what has ended, when the records changed; before that whose feed it is.
    with django_assert_num_queries(4):
        reader.get(site)
    for address in others:
        with django_assert_num_queries(5):
            reader.get(address)
    settings.NOTICES = True  # they take one, and there is no date to look for
    with django_assert_num_queries(3):
        assert "учредитель" in reader.get(site).content.decode()

"""Sitemaps by the protocol of sitemaps.org and Google's of news; robots.txt and its neighbours."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from articles import sitemaps
from articles.models import Person
from articles.publishing import publish, unpublish
from tests.factories import make_event, make_organization, make_person, make_section

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
NOW = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def entries(reader):
    """Return {path: lastmod or None} of a sitemap, in its order, checking its form."""

    def get(address, root="urlset", name="url"):
        response = reader.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        tree = ElementTree.fromstring(response.content)  # noqa: S314  (our own)
        assert tree.tag == MAP + root
        assert 1 <= len(tree) <= 50_000
        found = {}
        for entry in tree:
            assert entry.tag == MAP + name
            loc, lastmod = entry.findtext(f"{MAP}loc"), entry.findtext(f"{MAP}lastmod")
            assert loc.startswith(f"{SITE}/")
            assert len(loc) < 2048
            assert lastmod is None or datetime.fromisoformat(lastmod).tzinfo
            found[loc.removeprefix(SITE)] = lastmod
        assert len(found) == len(tree)
        return found

    return get


@pytest.fixture
def index(entries):
    return lambda: entries("/sitemap.xml", "sitemapindex", "sitemap")


def path_of(post) -> str:
    return f"/posts/{post.pk}-{post.slug}/"


def test_index_leads_to_every_post_and_record(reader, index, entries, published):
    posts = [published(at=NOW - days * DAY) for days in (0, 1, 30, 400)]
    sakha = published(language="sah", at=NOW - 30 * DAY)
    records = [make_person(), make_organization(), make_event(), make_section()]
    listed = {}
    for address in index():
        listed |= entries(address)
    for post in posts:
        assert path_of(post) in listed
    assert f"/sah{path_of(sakha)}" in listed
    assert all(record.get_absolute_url() in listed for record in records)
    assert all(reader.get(path).status_code == 200 for path in listed)


def test_empty_site_has_whole_sitemaps(index, entries):
    assert list(index()) == ["/sitemap-sections.xml"]
    assert "/" in entries("/sitemap-sections.xml")
    assert list(entries("/sitemap-news.xml")) == ["/"]


def test_months_are_those_of_yakutsk_and_none_is_left_out(index, entries, published):
    # Half past midnight of the 1st in Yakutsk is the month before in UTC.
    post = published(at=datetime(2026, 11, 1, 0, 30, tzinfo=NOW.tzinfo))
    old = published(at=datetime(2026, 8, 31, 23, 59, tzinfo=NOW.tzinfo))
    months = [path for path in index() if "2026" in path]
    assert months == [f"/sitemap-2026-{month}.xml" for month in (11, 10, "09", "08")]
    assert list(entries("/sitemap-2026-11.xml")) == ["/archive/2026/11/", path_of(post)]
    assert list(entries("/sitemap-2026-10.xml")) == ["/archive/2026/10/"]
    assert list(entries("/sitemap-2026-08.xml")) == ["/archive/2026/08/", path_of(old)]


def test_correction_moves_lastmod_and_not_the_month(index, entries, published, editor, clock):
    post = published(at=NOW - 100 * DAY)
    other = published(at=NOW - 101 * DAY)
    month = "/sitemap-2026-08.xml"
    before = (NOW - 100 * DAY).isoformat()
    assert index()[month] == entries(month)[path_of(post)] == before
    post.headline = "Новый"
    post.save()
    publish(post, by=editor, correction="Так.")
    assert index()[month] == entries(month)[path_of(post)] == NOW.isoformat()
    assert entries(month)[path_of(other)] == (NOW - 101 * DAY).isoformat()


def test_month_changed_when_its_posts_did_however_much_came_after(
    index, published, editor, clock, monkeypatch
):
    monkeypatch.setattr(sitemaps, "MONTHS", 2)
    old = published(at=NOW - 100 * DAY)
    published(at=NOW - 99 * DAY)
    clock.move_to(NOW + HOUR)
    publish(old, by=editor, correction="Так.")
    clock.move_to(NOW + 2 * HOUR)
    for minute in range(30):
        published(at=NOW + HOUR + timedelta(minutes=minute))
    assert index()["/sitemap-2026-08.xml"] == (NOW + HOUR).isoformat()
    clock.move_to(NOW + DAY)
    unpublish(old, by=editor, reason="Ошибка")
    found = index()
    assert found["/sitemap-2026-08.xml"] == (NOW - 99 * DAY).isoformat()
    assert found["/sitemap-2026-09.xml"] is None  # nothing came out in it


def test_scheduled_correction_moves_lastmod_when_it_opens(index, published, editor, clock):
    post = published(at=NOW - 100 * DAY)
    post.headline = "Новый"
    post.save()
    publish(post, by=editor, at=NOW + DAY)
    assert index()["/sitemap-2026-08.xml"] == (NOW - 100 * DAY).isoformat()
    clock.move_to(NOW + DAY)
    assert index()["/sitemap-2026-08.xml"] == (NOW + DAY).isoformat()


def test_unpublished_and_scheduled_are_absent(index, entries, published, editor, clock):
    published(at=NOW - 40 * DAY)
    gone = published()
    scheduled = published(at=NOW + 10 * DAY)
    assert path_of(gone) in entries("/sitemap-2026-11.xml")
    assert path_of(gone) in entries("/sitemap-news.xml")
    unpublish(gone, by=editor, reason="Ошибка")
    assert "/sitemap-2026-11.xml" not in index()
    assert path_of(gone) not in entries("/sitemap-news.xml")
    clock.move_to(NOW + 9 * DAY)
    assert "/sitemap-2026-12.xml" not in index()
    clock.move_to(NOW + 10 * DAY)
    assert path_of(scheduled) in entries("/sitemap-2026-12.xml")
    assert path_of(scheduled) in entries("/sitemap-news.xml")


def test_records_come_by_their_ids_and_hidden_ones_do_not(index, entries, monkeypatch):
    monkeypatch.setattr(sitemaps, "PAGE", 10)
    first = make_person()
    hidden = make_person(is_published=False)
    far = make_person(pk=first.pk + 100)
    pages = [f"/sitemap-persons-{person.pk // 10}.xml" for person in (first, far)]
    stamp = NOW.isoformat()
    assert {path: moment for path, moment in index().items() if "persons" in path} == dict.fromkeys(
        pages, stamp
    )
    assert entries(pages[0])[first.get_absolute_url()] == stamp
    assert hidden.get_absolute_url() not in entries(pages[0])
    assert list(entries(pages[1])) == [far.get_absolute_url()]


def test_news_are_those_of_two_days(reader, entries, published):
    recent = published(headline="Свежая <b>", at=NOW - 47 * HOUR, language="sah")
    published(at=NOW - 49 * HOUR)
    published(is_paid=True, advertiser="ООО")
    assert list(entries("/sitemap-news.xml")) == [f"/sah{path_of(recent)}"]
    tree = ElementTree.fromstring(reader.get("/sitemap-news.xml").content)  # noqa: S314
    news = tree.find(f"{MAP}url/{NEWS}news")
    assert [child.tag for child in news] == [
        NEWS + name for name in ("publication", "publication_date", "title")
    ]
    assert news.findtext(f"{NEWS}title") == "Свежая <b>"
    assert news.findtext(f"{NEWS}publication_date") == (NOW - 47 * HOUR).isoformat()
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Newsroom"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "sah"


def test_hostile_headline_does_not_break_the_news(entries, published):
    assert path_of(published(headline="]]> \x0b & <")) in entries("/sitemap-news.xml")


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-2026-13.xml",
        "/sitemap-2026-00.xml",
        "/sitemap-0000-01.xml",
        "/sitemap-9999-12.xml",
        "/sitemap-2026-10.xml",
        "/sitemap-2026-1.xml",
        "/sitemap-persons-1.xml",
        "/sitemap-persons-00.xml",
        "/sitemap-persons-999999999.xml",
        "/sitemap-persons-99999999999999999999.xml",
        "/sitemap-tags-0.xml",
        "/sah/sitemap.xml",
        "/sitemap.xml/",
    ],
)
def test_unknown_sitemap_is_not_found(reader, published, address):
    published()
    assert reader.get(address).status_code == 404


def test_sitemap_is_not_sent_again_until_it_changes(reader, published, editor):
    post = published()
    for address in ("/sitemap.xml", "/sitemap-2026-11.xml", "/sitemap-news.xml"):
        tag = reader.get(address)["ETag"]
        assert reader.get(address, headers={"If-None-Match": tag}).status_code == 304
    unpublish(post, by=editor, reason="Ошибка")
    assert reader.get(address, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/sitemap.xml", 4),  # the span of two, the changes of all months, the records
        ("/sitemap-2026-11.xml", 3),
        ("/sitemap-news.xml", 1),
        ("/sitemap-sections.xml", 2),
        ("/sitemap-persons-{page}.xml", 1),
    ],
)
@pytest.mark.parametrize("count", [1, 20])
def test_sitemap_costs_the_same_however_long(
    reader, published, django_assert_num_queries, address, queries, count
):
    for number in range(count):
        published(persons=[make_person()], at=NOW - number * HOUR)
        published(at=NOW - number * 30 * DAY)
    page = Person.objects.first().pk // sitemaps.PAGE
    with django_assert_num_queries(queries):
        assert reader.get(address.format(page=page)).status_code == 200


# What stands beside them


def test_robots_are_led_to_the_sitemaps_and_past_the_desk(reader):
    response = reader.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert f"Sitemap: {SITE}/sitemap-news.xml" in lines
    for closed in ("/admin/", "/preview/", "/search/", "/sah/search/", "/kk/search/"):
        assert f"Disallow: {closed}" in lines
    assert not [line for line in lines if line in ("Disallow: /", "Disallow: /ru/search/")]


def test_manifest_names_the_site(reader, settings):
    settings.SITE_NAME = "Вестник"
    response = reader.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == "Вестник"
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["icons"][0]["src"].endswith(".svg")
    assert '<link rel="manifest" href="/manifest.webmanifest">' in reader.get("/").content.decode()


def test_icon_is_where_it_used_to_be(reader):
    response = reader.get("/favicon.ico")
    assert response["Content-Type"] == "image/svg+xml"
    assert re.match(rb"<svg ", response.content)

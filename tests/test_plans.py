"""Lists are read in the order of an index: nothing is sorted, however much there is."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.changes import START, changes_after, cursor_now
from articles.models import Edition, Mention, Slot
from articles.publishing import publish, unpublish
from articles.search.asking import read
from articles.search.finding import MOST, Narrowed, rank_query
from articles.similar import posts_like
from tests.factories import make_event, make_organization, make_person, make_post, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(editor):
    """Return the records that a few published posts all name."""
    records = {
        "person": make_person(),
        "organization": make_organization(),
        "event": make_event(),
        "tag": make_tag(),
    }
    first = make_post()
    records["section"] = first.section
    for _ in range(3):
        post = make_post(
            section=first.section,
            persons=[records["person"]],
            organizations=[records["organization"]],
            events=[records["event"]],
            tags=[records["tag"]],
            bylines=[records["person"]],
        )
        publish(post, by=editor)
        publish(post, by=editor, correction="Так.")
    return records | {"post": post}


def plans(reader, path):
    """Return how the database reads each ordered list of editions that the address asks for."""
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(path).status_code == 200
    asked = [query["sql"] for query in captured if "articles_edition" in query["sql"]]
    ordered = [sql for sql in asked if "ORDER BY" in sql]
    assert ordered, asked
    with connection.cursor() as cursor:
        return [explain(cursor, sql) for sql in ordered]


def explain(cursor, sql: str) -> str:
    if connection.vendor == "postgresql":
        # Three rows are sorted sooner than looked up: only what cannot be avoided shall show.
        for option in ("seqscan", "bitmapscan", "sort", "incremental_sort", "hashjoin"):
            cursor.execute(f"SET LOCAL enable_{option} = off")
        cursor.execute(f"EXPLAIN {sql}")
    else:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


ADDRESSES = [
    "/",
    "/sections/{section.slug}/",
    "/tags/{tag.slug}/",
    "/persons/{person.pk}-{person.slug}/",
    "/organizations/{organization.pk}-{organization.slug}/",
    "/events/{event.pk}-{event.slug}/",
    "/persons/{person.pk}-{person.slug}/?about=1",
    "/organizations/{organization.pk}-{organization.slug}/?about=1",
    "/events/{event.pk}-{event.slug}/?about=1",
    "/persons/{person.pk}-{person.slug}/?year={year}",
    "/organizations/{organization.pk}-{organization.slug}/?year={year}&about=1",
    "/events/{event.pk}-{event.slug}/?when=after",
    "/persons/{person.pk}-{person.slug}/?quotes=1",
    "/persons/{person.pk}-{person.slug}/?quotes=1&year={year}",
    "/posts/{post.pk}-{post.slug}/editions/",
    "/posts/{post.pk}-{post.slug}/editions/1/",
    "/archive/",
    "/archive/{year}/",
    "/corrections/",
    "/feeds/posts.rss",
    "/feeds/dzen.rss",
    "/sections/{section.slug}/feed.atom",
    "/tags/{tag.slug}/feed.json",
    "/persons/{person.pk}-{person.slug}/feed.rss",
    "/organizations/{organization.pk}-{organization.slug}/feed.rss",
    "/events/{event.pk}-{event.slug}/feed.rss",
    "/sitemap.xml",
    "/sitemap-{year}-{month:02}.xml",
    "/sitemap-news.xml",
    "/api/v1/posts/",
    "/api/v1/posts/?language=ru",
    "/api/v1/posts/?section={section.pk}",
    "/api/v1/posts/?section={section.pk}&language=ru",
    "/api/v1/posts/?tag={tag.pk}",
    "/api/v1/posts/?person={person.pk}",
    "/api/v1/posts/?organization={organization.pk}",
    "/api/v1/posts/?event={event.pk}",
    "/api/v1/posts/?about_person={person.pk}",
    "/api/v1/posts/?about_organization={organization.pk}",
    "/api/v1/posts/?about_event={event.pk}",
    "/api/v1/posts/?byline={person.pk}",
    "/api/v1/posts/?byline={person.pk}&language=ru&ordering=first_published_at",
    "/api/v1/posts/?byline={person.pk}&as_of={year}-01-01",
    "/api/v1/posts/?published_after=2020-01-01",
    "/api/v1/posts/?as_of={year}-01-01",
    "/api/v1/posts/{post.pk}/editions/",
    "/api/v1/posts/?kind=news",
    "/api/v1/posts/?kind=news&language=ru",
    "/api/v1/posts/?ordering=first_published_at",
    "/api/v1/posts/?person={person.pk}&ordering=first_published_at",
    "/api/v1/posts/?ordering=-changed_at&updated_after=2020-01-01",
    "/api/v1/persons/{person.pk}/posts/?about_event={event.pk}",
    "/api/v1/sections/{section.pk}/posts/?language=ru",
    "/api/v1/tags/{tag.pk}/posts/",
]

# Lists of records, their tables, and the index that serves what they are narrowed by.
RECORDS = [
    ("persons/", "person", ""),
    ("persons/?ordering=-name", "person", "articles_person_by_letter"),
    ("persons/?organization={organization.pk}", "person", "articles_position_organization"),
    ("persons/?event={event.pk}", "person", "articles_event_participants"),
    ("persons/?ids=1,2,3", "person", ""),
    ("organizations/?ordering=name", "organization", "articles_organization_letter"),
    ("organizations/?kind=other", "organization", "articles_organization_of_kind"),
    ("organizations/?kind=other&ordering=name", "organization", "articles_organization_kind"),
    ("organizations/?place=Якутск", "organization", "articles_organization_place"),
    ("organizations/?parent={organization.pk}", "organization", "parent"),
    ("organizations/?person={person.pk}", "organization", "articles_position_person"),
    ("events/", "event", "articles_event_by_date"),
    ("events/?from=2020-01-01&until=2030-01-01", "event", "articles_event_by_date"),
    ("events/?status=planned&ordering=-start_date", "event", "articles_event_by_status"),
    ("events/?place=Якутск", "event", "articles_event_by_place"),
    ("events/?parent={event.pk}", "event", "articles_event_below"),
    ("sections/", "section", ""),
    ("tags/?ordering=name", "tag", "articles_tag"),
    ("images/", "image", "articles_edition_lead_image"),
    ("images/?credit_person={person.pk}", "image", "articles_image_credit_person"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_list_is_read_in_the_order_of_an_index(reader, named, address):
    today = timezone.localdate()
    path = address.format(year=today.year, month=today.month, **named)
    for plan in plans(reader, path):
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert "SCAN articles_edition\n" not in plan + "\n", plan


@pytest.mark.parametrize(("path", "kind", "index"), RECORDS)
def test_list_of_records_is_read_in_the_order_of_an_index(reader, named, path, kind, index):
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(f"/api/v1/{path.format(**named)}").status_code == 200
    start = f'FROM "articles_{kind}"'
    asked = [q["sql"] for q in captured if start in q["sql"] and "LIMIT 21" in q["sql"]]
    assert asked
    with connection.cursor() as cursor:
        plans = [explain(cursor, sql) for sql in asked]  # of its stamps as well
    for plan in plans:
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert "Seq Scan" not in plan, plan
        if connection.vendor == "sqlite":  # which knows by no statistics that there are few
            assert index in plan, plan


@pytest.mark.parametrize(
    "query",
    [
        "q=мост",
        "q=мост&sort=date",
        "q=мост -река {section.name}",
        "q=мост&section={section.slug}&from=2020-01-01",
        "q=мост&person={person.pk}&event={event.pk}",
    ],
)
def test_search_is_read_from_its_index(reader, named, query):
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(f"/search/?{query.format(**named)}").status_code == 200
    asked = [query["sql"] for query in captured if "articles_search" in query["sql"]]
    assert asked
    with connection.cursor() as cursor:
        for sql in asked:
            plan = explain(cursor, sql)
            assert "SCAN e" not in plan, plan
            assert "Seq Scan" not in plan, plan
            assert "SCAN articles_searchword" not in plan, plan


def test_search_sorts_no_more_than_it_shows(named):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by how rare a word is: to sort few or to walk the keys")
    part, values = rank_query(read("мост"), Narrowed(), 1, False, MOST, 21, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {part}", values)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "VIRTUAL TABLE INDEX" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_what_is_about_an_entity_is_read_without_what_only_mentions_it(reader, named, kind):
    record = named[kind]
    index = f"articles_mention_{kind[:6]}_about"
    for path in (
        f"{record.get_absolute_url()}?about=1",
        f"/api/v1/posts/?about_{kind}={record.pk}",
    ):
        assert any(index in plan for plan in plans(reader, path))


def test_what_somebody_made_is_read_by_their_bylines(reader, named):
    found = plans(reader, f"/api/v1/posts/?byline={named['person'].pk}")
    assert any("articles_editionbyline_newest" in plan for plan in found), found


@pytest.mark.parametrize("chosen", ["byline={person.pk}", "person={person.pk}", "tag={tag.pk}"])
@pytest.mark.parametrize("dated", ["as_of={year}-01-01", "published_before={year}-01-01"])
def test_what_is_older_is_read_from_where_the_date_is(reader, named, chosen, dated):
    path = f"/api/v1/posts/?{chosen}&{dated}".format(year=timezone.localdate().year, **named)
    bound = r"_id=\? AND first_published_at<|Index Cond: .*first_published_at <"
    found = plans(reader, path)  # and when within a minute something opens
    assert any(re.search(bound, plan) for plan in found), found


def test_quotes_are_read_without_what_quotes_nobody(reader, named):
    path = named["person"].get_absolute_url()
    for address, count in [(path, 1), (f"{path}?quotes=1", 2)]:
        found = [
            plan for plan in plans(reader, address) if "articles_mention_person_quoted" in plan
        ]
        assert len(found) == count


def test_similar_posts_are_read_from_one_end_of_an_index(named):
    mentions = list(Mention.objects.filter(edition__post=named["post"], edition__live_until=None))
    edition = Edition.objects.live().get(post=named["post"])
    with CaptureQueriesContext(connection) as captured:
        assert len(posts_like(edition, mentions)) == 2
    [query] = captured
    with connection.cursor() as cursor:
        plan = explain(cursor, query["sql"])
    for kind in ("person", "organi", "event"):
        assert f"articles_mention_{kind}_newest" in plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


def test_front_reads_what_places_and_sections_show_in_the_order_of_an_index(reader, named):
    Slot.objects.create(position=1, section=named["section"])
    Slot.objects.create(position=2, tag=named["tag"])
    Slot.objects.create(position=3, kind="news")
    found = plans(reader, "/")
    assert len(found) == 3  # what rules choose, the newest, the sections
    for plan in found:
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan
        assert "SCAN articles_edition\n" not in plan + "\n", plan
    if connection.vendor == "postgresql":
        return  # which of two ordered indexes it takes goes by statistics, and few rows have none
    for index in ("edition_section_lang", "edition_kind_lang", "editiontag_newest"):
        assert any(f"articles_{index}" in plan for plan in found), found


def test_unindexed_order_would_be_caught(named):
    with connection.cursor() as cursor:
        plan = explain(cursor, 'SELECT id FROM "articles_edition" ORDER BY source_name LIMIT 5')
    assert "TEMP B-TREE" in plan or "Sort" in plan


def test_whoever_is_named_too_is_counted_by_the_index_of_editions(reader, named):
    with CaptureQueriesContext(connection) as captured:
        reader.get(named["person"].get_absolute_url())
    [sql] = [query["sql"] for query in captured if "GROUP BY" in query["sql"]]
    with connection.cursor() as cursor:
        plan = explain(cursor, sql)
    assert "edition_id" in plan, plan
    assert "SCAN articles_mention\n" not in plan + "\n", plan
    assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_what_posts_tell_of_a_record_is_read_without_their_rows(reader, named, kind):
    if connection.vendor == "postgresql":
        pytest.skip("of a few rows it reads the tables, whatever the index")
    with CaptureQueriesContext(connection) as captured:
        reader.get(named[kind].get_absolute_url())
    asked = [query["sql"] for query in captured if "card" not in query["sql"]]
    [newest] = [sql for sql in asked if "articles_mention" in sql and "live_from" in sql]
    [together] = [sql for sql in asked if "GROUP BY" in sql]
    with connection.cursor() as cursor:
        assert "COVERING INDEX articles_mention_together" in explain(cursor, together)
        cursor.execute("ANALYZE")  # or a key looks cheaper to it, however long the row
        plan = explain(cursor, newest)
        assert f"COVERING INDEX articles_mention_{kind[:6]}_newest" in plan, plan
        assert "COVERING INDEX articles_edition_lives" in plan, plan


def test_coming_events_are_not_looked_for_among_all(reader):
    today = timezone.localdate()
    make_event(start_date=today - timedelta(days=3), end_date=today)
    for days in range(3):
        make_event(start_date=today + timedelta(days=days))
        make_event(start_date=today - timedelta(days=9 + days))
    with CaptureQueriesContext(connection) as captured:
        reader.get("/")
    [sql] = [query["sql"] for query in captured if 'FROM "articles_event"' in query["sql"]]
    with connection.cursor() as cursor:
        plan = explain(cursor, sql)
    assert "articles_event_by_end" in plan, plan
    assert "articles_event_by_date" in plan, plan


def test_languages_of_a_story_are_found_by_index(editor):
    source = publish(make_post(), by=editor).post
    rows = Edition.objects.told_in(source.pk)
    if connection.vendor == "postgresql":
        # Of so few rows it takes those that are live first, whatever the index.
        rows = Edition.objects.filter(Q(post=source.pk) | Q(translation_of=source.pk))
    with CaptureQueriesContext(connection) as captured:
        list(rows.order_by().values_list("language", "card__path"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explaining = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explaining} {captured[0]['sql']}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "articles_edition_translations" in plan, plan
    assert not re.search(r"SCAN|Seq Scan on articles_edition", plan), plan


@pytest.mark.parametrize(
    ("make", "index"),
    [
        (make_organization, "articles_organization_below"),
        (make_event, "articles_event_below"),
    ],
)
def test_what_stands_below_a_record_is_read_by_an_index_of_its_own(reader, make, index):
    parent = make()
    make(parent=parent)
    with CaptureQueriesContext(connection) as captured:
        reader.get(parent.get_absolute_url())
    [sql] = [query["sql"] for query in captured if f'"parent_id" = {parent.pk}' in query["sql"]]
    with connection.cursor() as cursor:
        plan = explain(cursor, sql)
    assert index in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan


@pytest.mark.parametrize("place", ["start", "end"])
def test_each_source_of_changes_is_read_in_the_order_of_its_index(named, editor, place):
    unpublish(named["post"], by=editor, reason="Срок")
    cursor = {"start": START, "end": cursor_now()}[place]
    with CaptureQueriesContext(connection) as captured:
        changes_after(cursor, limit=2)
    [query] = captured
    with connection.cursor() as cursor:
        plan = explain(cursor, query["sql"])
    for index in (
        *("edition_changed", "edition_ended", "removal_by_time"),
        *("person_changed", "organization_changed", "event_changed"),
    ):
        assert f"articles_{index}" in plan, plan
    assert "TEMP B-TREE" not in plan, plan
    assert "Sort" not in plan, plan
    assert not re.search(r"SCAN articles_\w+$|Seq Scan", plan, re.MULTILINE), plan

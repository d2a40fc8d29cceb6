from datetime import date, timedelta

import pytest

from articles.history import record_words
from articles.merging import merge
from articles.models import PostByline
from articles.publishing import publish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import (
    known,
    make_event,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MAKERS = {"person": make_person, "organization": make_organization, "event": make_event}


@pytest.mark.parametrize("by", ["pk", "slug"])
def test_posts_of_a_section(ids, published, by):
    section = make_section(slug="gorod")
    post, _other = published(section=section), published()
    assert ids("posts/", section=getattr(section, by)) == [post.pk]


@pytest.mark.parametrize("by", ["pk", "slug"])
def test_posts_with_a_tag(ids, published, by):
    tag = make_tag(slug="mosty")
    post, _other = published(tags=[tag, make_tag()]), published(tags=[make_tag()])
    assert ids("posts/", tag=getattr(tag, by)) == [post.pk]


@pytest.mark.parametrize("kind", MAKERS)
def test_posts_that_name_an_entity(ids, published, kind):
    entity, other = MAKERS[kind](), MAKERS[kind]()
    post, _other = published(**{f"{kind}s": [entity, other]}), published(**{f"{kind}s": [other]})
    assert ids("posts/", **{kind: entity.pk}) == [post.pk]


@pytest.mark.parametrize("kind", MAKERS)
def test_posts_about_an_entity(ids, published, kind):
    entity, other = known(MAKERS[kind](name="Ермек Кошербаев")), MAKERS[kind]()
    both = {f"{kind}s": [entity, other]}
    headline = published(**both, headline="Ермек Кошербаев в Якутске")
    lead = published(**both, lead="Ждали Ермека Кошербаева.")
    published(**both, body="<p>Ермек Кошербаев приехал.</p>")
    published(headline="Ермек Кошербаев в Якутске")
    assert ids("posts/", **{f"about_{kind}": entity.pk}) == [lead.pk, headline.pk]
    assert ids("posts/", **{f"about_{kind}": other.pk}) == []
    assert ids("posts/", **{f"about_{kind}": entity.pk, kind: other.pk}) == [lead.pk, headline.pk]


@pytest.mark.parametrize("by", ["pk", "slug"])
def test_posts_somebody_made(ids, published, clock, by):
    person, other = make_person(slug="tuyara"), make_person()
    old, new = (published(bylines=[other, person], at=SEVEN - days * DAY).pk for days in (2, 1))
    published(persons=[person], bylines=[other])
    assert ids("posts/", byline=getattr(person, by)) == [new, old]
    assert ids("posts/", byline=person.pk, ordering="first_published_at") == [old, new]


def test_post_whose_maker_did_several_things_is_there_once(editor, ids, published):
    person, double = make_person(), make_person()
    post = make_post(bylines=[person])
    PostByline.objects.create(post=post, person=person, role="photographer")
    PostByline.objects.create(post=post, person=double, role="editor")
    record_words(post)
    publish(post, by=editor)
    assert ids("posts/", byline=person.pk) == [post.pk]
    merge(double, into=person, by=editor)
    assert ids("posts/", byline=person.pk) == ids("posts/", byline=double.pk) == [post.pk]


def test_posts_somebody_made_narrowed_by_all_else(editor, ids, published, clock):
    person, tag, hero = make_person(), make_tag(), make_person()
    made = {"bylines": [person], "tags": [tag], "persons": [hero]}
    post, _other = published(**made), published(bylines=[person])
    published(tags=[tag], persons=[hero])
    given = {"byline": person.pk, "tag": tag.pk, "person": hero.pk, "language": "ru"}
    assert ids("posts/", **given) == ids("posts/", **given, q="мост") == [post.pk]
    assert ids(f"tags/{tag.pk}/posts/", byline=person.pk) == [post.pk]
    clock.shift(HOUR)
    post.bylines.all().delete()
    record_words(post)
    publish(post, by=editor)
    assert ids("posts/", **given) == ids("posts/", **given, q="мост") == []
    assert ids("posts/", **given, as_of=SEVEN.isoformat()) == [post.pk]


def test_posts_that_name_all_the_entities_given(ids, published):
    person, organization, event, tag = (
        make_person(),
        make_organization(),
        make_event(),
        make_tag(),
    )
    named = {"persons": [person], "organizations": [organization], "events": [event]}
    post = published(**named, tags=[tag])
    published(**named)
    published(persons=[person], tags=[tag])
    given = {"person": person.pk, "organization": organization.pk, "event": event.pk}
    assert ids("posts/", **given, tag=tag.pk) == [post.pk]
    assert len(ids("posts/", **given)) == 2


def test_posts_of_an_entity_are_newest_first(ids, published, clock):
    person = make_person()
    old, new, older = (published(persons=[person], at=SEVEN - days * DAY).pk for days in (2, 1, 3))
    assert ids("posts/", person=person.pk) == [new, old, older]


def test_scheduled_post_is_in_no_filter(editor, ids, clock):
    person, tag, section = make_person(), make_tag(), make_section()
    post = make_post(persons=[person], tags=[tag], section=section)
    publish(post, by=editor, at=SEVEN + HOUR)
    filters = [{"person": person.pk}, {"tag": tag.pk}, {"section": section.pk}, {"language": "ru"}]
    assert [ids("posts/", **given) for given in filters] == [[]] * 4
    clock.move_to(SEVEN + HOUR)
    assert [ids("posts/", **given) for given in filters] == [[post.pk]] * 4


def test_filter_reads_the_words_of_the_live_edition(editor, ids, published, clock):
    person, other = make_person(), make_person()
    post = published(persons=[person])
    clock.shift(HOUR)
    post.persons.set([other])
    record_words(post)
    assert ids("posts/", person=person.pk) == [post.pk]
    publish(post, by=editor)
    assert ids("posts/", person=person.pk) == []
    assert ids("posts/", person=other.pk) == [post.pk]


@pytest.mark.parametrize("kind", MAKERS)
def test_hidden_entity_is_answered_for_like_an_unknown_one(reader, published, kind):
    hidden = MAKERS[kind](is_published=False)
    made_by = ["byline"] if kind == "person" else []
    published(**{f"{kind}s": [hidden]}, bylines=[hidden] if made_by else [])
    for name in (kind, f"about_{kind}", *made_by):
        answers = [reader.get("/api/v1/posts/", {name: pk}) for pk in (hidden.pk, 10**6)]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert answers[0].content == answers[1].content
        assert answers[0].json()["errors"][0]["parameter"] == name


def test_posts_in_a_language(ids, published):
    post, _other = published(language="sah"), published()
    assert ids("posts/", language="sah") == [post.pk]


def test_posts_of_a_kind(ids, published):
    post, _other = published(kind="interview"), published()
    assert ids("posts/", kind="interview") == [post.pk]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"published_after": "2026-11-21T07:00:00+09:00"}, [1, 2]),
        ({"published_after": "2026-11-20T22:00:01Z"}, [1]),
        ({"published_after": "2026-11-21T07:00"}, [1, 2]),
        ({"published_after": "2026-11-22"}, [1]),
        ({"published_before": "2026-11-21T07:00:00+09:00"}, [3]),
        ({"published_before": "2026-11-22"}, [2, 3]),
        ({"published_after": "2026-11-21", "published_before": "2026-11-22"}, [2]),
        ({"published_before": "0001-01-02"}, []),
        ({"published_after": "9999-12-30"}, []),
    ],
)
def test_posts_by_the_date_of_publication(ids, published, clock, given, found):
    days = {published(at=SEVEN - days * DAY).pk: days for days in (1, 2, 3)}
    assert [days[pk] for pk in ids("posts/", **given)] == found


def test_posts_updated_after(editor, ids, published, clock):
    post, _other = published(), published()
    clock.shift(HOUR)
    publish(post, by=editor, correction="Мост длиннее.")
    assert ids("posts/", updated_after="2026-11-23T08:00:00+09:00") == [post.pk]
    assert len(ids("posts/", updated_after="2026-11-23T07:00:00+09:00")) == 2


def test_digits_are_an_id_even_if_a_slug_looks_so(ids, refused, published):
    tag = make_tag(slug="999999")
    post = published(tags=[tag])
    assert ids("posts/", tag=tag.pk) == [post.pk]
    assert refused("posts/?tag=999999") == {"tag"}


def test_organizations_by_kind_and_parent(ids):
    parent = make_organization(kind="authority")
    child = make_organization(parent=parent)
    assert ids("organizations/", kind="authority") == [parent.pk]
    assert ids("organizations/", parent=parent.pk) == [child.pk]


def test_organizations_of_a_hidden_parent_are_not_told(reader):
    hidden = make_organization(is_published=False)
    make_organization(parent=hidden)
    answers = [reader.get("/api/v1/organizations/", {"parent": pk}) for pk in (hidden.pk, 10**6)]
    assert answers[0].status_code == 400
    assert answers[0].content == answers[1].content


def test_events_by_status_day_and_parent(ids):
    series = make_event(start_date=date(2026, 1, 1), status="held")
    spring = make_event(start_date=date(2026, 3, 21), parent=series)
    summer = make_event(start_date=date(2026, 6, 21), status="postponed")
    assert ids("events/", status="postponed") == [summer.pk]
    assert ids("events/", starts_after="2026-03-21") == [spring.pk, summer.pk]
    assert ids("events/", starts_before="2026-03-21") == [series.pk]
    assert ids("events/", parent=series.pk) == [spring.pk]

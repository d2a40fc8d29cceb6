"""What lists can do beside being narrowed: orders, pages, some fields, whole records for links."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import EditionImage, Position
from articles.publishing import publish, unpublish
from tests.api.conftest import HOUR, SEVEN
from tests.factories import (
    known,
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
    make_section,
    make_tag,
)

pytestmark = pytest.mark.django_db
MAKERS = {"person": make_person, "organization": make_organization, "event": make_event}


def test_page_says_where_the_next_and_the_first_are(reader, settings):
    settings.SITE_URL = "https://sakha.example"
    for _ in range(3):
        make_tag()
    first = "https://sakha.example/api/v1/tags/?ordering=-id&page_size=2"
    response = reader.get("/api/v1/tags/?ordering=-id&page_size=2")
    following = response.json()["next"]
    assert response["Link"] == f'<{following}>; rel="next", <{first}>; rel="first"'
    assert reader.get(following)["Link"] == f'<{first}>; rel="first"'


@pytest.mark.parametrize(
    "other",
    [
        "posts/?person={person}",
        "posts/?ordering=first_published_at",
        "posts/?person={person}&kind=news",
        "posts/?q=мост",
        "persons/{person}/posts/",
        "persons/",
    ],
)
def test_cursor_is_good_for_its_list_alone(fetch, reader, published, other):
    person = make_person()
    for _ in range(2):
        published(persons=[person], headline="Мост")
        make_person()
    address = fetch("posts/", kind="news", page_size=1)["next"]
    [cursor] = parse_qs(urlsplit(address).query)["cursor"]
    assert fetch("posts/", kind="news", page_size=2, fields="id", cursor=cursor)["results"]
    path = other.format(person=person.pk)
    sign = "&" if "?" in path else "?"
    response = reader.get(f"/api/v1/{path}{sign}cursor={cursor}")
    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == ["cursor"]


def read_all(reader, address):
    while address:
        answer = reader.get(address).json()
        yield from (row["id"] for row in answer["results"])
        address = answer["next"]


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("posts/?ordering=first_published_at", [2, 1, 0]),
        ("posts/?tag={tag}&ordering=first_published_at", [2, 1, 0]),
        ("posts/?q=мост", [0, 1, 2]),
        ("posts/?q=мост&ordering=-first_published_at", [0, 1, 2]),
    ],
)
def test_orders_of_posts_are_read_to_the_end(reader, published, clock, path, order):
    tag = make_tag()
    pks = [
        published(tags=[tag], headline="Мост", at=SEVEN - days * timedelta(days=1)).pk
        for days in range(3)
    ]
    address = f"/api/v1/{path.format(tag=tag.pk)}&page_size=1"
    assert list(read_all(reader, address)) == [pks[place] for place in order]


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("persons/?ordering=name", "АБВ"),
        ("persons/?ordering=-name", "ВБА"),
        ("persons/?ordering=id", "БВА"),
        ("persons/?ordering=-id", "АВБ"),
        ("organizations/?ordering=name", "АБВ"),
        ("organizations/?ordering=name&kind=other", "АБВ"),
        ("events/?", "АБВ"),
        ("events/?ordering=-start_date", "ВБА"),
        ("tags/?ordering=-name", "ВБА"),
        ("sections/?ordering=position", "АБВ"),
    ],
)
def test_orders_of_records_are_read_to_the_end(reader, path, order):
    make = {"tags": make_tag, "sections": make_section} | {f"{k}s": v for k, v in MAKERS.items()}
    kind, pks = path.partition("/")[0], {}
    for name in "БВА":
        more = {"family_name": name} if kind == "persons" else {}
        more |= {"start_date": date(2026, 1, "АБВ".index(name) + 1)} if kind == "events" else {}
        more |= {"position": ord(name)} if kind == "sections" else {}
        pks[name] = make[kind](name=name, **more).pk
    found = list(read_all(reader, f"/api/v1/{path}&page_size=1"))
    assert found == [pks[name] for name in order]


def test_some_fields_alone(fetch, published):
    image, person = make_image(), make_person()
    post = published(persons=[person], lead_image=image)
    fields = "persons.name,id,lead_image.url,lead_image.renditions.width,section,section.id"
    [row] = fetch("posts/", fields=fields)["results"]
    assert list(row) == ["persons", "id", "lead_image", "section"]
    assert row["persons"] == [{"name": person.name}]
    assert row["lead_image"].keys() == {"url", "renditions"}
    assert row["lead_image"]["renditions"][0].keys() == {"width"}
    assert row["section"]["name"] == post.section.name
    assert fetch(f"posts/{post.pk}/", fields="body") == {"body": post.body}
    assert fetch(f"persons/{person.pk}/", fields="photo.url") == {"photo": None}


def test_ninjs_is_whole(reader, published):
    post = published()
    for path in ("posts/", f"posts/{post.pk}/"):
        for given in ({"fields": "id"}, {"expand": "persons"}):
            response = reader.get(f"/api/v1/{path}", given | {"format": "ninjs"})
            assert response.status_code == 400
            assert [error["parameter"] for error in response.json()["errors"]] == list(given)


def test_links_are_replaced_by_whole_records(fetch, published):
    office = make_organization(parent=make_organization(place="Якутск"))
    person = make_person(biography="Инженер.", aliases="sah: Петрова Айта")
    Position.objects.create(person=person, title="Врач", organization=office)
    event = make_event(place="Туймаада")
    event.organizers.set([office])
    other = published()
    post = published(
        language="sah",
        persons=[person],
        events=[event],
        bylines=[person],
        related_posts=[other],
        tags=[make_tag()],
    )
    wanted = "persons.positions.organization,events.organizers,bylines.person,related_posts,tags"
    shown = fetch(f"posts/{post.pk}/", expand=wanted)
    [named] = shown["persons"]
    assert (named["biography"], named["name"], named["about"]) == (
        "Инженер.",
        "Петрова Айта",
        False,
    )
    assert named["positions"][0]["organization"]["kind"] == "other"
    assert named["positions"][0]["organization"]["parent"]["name"] == office.parent.name
    assert shown["events"][0]["organizers"][0] == fetch(f"organizations/{office.pk}/")
    assert shown["bylines"][0]["person"]["biography"] == "Инженер."
    assert shown["related_posts"][0]["lead"] == other.lead
    assert shown["section"].keys() == {"id", "name", "slug", "url", "api_url"}
    given = {"expand": "persons", "fields": "persons.biography"}
    assert fetch(f"posts/{post.pk}/", **given) == {"persons": [{"biography": "Инженер."}]}
    whole = fetch(f"persons/{person.pk}/")
    assert fetch("posts/", expand="persons")["results"][0]["persons"][0] == whole | {
        "about": False,
        "name": "Петрова Айта",
    }


def test_too_many_links_are_not_replaced(monkeypatch, refused, published):
    monkeypatch.setattr("articles.api.choosing.MOST_RECORDS", 3)
    published(persons=[make_person() for _ in range(4)])
    assert refused("posts/", {"expand": "persons"}) == {"expand"}


def test_records_by_their_ids(ids, published):
    posts = [published().pk for _ in range(3)]
    draft = make_post().pk
    assert ids("posts/", ids=f"{posts[0]},{posts[2]},{draft},999999") == [posts[2], posts[0]]
    hidden, seen = make_person(is_published=False), make_person()
    make_person()
    assert ids("persons/", ids=f"{seen.pk},{hidden.pk}") == [seen.pk]


def test_words_find_what_the_search_of_the_site_finds(ids, published, editor, clock):
    person, tag = known(make_person(name="Ермек Кошербаев")), make_tag(slug="mosty")
    deep = published(body="<p>За рекой строят мосты.</p>", tags=[tag])
    head = published(
        headline="Ермек Кошербаев открыл мост", persons=[person], language="kk", kind="interview"
    )
    gone = published(headline="Мост")
    unpublish(gone, by=editor, reason="Ошибка")
    publish(make_post(headline="Мост"), by=editor, at=SEVEN + HOUR)
    assert ids("posts/", q="мост") == [head.pk, deep.pk]
    assert ids("posts/", q="мост", tag="mosty") == [deep.pk]
    assert ids("posts/", q="мост -рекой") == [head.pk]
    for given in ({"person": person.pk}, {"about_person": person.pk}, {"language": "kk"}):
        assert ids("posts/", q="мост", **given) == [head.pk]
    assert ids("posts/", q="мост", kind="interview", ids=f"{head.pk},{deep.pk}") == [head.pk]
    assert ids("posts/", q="мост", updated_after="2027-01-01") == []
    assert ids("posts/", q="мост", published_before="2026-01-01") == []
    assert ids("posts/", q="мост", section=deep.section_id) == [deep.pk]
    assert ids("posts/", q="!!!") == []


def test_names_find_records(ids):
    person = known(make_person(name="Айсен Николаев", family_name="Николаев", given_name="Айсен"))
    known(make_person(name="Айсен Николин", is_published=False))
    office = known(make_organization(name="Музей мерзлоты"))
    event = known(make_event(name="Форум оленеводов"))
    make_person()
    for words in ("Никол", "николаев", "Айсен Николаев"):
        assert ids("persons/", q=words) == [person.pk]
    assert ids("persons/", q="Никифоров") == []
    assert ids("organizations/", q="музей м") == [office.pk]
    assert ids("events/", q="форум") == [event.pk]


def test_records_by_what_they_refer_to(ids):
    person, office, other = make_person(slug="ayta"), make_organization(place="Мирный"), None
    for title in ("Врач", "Главный врач"):
        Position.objects.create(person=person, title=title, organization=office)
    event = make_event(place="Мирный", start_date=date(2026, 6, 21), end_date=date(2026, 6, 23))
    event.organizers.set([office])
    event.participants.set([person])
    other = make_event(start_date=date(2026, 7, 1))
    make_person(), make_organization()
    assert ids("persons/", organization=office.pk) == [person.pk]
    assert ids("persons/", event=event.pk) == [person.pk]
    assert ids("organizations/", person="ayta") == [office.pk]
    assert ids("organizations/", place="Мирный") == [office.pk]
    assert ids("events/", place="Мирный") == ids("events/", organizer=office.slug) == [event.pk]
    assert ids("events/", participant="ayta") == [event.pk]
    assert ids("events/", **{"from": "2026-06-23"}) == [event.pk, other.pk]
    assert ids("events/", **{"from": "2026-06-24"}) == [other.pk]
    assert ids("events/", **{"from": "2026-06-01", "until": "2026-06-21"}) == [event.pk]
    assert ids("events/", until="2026-06-20") == ids("events/", **{"from": "9999-12-31"}) == []
    assert ids("events/", **{"from": "0001-01-01"}) == [event.pk, other.pk]


def test_slug_that_several_have_chooses_none(ids, refused, published):
    person = make_person(slug="ayta")
    post = published(persons=[person])
    make_person(slug="ayta", is_published=False)
    assert ids("posts/", person="ayta") == [post.pk]
    make_person(slug="ayta")
    assert refused("posts/?person=ayta") == {"person"}


@pytest.mark.parametrize("kind", MAKERS)
def test_posts_of_an_entity_have_an_address(fetch, ids, reader, published, refused, kind):
    entity = MAKERS[kind]()
    post, _other = published(**{f"{kind}s": [entity]}), published()
    assert ids(f"{kind}s/{entity.pk}/posts/") == [post.pk]
    assert fetch(f"{kind}s/{entity.pk}/posts/") == fetch("posts/", **{kind: entity.pk})
    assert refused(f"{kind}s/{entity.pk}/posts/", {kind: entity.pk}) == {kind}
    hidden = MAKERS[kind](is_published=False)
    answers = [reader.get(f"/api/v1/{kind}s/{pk}/posts/") for pk in (hidden.pk, 10**6, 2**64)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1
    gone = MAKERS[kind](is_published=False, merged_into=entity)
    moved = reader.get(f"/api/v1/{kind}s/{gone.pk}/posts/")
    assert (moved.status_code, moved["Location"].partition("/api")[2]) == (
        301,
        f"/v1/{kind}s/{entity.pk}/posts/",
    )


def test_posts_of_a_section_and_of_a_tag_have_addresses(ids, published):
    tag = make_tag()
    post, _other = published(tags=[tag]), published()
    assert ids(f"tags/{tag.pk}/posts/") == [post.pk]
    assert ids(f"sections/{post.section_id}/posts/", tag=tag.pk) == [post.pk]


def test_images_are_those_readers_see(editor, ids, reader, fetch, published, clock):
    person = make_person()
    lead, inside, photo, logo = (make_image(credit_person=person) for _ in range(4))
    drafts, hidden, later, gone, unused = (make_image() for _ in range(5))
    published(lead_image=lead, body=f'<figure data-image="{inside.pk}"></figure><p>Мост.</p>')
    assert EditionImage.objects.filter(image=inside).exists()
    person.photo = photo
    person.save()
    make_organization(logo=logo)
    make_post(lead_image=drafts)
    make_person(photo=hidden, is_published=False)
    publish(make_post(lead_image=later), by=editor, at=SEVEN + HOUR)
    unpublish(published(lead_image=gone), by=editor, reason="Суд")
    clock.shift(timedelta(seconds=1))
    seen = [lead.pk, inside.pk, photo.pk, logo.pk]
    assert ids("images/") == seen
    assert ids("images/", credit_person=person.pk) == seen
    assert ids("images/", ids=f"{drafts.pk},{lead.pk}") == [lead.pk]
    unseen = [drafts, hidden, later, gone, unused]
    answers = [reader.get(f"/api/v1/images/{image.pk}/") for image in unseen]
    assert {answer.status_code for answer in answers} == {404}
    shown = fetch(f"images/{lead.pk}/")
    assert shown["credit_person"]["id"] == person.pk
    assert shown["api_url"].endswith(f"/api/v1/images/{lead.pk}/")
    assert shown["url"].endswith(lead.file.url)
    clock.move_to(SEVEN + HOUR)
    assert later.pk in ids("images/")

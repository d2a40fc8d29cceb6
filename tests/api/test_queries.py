"""How many queries the feed makes, and that neither posts nor mentions make them more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Position
from articles.publishing import publish, unpublish
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


@pytest.fixture
def fill(published):
    """Publish that many posts, each naming as many of everything; return the last."""

    def make(count):
        image = make_image(credit_person=make_person(), credit_organization=make_organization())
        related = [published() for _ in range(count)]
        section = make_section()
        named = {
            "persons": [make_person() for _ in range(count)],
            "organizations": [make_organization() for _ in range(count)],
            "events": [make_event() for _ in range(count)],
            "tags": [make_tag() for _ in range(count)],
        }
        posts = [
            published(
                **named,
                section=section,
                lead_image=image,
                bylines=named["persons"],
                related_posts=related,
            )
            for _ in range(count)
        ]
        return posts[-1]

    return make


@pytest.fixture
def read(reader, django_assert_num_queries):
    """Fetch an address with just that many queries."""

    def get(count, path, params=None):
        with django_assert_num_queries(count):
            response = reader.get(f"/api/v1/{path}", params)
        assert response.status_code == 200
        return response.json()

    return get


@pytest.mark.parametrize("count", [3, 30])
def test_posts(fill, read, count):
    fill(count)
    assert read(2, "posts/", {"page_size": 100})["results"]


@pytest.mark.parametrize("count", [3, 30])
def test_post(fill, read, count):
    post = fill(count)
    assert len(read(3, f"posts/{post.pk}/")["related_posts"]) == count


def test_post_without_related_posts(published, read):
    read(2, f"posts/{published().pk}/")


@pytest.mark.parametrize("count", [3, 30])
def test_posts_filtered(fill, read, count):
    post = fill(count)
    given = {
        "section": post.section.slug,
        "tag": post.tags.first().pk,
        "person": post.persons.first().pk,
        "organization": post.organizations.first().pk,
        "event": post.events.first().pk,
        "byline": post.bylines.first().person_id,
        "language": "ru",
        "kind": "news",
        "published_after": "2001-01-01",
        "published_before": "2101-01-01",
        "updated_after": "2001-01-01",
        "page_size": 100,
    }
    # The slug, all records that are chosen by, then the page and its facts.
    assert len(read(4, "posts/", given)["results"]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_posts_about(published, read, count):
    person = known(make_person(name="Ермек Кошербаев"))
    office = known(make_organization(name="Якутский музей мерзлоты"))
    event = known(make_event(name="Форум оленеводов"))
    for _ in range(count):
        lead = "Ермек Кошербаев открыл Форум оленеводов в Якутском музее мерзлоты."
        published(persons=[person], organizations=[office], events=[event], lead=lead)
    given = {f"about_{record._meta.model_name}": record.pk for record in (person, office, event)}
    # The records that are chosen by, then the page and its facts.
    assert len(read(3, "posts/", given | {"page_size": 100})["results"]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_persons(read, count):
    for _ in range(count):
        image = make_image(credit_person=make_person(), credit_organization=make_organization())
        person = make_person(photo=image)
        for _ in range(2):
            Position.objects.create(person=person, title="Врач", organization=make_organization())
    # Persons with their photos, positions, and the facts of all they refer to.
    read(3, "persons/", {"page_size": 100})
    read(3, f"persons/{person.pk}/")


@pytest.mark.parametrize("count", [3, 30])
def test_organizations(read, count):
    for _ in range(count):
        image = make_image(credit_person=make_person(), credit_organization=make_organization())
        organization = make_organization(logo=image, parent=make_organization())
    # Organizations with their logos, and the facts of all they refer to.
    read(2, "organizations/", {"page_size": 100})
    read(2, f"organizations/{organization.pk}/")


@pytest.mark.parametrize("count", [3, 30])
def test_events(read, count):
    for _ in range(count):
        event = make_event(parent=make_event())
        event.organizers.set([make_organization(), make_organization()])
        event.participants.set([make_person(), make_person()])
    # Events, who holds them and takes part, and the facts of all they refer to.
    read(3, "events/", {"page_size": 100})
    read(3, f"events/{event.pk}/")


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(("path", "make"), [("sections/", make_section), ("tags/", make_tag)])
def test_terms(read, path, make, count):
    terms = [make() for _ in range(count)]
    read(1, path, {"page_size": 100})
    read(1, f"{path}{terms[0].pk}/")


@pytest.mark.parametrize("count", [3, 30])
def test_images(read, count):
    for _ in range(count):
        image = make_image(credit_person=make_person(), credit_organization=make_organization())
        make_person(photo=image)
    assert len(read(2, "images/", {"page_size": 100})["results"]) == count
    read(2, f"images/{image.pk}/")


@pytest.mark.parametrize("count", [3, 30])
def test_posts_of_a_record(fill, read, count):
    post = fill(count)
    paths = [f"persons/{post.persons.first().pk}/posts/", f"sections/{post.section_id}/posts/"]
    for path in paths:  # the record, the page and its facts
        assert len(read(3, path, {"page_size": 100})["results"]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_expanded(fill, read, count):
    post = fill(count)
    # The page and its facts; persons, their positions and those who hold them; tags.
    wanted = "persons.positions.organization,tags"
    found = read(5, "posts/", {"page_size": 30, "expand": wanted})["results"]
    assert len(found[0]["persons"]) == count
    assert "biography" in found[0]["persons"][0]
    # The post, its facts, the related ones, and their facts.
    wanted = {"expand": "related_posts"}
    assert len(read(5, f"posts/{post.pk}/", wanted)["related_posts"]) == count


@pytest.mark.parametrize("count", [3, 30])
def test_found(published, read, count):
    for number in range(count):
        published(headline=f"Открыли мост номер {number}")
    # The words that go on, three ranks, the facts, and how long to keep the answer.
    found = read(6, "posts/", {"q": "мост", "page_size": 100})["results"]
    assert len(found) == count
    for number in range(count):
        known(make_person(name=f"Айсен Николаев {number}", family_name="Николаев"))
    # The names twice, the page, positions.
    assert len(read(4, "persons/", {"q": "Никол", "page_size": 100})["results"]) == count


def test_schema_and_docs_read_nothing(read, reader, django_assert_num_queries):
    read(0, "schema/")
    with django_assert_num_queries(0):
        reader.get("/api/v1/docs/")


def test_scheduled_costs_what_unknown_costs(editor, reader, django_assert_num_queries):
    scheduled = make_post()
    publish(scheduled, by=editor, at=timezone.now() + timedelta(days=1))
    for pk in (scheduled.pk, 10**6):
        with django_assert_num_queries(2):
            assert reader.get(f"/api/v1/posts/{pk}/").status_code == 404


def test_unpublished(editor, reader, published, django_assert_num_queries):
    post, other, target = published(), published(), published()
    unpublish(post, by=editor, reason="Суд")
    unpublish(other, by=editor, reason="Дубль", redirect_to=target)
    with django_assert_num_queries(2):
        assert reader.get(f"/api/v1/posts/{post.pk}/").status_code == 410
    with django_assert_num_queries(3):
        assert reader.get(f"/api/v1/posts/{other.pk}/").status_code == 301

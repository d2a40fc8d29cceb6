from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin import places
from articles.admin.places import Place
from articles.models import Edition
from articles.publishing import publish, refocus, unpublish
from tests import factories
from tests.admin.pages import change_url

pytestmark = pytest.mark.django_db


def test_places_of_an_image_are_all_named(editor, django_assert_num_queries):
    image, unused = factories.make_image(), factories.make_image()
    person = factories.make_person(photo=image)
    organization = factories.make_organization(logo=image)
    live = factories.make_post(lead_image=image, headline="Открыт")
    publish(live, by=editor)
    gone = factories.make_post(lead_image=image)
    publish(gone, by=editor)
    unpublish(gone, by=editor, reason="Ошибка")
    coming = factories.make_post(lead_image=image)
    publish(coming, by=editor, at=timezone.now() + timedelta(days=1))
    with django_assert_num_queries(4):
        found = places.places([image, unused])
    assert found[unused.pk] == []
    kinds = [(place.kind, place.state) for place in found[image.pk]]
    assert kinds.count(("post", "")) == 3
    assert {state for kind, state in kinds if kind == "edition"} == {"live", "past", "scheduled"}
    assert Place("person", person.pk, person.name) in found[image.pk]
    assert Place("organization", organization.pk, organization.name) in found[image.pk]
    assert Place("post", live.pk, "Открыт").url == change_url(live)


def test_places_of_a_stock_picture_are_the_newest(monkeypatch):
    monkeypatch.setattr(places, "SHOWN", 2)
    stock, other = factories.make_image(), factories.make_image()
    posts = [factories.make_post(lead_image=stock) for _ in range(3)]
    factories.make_post(lead_image=other)
    found = places.places([stock, other])
    assert [place.pk for place in found[stock.pk]] == [posts[2].pk, posts[1].pk]
    assert len(found[other.pk]) == 1


def test_nothing_is_asked_for_no_images():
    assert places.places([]) == {}


def test_change_of_the_focal_point_shows_at_once_where_the_image_is_live(reader, editor):
    image = factories.make_image()
    post = factories.make_post(lead_image=image)
    publish(post, by=editor)
    post.headline = "Другие слова"
    post.save()
    publish(post, by=editor)
    image.alt_text, image.focal_x = "Новый текст", 0.9
    image.save()
    refocus(image)
    first, second = Edition.objects.order_by("number")
    assert first.card["lead_image"]["focal_x"] == 0.5
    for prepared in (second.card["lead_image"], second.document["lead_image"]):
        assert prepared["focal_x"] == 0.9
        assert prepared["alt_text"] == "Река подо льдом"
    assert "focal-x-9" in reader.get("/").content.decode()

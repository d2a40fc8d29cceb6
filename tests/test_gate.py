from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.gate import HEADLINE_LENGTH, LINKS, blockers, warnings
from articles.models import Edition, Post
from articles.publishing import preview, publish, unpublish
from tests.factories import (
    known,
    make_event,
    make_image,
    make_organization,
    make_person,
    make_post,
)

pytestmark = pytest.mark.django_db
SEVEN = datetime(2026, 11, 23, 7, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(SEVEN, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = "https://sakha.example"


def link(address: str) -> str:
    return f'<p>Слова и <a href="{address}">ссылка</a>.</p>'


def words_for(record) -> str:
    return f'<span data-{record._meta.model_name}="{record.pk}">Он</span>'


def refused(post, editor, at=None) -> list[str]:
    """Return the fields publish() refuses the post for; nothing may have been published."""
    with pytest.raises(ValidationError) as error:
        publish(post, by=editor, at=at)
    assert not post.editions.exists()
    return list(error.value.message_dict)


# What blocks.


def test_post_with_all_it_needs_passes(editor):
    post = make_post(lead_image=make_image(), is_paid=True, advertiser="Порт")
    assert (blockers(post), warnings(post)) == ({}, [])
    assert publish(post, by=editor)


@pytest.mark.parametrize("field", ["headline", "lead", "body", "slug", "section", "age_mark"])
def test_missing_word_blocks(editor, field):
    empty = None if field in ("section", "age_mark") else ""
    assert refused(make_post(**{field: empty}), editor) == [field]


@pytest.mark.parametrize("mark", Post.AgeMark.values)
def test_every_age_mark_passes(editor, mark):
    assert publish(make_post(age_mark=mark), by=editor).document["age_mark"] == mark


def test_new_post_has_no_age_mark():
    assert Post().age_mark is None


def test_paid_without_advertiser_blocks(editor):
    assert refused(make_post(is_paid=True), editor) == ["advertiser"]


@pytest.mark.parametrize("words", [{"credit": ""}, {"credit": "  "}])
def test_image_without_credit_blocks(editor, words):
    assert refused(make_post(lead_image=make_image(**words)), editor) == ["lead_image"]


def test_image_credited_to_a_record_passes():
    for credited in (
        {"credit_person": make_person()},
        {"credit_organization": make_organization()},
    ):
        assert not blockers(make_post(lead_image=make_image(credit="", **credited)))


@pytest.mark.parametrize("alt_text", ["", " "])
def test_image_without_alt_text_blocks(editor, alt_text):
    post = make_post(lead_image=make_image(alt_text=alt_text))
    assert refused(post, editor) == ["lead_image"]


def test_all_that_an_image_lacks_is_told_at_once():
    image = make_image(alt_text="", credit="", licence_until=date(2026, 11, 1))
    assert len(blockers(make_post(lead_image=image))["lead_image"]) == 3


def test_licence_counts_at_the_time_of_publication(editor):
    post = make_post(lead_image=make_image(licence_until=date(2026, 11, 23)))
    assert not blockers(post)
    assert not blockers(post, SEVEN.replace(hour=23))
    assert refused(post, editor, SEVEN + 24 * HOUR) == ["lead_image"]


def test_licence_counts_today_for_what_is_dated_back(editor):
    post = make_post(lead_image=make_image(licence_until=date(2026, 11, 22)))
    assert refused(post, editor, SEVEN - 1000 * HOUR) == ["lead_image"]


def test_embargo_blocks_until_it_is_over(editor):
    post = make_post(embargo_until=SEVEN + HOUR)
    assert refused(post, editor) == ["embargo_until"]
    assert not blockers(post, SEVEN + HOUR)


def test_everything_missing_is_told_at_once(editor):
    post = Post.objects.create(slug="pusto", is_paid=True)
    assert set(refused(post, editor)) == {
        *("headline", "lead", "body", "section", "age_mark", "advertiser")
    }


# What warns, and lets pass.


def test_long_headline_warns(editor):
    post = make_post(headline="Я" * (HEADLINE_LENGTH + 1))
    assert str(HEADLINE_LENGTH) in warnings(post)[0]
    assert publish(post, by=editor)
    assert not warnings(make_post(headline="Я" * HEADLINE_LENGTH))


def test_unpublished_person_warns_wherever_named():
    named, maker, photographer = (make_person(is_published=False) for _ in range(3))
    shown = make_person(name="Сардана Попова")
    post = make_post(
        body=f"<p>{words_for(named)} и {words_for(shown)}</p>",
        persons=[named, shown],
        bylines=[maker],
        lead_image=make_image(credit_person=photographer),
    )
    (warning,) = warnings(post)
    assert all(person.name in warning for person in (named, maker, photographer))
    assert shown.name not in warning


def test_unpublished_organization_and_event_warn_too():
    port, agency = (make_organization(is_published=False) for _ in range(2))
    games = make_event(is_published=False)
    post = make_post(
        body=f"<p>{words_for(port)}, {words_for(games)}</p>",
        organizations=[port],
        events=[games],
        lead_image=make_image(credit_organization=agency),
    )
    of_organizations, of_events = warnings(post)
    assert of_organizations.startswith("Организации: ")
    assert port.name in of_organizations
    assert agency.name in of_organizations
    assert of_events.startswith("События: ")
    assert games.name in of_events


def test_published_records_pass():
    person, port, games = make_person(), make_organization(), make_event()
    image = make_image(credit_person=person)
    named = {"persons": [person], "organizations": [port], "events": [games]}
    body = f"<p>{words_for(person)}, {words_for(port)}, {words_for(games)}</p>"
    assert not warnings(make_post(body=body, bylines=[person], lead_image=image, **named))


@pytest.mark.parametrize(
    "address",
    [
        "/posts/{pk}/",
        "/posts/{pk}-slova/",
        "/posts/{pk}-slova/?from=mail#part",
        "/posts/{pk}",
        "/sah/posts/{pk}-slova/",
        "https://sakha.example/posts/{pk}-slova/",
        "http://SAKHA.example/posts/{pk}/",
        "//sakha.example/posts/{pk}/",
        "posts/{pk}/",
    ],
)
def test_link_to_a_draft_warns_until_it_is_live(editor, address):
    draft = make_post()
    post = make_post(body=link(address.format(pk=draft.pk)))
    assert address.format(pk=draft.pk) in warnings(post)[0]
    publish(draft, by=editor)
    assert not warnings(post)


@pytest.mark.parametrize("make", [make_person, make_organization, make_event])
def test_link_to_a_hidden_record_warns(make):
    hidden, shown = make(is_published=False), make()
    paths = [entity.get_absolute_url() for entity in (hidden, shown)]
    (warning,) = warnings(make_post(body="".join(map(link, paths))))
    assert paths[0] in warning


def test_link_to_nothing_warns():
    assert warnings(make_post(body=link("/persons/999999999999999999/")))


@pytest.mark.parametrize(
    "address",
    [
        *("https://other.example/posts/1/", "https://sakha.example.evil.example/posts/1/"),
        *("/", "/posts/", "/archive/2026/", "/api/v1/posts/1/", "/posts/" + "1" * 40 + "/"),
        *("mailto:desk@sakha.example", "tel:+74112000000", "https://[/posts/1/", "#part"),
    ],
)
def test_link_to_elsewhere_passes(address):
    assert not warnings(make_post(body=link(address)))


def test_body_of_many_long_links_makes_a_short_list():
    body = "".join(link(f"/posts/{pk}/?{'x' * 500}") for pk in range(10**9, 10**9 + 300))
    found = warnings(make_post(body=body))
    assert len(found) == LINKS
    assert max(map(len, found)) < 200


def test_link_to_itself_passes():
    post = make_post()
    post.body = link(f"/posts/{post.pk}-{post.slug}/")
    assert not warnings(post)


def test_link_counts_at_the_time_of_publication(editor):
    other = make_post()
    post = make_post(body=link(f"/posts/{other.pk}/"), related_posts=[other])
    publish(other, by=editor, at=SEVEN + HOUR)
    assert len(warnings(post)) == 2
    assert not warnings(post, SEVEN + HOUR)


def test_related_post_that_is_not_live_warns(editor):
    other = make_post()
    post = make_post(related_posts=[other])
    assert other.headline in warnings(post)[0]
    publish(other, by=editor)
    assert not warnings(post)
    unpublish(other, by=editor, reason="Ошибка")
    assert other.headline in warnings(post)[0]


def test_record_the_text_never_names_warns():
    ermek = known(make_person(name="Ермек Кошербаев"))
    office = known(make_organization(name="Якутский порт"))
    named = {"persons": [ermek], "organizations": [office]}
    body = "<p>Ермека Кошербаева ждали в Якутском порту.</p>"
    assert warnings(make_post(body=body, **named)) == []
    assert (
        warnings(make_post(headline="Ермек Кошербаев", lead="Он в Якутском порту.", **named)) == []
    )
    by_hand = f'<p><span data-person="{ermek.pk}">Он</span> приехал.</p>'
    (warning,) = warnings(make_post(body=by_hand, **named))
    assert warning == "Организации: В тексте не названы: Якутский порт"


def test_namesakes_are_named_though_nobody_knows_which():
    both = [known(make_person(name="Ермек Кошербаев")) for _ in range(2)]
    assert warnings(make_post(body="<p>Ермек Кошербаев приехал.</p>", persons=both)) == []


def test_gate_asks_the_same_number_of_queries_however_much_is_named(
    editor, django_assert_num_queries
):
    def make(count):
        persons = [make_person(is_published=False) for _ in range(count)]
        links = "".join(link(person.get_absolute_url()) for person in persons)
        others = [make_post() for _ in range(count)]
        links += "".join(link(f"/posts/{other.pk}/") for other in others)
        image = make_image(credit_person=persons[0])
        fields = {"persons": persons, "bylines": persons, "related_posts": others}
        return Post.objects.get(pk=make_post(body=links, lead_image=image, **fields).pk)

    for count in (1, 5):
        post = make(count)
        # Two of them for who is accepted, and what of it the text names.
        with django_assert_num_queries(7):
            assert (blockers(post), len(warnings(post))) == ({}, 2 + 3 * count)


# What the database refuses, whoever writes.


def test_advertiser_is_named_on_paid_material_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_post(advertiser="Порт")


@pytest.mark.parametrize("wrong", [{"age_mark": None}, {"advertiser": "", "erid": ""}])
def test_edition_lacks_neither_age_mark_nor_advertiser(editor, wrong):
    publish(make_post(is_paid=True, advertiser="Порт"), by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.update(**wrong)


def test_preview_does_without_all_of_it(editor):
    post = Post.objects.create(is_paid=True)
    assert preview(post, by=editor).document["is_paid"]

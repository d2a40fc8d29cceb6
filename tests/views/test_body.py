"""The body as readers and programs get it: the words frozen, the names of today."""

from datetime import date

import pytest
from django.db.models import ProtectedError

from articles.gate import blockers
from articles.history import record_words, restore
from articles.models import EditionImage, Image, PostImage
from articles.publishing import preview, publish, unpublish
from tests.factories import make_event, make_image, make_organization, make_person, make_post

pytestmark = pytest.mark.django_db


def span(record, words: str) -> str:
    return f'<span data-{record._meta.model_name}="{record.pk}">{words}</span>'


def figure(image, caption: str = "") -> str:
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-image="{image.pk}">{caption}</figure>'


def body_on(reader, post) -> str:
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    return page.partition('<div class="body">')[2].partition("<footer>")[0]


def body_in_feed(reader, post) -> dict:
    return reader.get(f"/api/v1/posts/{post.pk}/").json()


def test_mentions_are_links_while_their_records_are_public(reader, editor, settings):
    person, office, event = make_person(), make_organization(), make_event()
    hidden = make_person(is_published=False)
    words = [span(person, "Ермеком"), span(office, "в музее"), span(event, "на форуме")]
    post = make_post(body=f"<p>{' '.join(words)} {span(hidden, 'Тайным')}</p>")
    publish(post, by=editor)
    shown, feed = body_on(reader, post), body_in_feed(reader, post)["body"]
    for record, name in [(person, "Ермеком"), (office, "в музее"), (event, "на форуме")]:
        assert f'<a href="{record.get_absolute_url()}">{name}</a>' in shown
        assert f'<a href="{settings.SITE_URL}{record.get_absolute_url()}">{name}</a>' in feed
    for html in (shown, feed):
        assert " Тайным</p>" in html
        assert "data-person" not in html
        assert hidden.slug not in html

    person.is_published, hidden.is_published = False, True
    person.save(), hidden.save()
    assert "<p>Ермеком <a" in body_on(reader, post)
    assert f'<a href="{hidden.get_absolute_url()}">Тайным</a>' in body_on(reader, post)


def test_mention_of_nothing_is_plain_words(reader, editor):
    post = make_post(body='<p><span data-person="999999999999999999">Никто</span></p>')
    publish(post, by=editor)
    assert "<p>Никто</p>" in body_on(reader, post)
    assert body_in_feed(reader, post)["body"] == "<p>Никто</p>"


def test_mentions_link_in_the_language_of_the_page(reader, editor):
    person = make_person()
    post = make_post(language="sah", slug="muosta", body=f"<p>{span(person, 'Айталина')}</p>")
    publish(post, by=editor)
    page = reader.get(f"/sah/posts/{post.pk}-muosta/").content.decode()
    assert f'<a href="/sah/persons/{person.pk}-{person.slug}/">Айталина</a>' in page


def test_image_of_a_body_is_shown_with_its_words_frozen(reader, editor):
    author, named = make_person(), make_person()
    image = make_image(caption="Своя", credit="", credit_person=author, alt_text="Лёд")
    other = make_image(caption="Ледоход у Табаги")
    body = f"<p>x</p>{figure(image, span(named, 'Он'))}{figure(other)}"
    post = make_post(body=body)
    publish(post, by=editor)
    Image.objects.update(alt_text="Не то", caption="Не то")
    shown = body_on(reader, post)
    assert shown.count("<figure") == shown.count("</figure>") == 2
    assert 'alt="Лёд"' in shown
    assert f'<a href="{named.get_absolute_url()}">Он</a>' in shown
    assert author.name in shown
    assert "Ледоход у Табаги" in shown
    assert "Не то" not in shown
    feed = body_in_feed(reader, post)
    assert [row["id"] for row in feed["images"]] == [image.pk, other.pk]
    assert (
        f'<img src="{feed["images"][0]["url"]}" alt="Лёд" width="64" height="48">' in feed["body"]
    )
    assert author.name in feed["body"]

    author.is_published = False
    author.save()
    assert author.name not in body_on(reader, post)
    assert author.name not in body_in_feed(reader, post)["body"]


def test_card_and_quote_are_shown_and_load_nothing(reader, editor):
    card = '<figure data-embed="vk"><a href="https://youtu.be/a1">Ледоход</a></figure>'
    quote = "<blockquote><p>Да.</p><cite>Он</cite></blockquote>"
    post = make_post(body=card + quote)
    publish(post, by=editor)
    for html in (body_on(reader, post), body_in_feed(reader, post)["body"]):
        assert '<a href="https://youtu.be/a1" rel="noopener">' in html
        assert "YouTube" in html
        assert "Ледоход" in html
        assert "<cite>Он</cite>" in html
        assert not [tag for tag in ("<script", "<iframe", "<img", "<link") if tag in html]


def test_page_costs_the_same_whatever_its_body_holds(reader, editor, django_assert_num_queries):
    def publish_one(count):
        words = "".join(
            span(make_person(), "а") + span(make_event(), "б") + figure(make_image())
            for _ in range(count)
        )
        post = make_post(body=f"<p>x{words}</p>", persons=[make_person()])
        publish(post, by=editor)
        return post

    for post in (publish_one(0), publish_one(1), publish_one(15)):
        with django_assert_num_queries(5 if post.related_posts.exists() else 4):
            assert reader.get(f"/posts/{post.pk}-{post.slug}/").status_code == 200


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"credit": ""}, "нет подписи"),
        ({"alt_text": " "}, "текст"),
        ({"licence_until": date(2020, 1, 1)}, "01.01.2020"),
    ],
)
def test_gate_asks_of_images_of_a_body_what_it_asks_of_the_lead_image(words, message):
    good, bad = make_image(), make_image(caption="Та самая", **words)
    found = blockers(make_post(body=figure(good) + figure(bad)))
    assert list(found) == ["body"]
    (said,) = found["body"]
    assert "Та самая" in said
    assert not blockers(make_post(body=figure(good)))


def test_gate_stops_a_body_whose_image_is_gone(editor):
    post = make_post(body='<p>x</p><figure data-image="999"></figure>')
    assert list(blockers(post)) == ["body"]
    edition = preview(post, by=editor)
    assert edition.document["images"] == []


def test_image_in_a_saved_body_cannot_be_deleted(editor):
    image = make_image()
    post = make_post(body=f"<p>x</p>{figure(image)}{figure(image)}")
    with pytest.raises(ProtectedError):
        image.delete()
    publish(post, by=editor)
    post.body = "<p>x</p>"
    post.save()
    record_words(post)
    assert not PostImage.objects.exists()
    assert EditionImage.objects.count() == 1
    with pytest.raises(ProtectedError):  # readers see it still, or saw it
        image.delete()
    unpublish(post, by=editor, reason="Ошибка")
    with pytest.raises(ProtectedError):
        image.delete()


def test_image_taken_out_before_publication_can_be_deleted():
    image = make_image()
    post = make_post(body=figure(image))
    post.body = "<p>x</p>"
    post.save()
    record_words(post)
    image.delete()
    assert not Image.objects.exists()


def test_restored_body_leaves_out_the_image_that_is_gone(reporter):
    image, kept = make_image(), make_image()
    post = make_post(body=f"<p>x</p>{figure(image)}{figure(kept)}")
    first = post.revisions.get()
    post.body = "<p>y</p>"
    post.save()
    record_words(post)
    image.delete()
    restore(post, first, by=reporter)
    post.refresh_from_db()
    assert post.body == f"<p>x</p>{figure(kept)}"
    assert PostImage.objects.get().image == kept


def test_edition_is_prepared_with_what_it_needs_and_can_be_again(editor):
    person, image = make_person(), make_image()
    post = make_post(body=f"<p>{span(person, 'Он')}</p>{figure(image, 'Ледоход')}")
    edition = publish(post, by=editor)
    assert edition.document["body"] == [
        "<p>",
        ["person", person.pk, "Он"],
        "</p>",
        ["image", image.pk, ["Ледоход"]],
    ]
    assert edition.text == "Он\nЛедоход"

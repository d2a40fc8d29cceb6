from io import StringIO

import pytest
from django.core.management import call_command

from articles.admin.posts.links import make_link
from articles.models import Edition, Mention, PreviewLink
from articles.publishing import publish
from tests.factories import known, make_person, make_post, make_tag

pytestmark = pytest.mark.django_db


def test_prepare_editions_writes_again_what_was_prepared(editor):
    publish(make_post(persons=[make_person()], tags=[make_tag()]), by=editor)
    before = Edition.objects.values("card", "document", "text").get()
    Edition.objects.update(card={}, document={}, text="")
    out = StringIO()
    call_command("prepare_editions", stdout=out)
    assert Edition.objects.values("card", "document", "text").get() == before
    assert "1" in out.getvalue()


def test_prepare_editions_names_again_without_touching_the_words(editor):
    person = known(make_person(name="Ермек Кошербаев"))
    other = make_person(name="Анна Аммосова")
    body = "<p>Кошербаева ждали. И Анну Аммосову.</p>"
    fields = {"headline": "Ермек Кошербаев в Якутске", "body": body, "persons": [other, person]}
    edition = publish(make_post(**fields), by=editor)
    # As editions were before that was kept.
    Edition.objects.update(body=body, marked=[])
    Mention.objects.update(about=False, form="")
    known(other)
    call_command("prepare_editions", stdout=StringIO())
    assert not Mention.objects.exclude(about=False, form="").exists()
    call_command("prepare_editions", "--names", stdout=StringIO())
    rows = Mention.objects.order_by("-about").values_list("person__name", "about", "form")
    assert list(rows) == [
        ("Ермек Кошербаев", True, "Кошербаева"),
        ("Анна Аммосова", False, "Анну Аммосову"),
    ]
    edition.refresh_from_db()
    assert (edition.body, edition.marked) == (body, [])
    assert edition.document["about"]["persons"] == [person.pk]
    assert edition.document["persons"] == [person.pk, other.pk]


def test_prepare_editions_writes_again_what_links_show(editor):
    post = make_post(headline="Было")
    make_link(post, label="Айталина", days=1, by=editor)
    type(post).objects.update(headline="Стало")
    PreviewLink.objects.update(document={})
    call_command("prepare_editions", stdout=StringIO())
    assert PreviewLink.objects.get().document["headline"] == "Было"
    post.refresh_from_db()
    assert post.headline == "Стало"
    assert not Edition.objects.exists()

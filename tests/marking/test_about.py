"""Whom an edition is about, and in what words it names them."""

import pytest

from articles import markup
from articles.marking import FORM_LENGTH
from articles.publishing import publish
from tests.factories import known, make_event, make_organization, make_person
from tests.marking.conftest import make_naming, mark

pytestmark = pytest.mark.django_db


def facts(edition) -> dict:
    rows = edition.mentions.select_related("person", "organization", "event")
    return {(row.person or row.organization or row.event).pk: (row.about, row.form) for row in rows}


def test_who_is_named_in_headline_or_lead_is_what_the_post_is_about(editor, ermek):
    office = known(make_organization(name="Музей мерзлоты", pk=101))
    event = known(make_event(name="Форум оленеводов", pk=102))
    silent = known(make_organization(name="Якутский порт", pk=103))
    post = make_naming(
        "<p>На Форуме оленеводов были все, и Кошербаев.</p>",
        *(ermek, office, event, silent),
        headline="Ермек Кошербаев в Якутске",
        lead="Он побывал в Музее мерзлоты.",
    )
    edition = publish(post, by=editor)
    assert facts(edition) == {
        ermek.pk: (True, "Кошербаев"),
        office.pk: (True, "Музее мерзлоты"),
        event.pk: (False, "Форуме оленеводов"),
        silent.pk: (False, ""),
    }
    about = {"persons": [ermek.pk], "organizations": [office.pk], "events": []}
    assert edition.document["about"] == edition.card["about"] == about
    assert edition.document["organizations"] == [office.pk, silent.pk]


def test_form_is_of_what_stands_first_marked_by_hand_or_not(editor, ermek):
    for first, second in [("Ермек Кошербаев", mark(ermek, "он")), (mark(ermek, "Он"), "Кошербаев")]:
        post = make_naming(f"<p>{first} здесь, {second} доволен.</p>", ermek)
        assert facts(publish(post, by=editor))[ermek.pk][1] == markup.to_text(first)


def test_form_is_no_longer_than_its_column(editor, ermek):
    post = make_naming(f"<p>{mark(ermek, 'ы' * 999)}</p>", ermek)
    assert facts(publish(post, by=editor))[ermek.pk] == (False, "ы" * FORM_LENGTH)


def test_post_lists_first_whom_it_is_about(reader, editor, ermek):
    first, office = (
        make_person(name="Анна Аммосова"),
        known(make_organization(name="Якутский порт")),
    )
    post = make_naming("<p>Да.</p>", first, ermek, office, headline="В Якутском порту пусто")
    publish(post, by=editor)
    page = reader.get(f"/posts/{post.pk}-{post.slug}/").content.decode()
    named = page.partition('id="named"')[2]
    assert named.index("Якутский порт") < named.index("Ермек Кошербаев")


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
def test_dossier_tells_what_is_about_the_record(reader, editor, kind):
    make = {"person": make_person, "organization": make_organization, "event": make_event}[kind]
    record = known(make(name="Ермек Кошербаев", slug="ermek"))
    address = record.get_absolute_url()
    publish(make_naming("<p>Да.</p>", record, headline="Первая: мельком"), by=editor)
    assert "?about=1" not in reader.get(address).content.decode()
    publish(make_naming("<p>Да.</p>", record, headline="Ермек Кошербаев в Якутске"), by=editor)
    every, about = (reader.get(address + query).content.decode() for query in ("", "?about=1"))
    assert "Первая: мельком" in every
    assert every.count("Главная тема") == 2
    assert 'href="?about=1"' in every
    assert "Ермек Кошербаев в Якутске" in about
    assert "Первая: мельком" not in about


def test_dossier_of_what_is_about_the_record_goes_on_by_key(reader, editor, ermek):
    for number in range(21):
        headline = f"Ермек Кошербаев: день {number}."
        publish(make_naming("<p>Да.</p>", ermek, headline=headline), by=editor)
    first = reader.get(ermek.get_absolute_url() + "?about=1").content.decode()
    older = first.partition('href="?about=1&amp;after=')[2].partition('"')[0]
    assert "день 0." not in first
    rest = reader.get(f"{ermek.get_absolute_url()}?about=1&after={older}").content.decode()
    assert "день 0." in rest
    assert "день 20." not in rest
    assert f'href="{ermek.get_absolute_url()}?about=1"' in rest

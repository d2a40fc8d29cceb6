"""Who may do what with persons, organizations and events, as a table that matrix.py tries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.merging import merge
from articles.models import Event, Lookalike, Merge, Organization, Person, Rescan
from articles.publishing import publish
from articles.versions import versions
from tests import factories
from tests.admin.matrix import COMMON, ROLES, again, cells, compare_with, took
from tests.admin.pages import change_url, person_data, url
from tests.admin.test_entities import event_data, organization_data

pytestmark = pytest.mark.django_db

# h hidden, p published, e published and named in an edition, m merged into another
ENTITIES = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       hpe       hpe     hpe    hpe
edit                  .         .       h         hpe     hpe    hpe
show to readers       .         .       .         h       h      h
hide from readers     .         .       .         pe      pe     pe
delete                .         .       .         hp      hp     hp
delete from the list  .         .       .         hp      hp     hp
see the history       .         .       *         *       *      *
see where it is named .         .       hpe       hpe     hpe    hpe
see its rescan        .         .       hpe       hpe     hpe    hpe
look for it           .         .       h         hpe     hpe    hpe
look for it from list .         .       h         hpe     hpe    hpe
stop looking for it   .         .       h         hpe     hpe    hpe
accept a find         .         .       .         hpe     hpe    hpe
dismiss a find        .         .       .         hpe     hpe    hpe
restore               .         .       h         hpe     hpe    hpe
merge                 .         .       .         hpe     hpe    hpe
undo a merge          .         .       .         m       m      m
tell apart            .         .       h         hpe     hpe    hpe
"""


@pytest.fixture
def entities(editor):
    """Return a function that makes one record of a kind in each state, each with two saves.

    Its ``other`` is one to be merged with or told apart from.
    """

    def of(kind: str) -> dict:
        make, post = getattr(factories, f"make_{kind}"), factories.make_post()
        found = {letter: make(name="Первое имя", is_published=letter != "h") for letter in "hpem"}
        for record in found.values():
            record.name = "Второе имя"
            record.save()
            record.other = make(name="Кто-то другой")
            long_ago = timezone.now() - timedelta(hours=1)
            rescan = Rescan.objects.create(kind=kind, record=record.pk, seen_at=long_ago)
            rescan.finds.create(post=post, words="имя", at=0, level="link", reason=["name", "", ""])
        publish(factories.make_post(**{f"{kind}s": [found["e"]]}), by=editor)
        merge(found["m"], into=make(), by=editor)
        return found

    return of


FILL = {Person: person_data, Organization: organization_data, Event: event_data}


def edits_entity(client, record):
    shown = {"is_published": "on"} if record.is_published else {}
    data = FILL[type(record)](name="Третье имя", **shown)
    return took(client.post(change_url(record), data)) and again(record).name == "Третье имя"


def runs(action: str, is_published: bool):
    """Return an action of the list that shows a record to readers, or hides it."""

    def act(client, record):
        was = again(record).is_published
        data = {"action": action, "_selected_action": [record.pk]}
        client.post(url(type(record), "changelist"), data)
        return was != is_published and again(record).is_published == is_published

    return act


def sees_of_entity(page: str):
    def act(client, record):
        return client.get(url(type(record), page, record.pk)).status_code == 200

    return act


def restores_entity(client, record):
    first = versions(record)[-1].key
    client.post(url(type(record), "restore", record.pk), {"version": first})
    return again(record).name == "Первое имя"


def merges(client, record):
    client.post(url(type(record), "merge", record.pk), {"into": record.other.pk})
    return again(record).merged_into_id == record.other.pk


def undoes_merge(client, record):
    done = Merge.objects.filter(undone_at=None)
    standing = done.get()
    client.post(url(type(record), "undo-merge", record.pk), {"merge": standing.pk})
    return not done.exists()


def tells_apart(client, record):
    client.post(url(type(record), "dismiss", record.pk), {"other": record.other.pk})
    pair = {record.pk, record.other.pk}
    dismissed = Lookalike.objects.filter(first=min(pair), second=max(pair))
    return dismissed.exclude(dismissed_at=None).exists()


def rescan_of(record) -> Rescan:
    """Return the run for a record: at first one whose worker fell silent, with a find."""
    return Rescan.objects.of(record._meta.model_name, record.pk).get()


def looks_for(client, record):
    client.post(url(type(record), "rescan", record.pk), {"_start": "1"})
    return rescan_of(record).is_running


def looks_for_from_list(client, record):
    data = {"action": "find_in_posts", "_selected_action": [record.pk]}
    client.post(url(type(record), "changelist"), data)
    return rescan_of(record).is_running


def stops_looking(client, record):
    client.post(url(type(record), "rescan", record.pk), {"_cancel": "1"})
    return rescan_of(record).error == "cancelled"


def answers_find(button: str, answer: str):
    """Return an action that answers the find of a record's run."""

    def act(client, record):
        find = rescan_of(record).finds.get()
        client.post(url(type(record), "rescan", record.pk), {button: "1", "find": find.pk})
        return rescan_of(record).finds.get().answer == answer

    return act


accepts_find = answers_find("_accept", "accepted")
dismisses_find = answers_find("_dismiss", "dismissed")


ENTITY_ACTIONS = COMMON | {
    "edit": edits_entity,
    "show to readers": runs("show_to_readers", True),
    "hide from readers": runs("hide_from_readers", False),
    "see the history": sees_of_entity("history"),
    "see where it is named": sees_of_entity("named"),
    "see its rescan": sees_of_entity("rescan"),
    "look for it": looks_for,
    "look for it from list": looks_for_from_list,
    "stop looking for it": stops_looking,
    "accept a find": accepts_find,
    "dismiss a find": dismisses_find,
    "restore": restores_entity,
    "merge": merges,
    "undo a merge": undoes_merge,
    "tell apart": tells_apart,
}


@pytest.mark.parametrize("kind", ["person", "organization", "event"])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_entities(client_of, entities, role, kind):
    compare_with(cells(ENTITIES, role), ENTITY_ACTIONS, client_of(role), entities(kind))

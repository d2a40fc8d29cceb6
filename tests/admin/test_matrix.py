"""Who may do what, and in which state, as tables; each cell is tried with real requests.

In what is refused nothing is written. Who may do what is written here by hand, for people to
read: it must not be taken from the code it holds to account.
"""

import json
import re
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.posts.links import hash_of, make_link
from articles.history import record_words
from articles.merging import merge
from articles.models import (
    Autosave,
    Edition,
    Event,
    Image,
    Lookalike,
    Merge,
    Organization,
    Person,
    Post,
    Presence,
    PreviewLink,
    Rescan,
    Section,
    Tag,
    Webhook,
)
from articles.publishing import publish, unpublish
from articles.versions import versions
from articles.webhooks import make_secret
from tests import factories
from tests.admin.pages import change_url, framed, person_data, post_data, split, url
from tests.admin.test_entities import event_data, organization_data
from tests.conftest import as_user, make_user

pytestmark = pytest.mark.django_db

ROLES = ["stranger", "nobody", "reporter", "editor", "chief", "administrator"]

# A column is a state of a post, a cell says who:
# "." nobody, "R" reporters alone, "E" editors, chief editors and administrators, "+" all these.
# Reporters and editors are tried in every state; the others, whose rights hang on none, in FEW.
POSTS = """
                       d r a s x l v c n w u t
save                   + + + + + + + + + + + +
send for review        + . . . . . . . . . . +
take back to draft     . R . . R . . R . . . .
approve                E E . . E . E E . . . E
send back              . E E . E . E E E . E .
take off the schedule  . . . E E . . . . E . .
publish                E E E E E E E E E E E E
schedule               E E E E E E E E E E E E
correct                . . . . . E E E E E E E
unpublish              . . . E E E E E E E . .
delete                 E E E . . . . . . . . .
restore                + + + + + + + + + + + +
"""
STATES = {
    "d": "draft",
    "r": "in review",
    "a": "approved",
    "s": "scheduled",
    "x": "scheduled, changed since and in review",
    "l": "live",
    "v": "live, its words in review",
    "c": "live, changed since and in review",
    "n": "live, changed since and approved",
    "w": "live, a change scheduled",
    "u": "unpublished",
    "t": "unpublished, a draft again",
}
FEW = "drlw"

# In the other tables a column is a role, a cell holds the letters of the states in which the
# action has its effect; "*" stands for all, "." for none.

# What does not hang on the state of a post, tried in a few: d draft, l live, w a change
# scheduled, u unpublished
DESK = """
                      stranger  nobody  reporter  editor  chief  administrator
open the form         .         .       *         *       *      *
save and go on        .         .       *         *       *      *
preview               .         .       *         *       *      *
write a note          .         .       *         *       *      *
say who is here       .         .       *         *       *      *
autosave              .         .       *         *       *      *
see the history       .         .       *         *       *      *
compare               .         .       *         *       *      *
see the links         .         .       *         *       *      *
make a link           .         .       *         *       *      *
revoke a link         .         .       *         *       *      *
open a link           *         *       *         *       *      *
answer by a link      *         *       *         *       *      *
open a revoked link   .         .       .         .       .      .
answer by a revoked   .         .       .         .       .      .
delete from the list  .         .       .         d       d      d
see an edition        .         .       lwu       lwu     lwu    lwu
preview an edition    .         .       lwu       lwu     lwu    lwu
change an edition     .         .       .         .       .      .
delete an edition     .         .       .         .       .      .
"""

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

# f used nowhere, w in a working copy, e in an edition, b in the body of an edition,
# p portrait of a published person, h of a hidden one
IMAGES = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       fwh       *       *      *
delete                .         .       .         f       f      f
delete from the list  .         .       .         f       f      f
"""

# f used nowhere, w in a working copy, e in an edition
SECTIONS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       .         .       *      *
delete                .         .       .         .       f      f
delete from the list  .         .       .         .       f      f
"""
TAGS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       .         *       *      *
delete                .         .       .         fw      fw     fw
delete from the list  .         .       .         fw      fw     fw
"""

# a active, f failing, o switched off
WEBHOOKS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       .         .       *      *
edit                  .         .       .         .       *      *
see the history       .         .       .         .       *      *
see its deliveries    .         .       .         .       *      *
see its secret page   .         .       .         .       *      *
make a new secret     .         .       .         .       *      *
send again            .         .       .         .       *      *
try at once           .         .       .         .       *      *
delete                .         .       .         .       *      *
delete from the list  .         .       .         .       *      *
"""

# "+" for what has no states.
PLACES = """
                          stranger  nobody  reporter  editor  chief  administrator
see the desk              .         +       +         +       +      +
list posts                .         .       +         +       +      +
list editions             .         .       +         +       +      +
list images               .         .       +         +       +      +
list users                .         .       .         .       .      +
list webhooks             .         .       .         .       +      +
write a post              .         .       +         +       +      +
send a new post to review .         .       +         +       +      +
publish a new post        .         .       .         +       +      +
add a person              .         .       +         +       +      +
add an organization       .         .       +         +       +      +
add an event              .         .       +         +       +      +
add an image              .         .       +         +       +      +
add a section             .         .       .         .       +      +
add a tag                 .         .       +         +       +      +
add a user                .         .       .         .       .      +
add a webhook             .         .       .         .       +      +
autosave a new post       .         .       +         +       +      +
search for mentions       .         .       +         +       +      +
name a new person         .         .       +         +       +      +
name a new organization   .         .       +         +       +      +
name a new event          .         .       +         +       +      +
ask for facts of a body   .         .       +         +       +      +
pick an image             .         .       +         +       +      +
upload an image           .         .       +         +       +      +
find a section            .         .       +         +       +      +
find a tag                .         .       +         +       +      +
find a person             .         .       +         +       +      +
find an organization      .         .       +         +       +      +
find an event             .         .       +         +       +      +
find an image             .         .       +         +       +      +
find a post               .         .       +         +       +      +
find an assignee          .         .       +         +       +      +
"""


def rows_of(table: str) -> dict[str, dict[str, str]]:
    """Return {action: {column: cell}}."""
    head, *lines = table.strip("\n").splitlines()
    columns = head.split()
    found = {}
    for line in lines:
        words = line.split()
        action = " ".join(words[: -len(columns)])
        found[action] = dict(zip(columns, words[-len(columns) :], strict=True))
    return found


def cells(table: str, role: str) -> dict[str, str]:
    """Return {action: letters} of a role from a table whose columns are roles."""
    return {action: row[role] for action, row in rows_of(table).items()}


def post_cells(role: str, states: Iterable[str]) -> dict[str, str]:
    """Return the same from the table whose columns are states, for some of them."""
    who = {"stranger": "", "nobody": "", "reporter": "+R"}.get(role, "+E")
    return {
        action: "".join(state for state in states if row[state] in who)
        for action, row in rows_of(POSTS).items()
    }


@pytest.fixture
def client_of(request):
    def find(role: str) -> Client:
        if role == "stranger":
            return Client()
        return as_user(make_user(role) if role == "nobody" else request.getfixturevalue(role))

    return find


def tried_in(role: str) -> Iterable[str]:
    return STATES if role in ("reporter", "editor") else FEW


@contextmanager
def undone():
    """Undo what happens inside; the list given is of the statements that wrote."""
    written = []

    def listen(execute, sql, params, many, context):
        if re.match(r"INSERT|UPDATE|DELETE", sql) and '"django_session"' not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(listen):
        yield written
        transaction.set_rollback(True)


def compare_with(row: dict[str, str], actions: dict, client: Client, things: dict) -> None:
    """Try each action on each thing; fail with every cell that is not as the table says."""
    assert row.keys() == actions.keys()
    wrong = []
    for action, letters in row.items():
        expected = "".join(things) if letters == "*" else letters.replace(".", "")
        assert set(expected) <= set(things), action
        for letter, thing in things.items():
            with undone() as written:
                has_effect = bool(actions[action](client, thing))
            if has_effect != (letter in expected):
                wrong.append(f"{action}, {letter}: {'has' if has_effect else 'has no'} effect")
            if written and not has_effect:
                wrong.append(f"{action}, {letter}: refused, but wrote {written[0][:80]}")
    assert wrong == []


def took(response) -> bool:
    """Return whether a form was taken: anything but a page, a refusal or the log-in."""
    return response.status_code == 302 and "/login/" not in response.url


def again(record):
    return type(record).objects.filter(pk=record.pk).first()


def opens(client, record):
    return client.get(change_url(record)).status_code == 200


def deletes(client, record):
    client.post(url(type(record), "delete", record.pk), {"post": "yes"})
    return again(record) is None


def deletes_from_list(client, record):
    data = {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"}
    client.post(url(type(record), "changelist"), data)
    return again(record) is None


# Posts


def written(letter: str, editor) -> Post:
    """Return a post with two saves that could be published."""
    post = factories.make_post(headline="Первые слова")
    post.headline = "Вторые слова"
    return staged(post, {"d": "draft", "r": "in_review"}.get(letter, "approved"), editor)


def staged(post: Post, stage: str, editor) -> Post:
    """Save a post as it is, at that stage."""
    post.stage = stage
    post.save()
    record_words(post, editor)
    return post


def bring(letter: str, editor) -> Post:
    """Return a post in a state of the table, with its ``form`` as a browser would send it."""
    post, tomorrow = written(letter, editor), timezone.now() + timedelta(days=1)
    if letter in "slvcnwxut":
        publish(post, by=editor, at=tomorrow if letter in "sx" else None)
    if letter in "xcnw":
        post.lead = "Иначе."
        staged(post, "in_review" if letter in "xc" else "approved", editor)
    if letter == "w":
        publish(post, by=editor, at=tomorrow)
    if letter in "ut":
        unpublish(post, by=editor, reason="Ошибка")
    if letter in "vt":
        staged(post, "in_review" if letter == "v" else "draft", editor)
    post = the(post)
    post.form = post_data(post)
    del post.form["_save"]
    return post


def share(post: Post, editor) -> None:
    """Make a link to the post, and one that is revoked."""
    link, _address = make_link(post, label="Айталина", days=1, by=editor)
    for token, revoked_at in (("open", None), ("revoked", timezone.now())):
        link.pk, link.token_hash = None, hash_of(f"{token}-{post.pk}")
        link.revoked_at = revoked_at
        link.save(force_insert=True)


@pytest.fixture
def posts(editor, role):
    """Return one post in each state of the table that the role is tried in."""
    made = {letter: bring(letter, editor) for letter in tried_in(role)}
    standing = {letter: (post.state, post.stage) for letter, post in made.items()}
    assert (
        standing.items()
        <= {
            "d": ("draft", "draft"),
            "r": ("in_review", "in_review"),
            "a": ("approved", "approved"),
            "s": ("scheduled", "approved"),
            "x": ("scheduled", "in_review"),
            "l": ("live", "approved"),
            "v": ("live", "in_review"),
            "c": ("changed", "in_review"),
            "n": ("changed", "approved"),
            "w": ("changed", "approved"),
            "u": ("unpublished", "approved"),
            "t": ("unpublished", "draft"),
        }.items()
    )
    assert all(bool(post.opens_at) == (letter in "sxw") for letter, post in made.items())
    return made


def the(post: Post) -> Post:
    """Return the post as it stands now."""
    return Post.objects.with_state().get(pk=post.pk)


def send(client, post: Post, button: str, **changes):
    return client.post(change_url(post), post.form | {button: "1"} | changes)


def saves_with(button: str):
    def act(client, post):
        return took(send(client, post, button, headline="Третьи слова")) and (
            the(post).headline == "Третьи слова"
        )

    return act


def brings_to(stage: str, button: str):
    """Return an action that brings a post to a stage, with a word of why."""

    def act(client, post):
        return took(send(client, post, button, note="Проверьте")) and the(post).stage == stage

    return act


def opens_form(client, post):
    page = client.get(url(Post, "change", post.pk))
    return page.status_code == 200 and b'name="headline"' in page.content


def previews(client, post):
    page = send(client, post, "_preview", headline="Третьи слова")
    return page.status_code == 200 and "Третьи слова" in framed(page)


def takes_off_the_schedule(client, post):
    return took(send(client, post, "_take_back")) and the(post).opens_at is None


def publishes(client, post):
    response = send(client, post, "_publish", headline="Третьи слова")
    return took(response) and Edition.objects.live().get(post=post).headline == "Третьи слова"


def schedules(client, post):
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    response = send(client, post, "_schedule", lead="Позже.", **split("publish_at", at))
    return took(response) and the(post).opens_at == at


def corrects(client, post):
    note = {"correction": "Было иначе.", "correction_kind": "correction"}
    response = send(client, post, "_correct", **note)
    return took(response) and Edition.objects.live().get(post=post).correction == "Было иначе."


def leaves_the_site(client, post):
    response = client.post(url(Post, "unpublish", post.pk), {"reason": "Ошибка", "_unpublish": "1"})
    return took(response) and the(post).state != post.state


def notes(client, post):
    return took(send(client, post, "_save", note="Проверьте")) and the(post).notes.exists()


def says_who_is_here(client, post):
    client.post(url(Post, "presence", post.pk))
    return Presence.objects.filter(post=post).exists()


def autosaves(client, post):
    client.post(url(Post, "autosave", post.pk), {"headline": "Пишу"})
    return Autosave.objects.filter(post=post).exists()


def sees(page: str):
    def act(client, post):
        return client.get(url(Post, page, post.pk)).status_code == 200

    return act


def compares(client, post):
    page = client.get(url(Post, "history", post.pk), {"old": "save-1", "new": "save-2"})
    return page.status_code == 200 and "<ins>Вторые</ins>" in page.content.decode()


def restores(client, post):
    response = client.post(url(Post, "restore", post.pk), {"revision": "1"})
    return took(response) and the(post).headline == "Первые слова"


def makes_link(client, post):
    before = PreviewLink.objects.count()
    client.post(url(Post, "links", post.pk), {"label": "Туйаара", "days": "1"})
    return PreviewLink.objects.count() > before


def revokes_link(client, post):
    link = PreviewLink.objects.get(token_hash=hash_of(f"open-{post.pk}"))
    client.post(url(Post, "links", post.pk), {"revoke": link.pk})
    return not PreviewLink.objects.working().filter(pk=link.pk).exists()


def opens_link(token: str):
    def act(client, post):
        page = client.get(reverse("preview_link", args=[f"{token}-{post.pk}"]))
        return page.status_code == 200 and "Вторые слова" in page.content.decode()

    return act


def answers_by_link(token: str):
    def act(client, post):
        data = {"name": "Айталина", "answer": "approve"}
        client.post(reverse("preview_link", args=[f"{token}-{post.pk}"]), data)
        return the(post).notes.filter(author_name="Айталина").exists()

    return act


def edition_url(page: str, post: Post) -> str:
    edition = Edition.objects.filter(post=post).first()
    return url(Edition, page, edition.pk if edition else 0)


def sees_edition(client, post):
    return client.get(edition_url("change", post)).status_code == 200


def previews_edition(client, post):
    page = client.get(edition_url("preview", post))
    return page.status_code == 200 and "Вторые слова" in framed(page)


def changes_edition(client, post):
    client.post(edition_url("change", post), {"headline": "Подлог", "_save": "1"})
    return Edition.objects.filter(headline="Подлог").exists()


def deletes_edition(client, post):
    before = Edition.objects.count()
    client.post(edition_url("delete", post), {"post": "yes"})
    return Edition.objects.count() < before


POST_ACTIONS = {
    "save": saves_with("_save"),
    "send for review": brings_to("in_review", "_review"),
    "take back to draft": brings_to("draft", "_draft"),
    "approve": brings_to("approved", "_approve"),
    "send back": brings_to("draft", "_return"),
    "take off the schedule": takes_off_the_schedule,
    "publish": publishes,
    "schedule": schedules,
    "correct": corrects,
    "unpublish": leaves_the_site,
    "delete": deletes,
    "restore": restores,
}
DESK_ACTIONS = {
    "open the form": opens_form,
    "save and go on": saves_with("_continue"),
    "preview": previews,
    "write a note": notes,
    "say who is here": says_who_is_here,
    "autosave": autosaves,
    "see the history": sees("history"),
    "compare": compares,
    "see the links": sees("links"),
    "make a link": makes_link,
    "revoke a link": revokes_link,
    "open a link": opens_link("open"),
    "answer by a link": answers_by_link("open"),
    "open a revoked link": opens_link("revoked"),
    "answer by a revoked": answers_by_link("revoked"),
    "delete from the list": deletes_from_list,
    "see an edition": sees_edition,
    "preview an edition": previews_edition,
    "change an edition": changes_edition,
    "delete an edition": deletes_edition,
}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_bring_a_post_where(client_of, posts, role):
    compare_with(post_cells(role, posts), POST_ACTIONS, client_of(role), posts)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_any_post(client_of, editor, role):
    posts = {letter: bring(letter, editor) for letter in "dlwu"}
    for post in posts.values():
        share(post, editor)
    compare_with(cells(DESK, role), DESK_ACTIONS, client_of(role), posts)


# Records


COMMON = {"open": opens, "delete": deletes, "delete from the list": deletes_from_list}


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
    client.post(url(type(record), "undo_merge", record.pk), {"merge": standing.pk})
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


@pytest.fixture
def images(editor):
    """Return one image in each state."""
    made = {letter: factories.make_image() for letter in "fwebph"}
    factories.make_post(lead_image=made["w"])
    publish(factories.make_post(lead_image=made["e"]), by=editor)
    body = f'<p>Река.</p><figure data-image="{made["b"].pk}"></figure>'
    publish(factories.make_post(body=body), by=editor)
    factories.make_person(photo=made["p"])
    factories.make_person(photo=made["h"], is_published=False)
    return made


def edits_image(client, image):
    data = {"alt_text": "Иначе", "credit": "Фото редакции", "_save": "1"}
    return took(client.post(change_url(image), data)) and again(image).alt_text == "Иначе"


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_images(client_of, images, role):
    actions = COMMON | {"edit": edits_image}
    compare_with(cells(IMAGES, role), actions, client_of(role), images)


def edits_term(client, term):
    data = {"name": "Иначе", "slug": term.slug, "position": "0", "_save": "1"}
    return took(client.post(change_url(term), data)) and again(term).name == "Иначе"


@pytest.mark.parametrize(
    ("table", "make", "field"),
    [(SECTIONS, factories.make_section, "section"), (TAGS, factories.make_tag, "tags")],
    ids=["sections", "tags"],
)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_terms(client_of, editor, role, table, make, field):
    made = {letter: make() for letter in "fwe"}
    for letter in "we":
        value = [made[letter]] if field == "tags" else made[letter]
        post = factories.make_post(**{field: value})
    publish(post, by=editor)
    compare_with(cells(table, role), COMMON | {"edit": edits_term}, client_of(role), made)


# Who is told of changes


WEBHOOK = {"url": "https://203.0.114.5/", "description": "Агентство", "topics": ["post.*"]}


@pytest.fixture
def webhooks():
    """Return one webhook in each state, with a delivery."""
    now = timezone.now()
    waiting = {"next_attempt_at": now + timedelta(hours=1)}
    failing = waiting | {"failing_since": now}
    states = {"a": waiting, "f": failing, "o": failing | {"is_active": False, "disabled_at": now}}
    made = {}
    for letter, state in states.items():
        made[letter] = Webhook.objects.create(**WEBHOOK, secret=make_secret(), **state)
        row = {"message": "m", "topic": "post.upsert", "body": "{}", "milliseconds": 1}
        made[letter].deliveries.create(attempt=1, **row)
    return made


def edits_webhook(client, webhook):
    data = WEBHOOK | {"description": "Иначе", "_save": "1"}
    return took(client.post(change_url(webhook), data)) and again(webhook).description == "Иначе"


def sees_of_webhook(page: str):
    def act(client, webhook):
        return client.get(url(Webhook, page, webhook.pk)).status_code == 200

    return act


def makes_secret(client, webhook):
    client.post(url(Webhook, "secret", webhook.pk))
    return again(webhook).secret != webhook.secret


def sends_again(client, webhook):
    delivery = webhook.deliveries.get()
    client.post(url(Webhook, "deliveries", webhook.pk), {"redeliver": delivery.pk})
    return webhook.deliveries.asked().exists()


def tries_at_once(client, webhook):
    client.post(url(Webhook, "deliveries", webhook.pk), {"_now": "1"})
    return Webhook.objects.due(timezone.now()).filter(pk=webhook.pk).exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_webhooks(client_of, webhooks, role):
    actions = COMMON | {
        "edit": edits_webhook,
        "see the history": sees_of_webhook("history"),
        "see its deliveries": sees_of_webhook("deliveries"),
        "see its secret page": sees_of_webhook("secret"),
        "make a new secret": makes_secret,
        "send again": sends_again,
        "try at once": tries_at_once,
    }
    compare_with(cells(WEBHOOKS, role), actions, client_of(role), webhooks)


# What has no states


def gets(name: str):
    def act(client, _thing):
        return client.get(reverse(f"admin:{name}")).status_code == 200

    return act


def adds(model, data: dict):
    """Return an action that fills the form of a new record; ``data`` may hold functions."""

    def act(client, _thing):
        before = model.objects.count()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        filled = {key: value() if callable(value) else value for key, value in data.items()}
        response = client.post(reverse(name), filled)
        return took(response) and model.objects.count() == before + 1

    return act


def publishes_new(client, made):
    data = post_data(None, "_publish", section=made["section"].pk)
    return took(client.post(url(Post, "add"), data)) and Edition.objects.live().exists()


def autosaves_new(client, _thing):
    client.post(reverse("admin:articles_post_autosave"), {"headline": "Пишу"})
    return Autosave.objects.exists()


def names_new(model):
    """Return an action that makes a record with only a name; nobody shows it to readers so."""

    def act(client, _thing):
        body = json.dumps({"kind": model._meta.model_name, "name": "Новое имя"})
        client.post(reverse("admin:articles_post_mentions"), body, "application/json")
        return model.objects.filter(name="Новое имя", is_published=False).exists()

    return act


def searches_mentions(client, made):
    response = client.get(reverse("admin:articles_post_mentions"), {"q": "Айталина"})
    return response.status_code == 200 and made["persons"].pk in [
        row["id"] for row in response.json()["results"]
    ]


def asks_for_facts(client, made):
    query = {"person": made["persons"].pk, "image": made["lead_image"].pk}
    response = client.get(reverse("admin:articles_post_body-facts"), query)
    return response.status_code == 200 and response.json().keys() == query.keys()


def picks(client, made):
    response = client.get(reverse("admin:articles_image_pick"))
    return response.status_code == 200 and made["lead_image"].pk in [
        row["id"] for row in response.json()["images"]
    ]


def uploads(client, _thing):
    before = Image.objects.count()
    data = PICTURE | {"file": factories.picture()}
    client.post(reverse("admin:articles_image_upload"), data)
    return Image.objects.count() == before + 1


def finds(field: str):
    """Return an action that looks for a record as the form of a post does."""

    def act(client, made):
        query = {"app_label": "articles", "model_name": "post", "field_name": field, "term": ""}
        response = client.get(reverse("admin:autocomplete"), query)
        return response.status_code == 200 and str(made[field].pk) in [
            row["id"] for row in response.json()["results"]
        ]

    return act


def adds_webhook(client, _thing):
    data = WEBHOOK | {"start": "now", "_save": "1"}
    # The answer to a form that was taken is the secret, not a redirect.
    return "whsec_" in client.post(url(Webhook, "add"), data).content.decode()


User = get_user_model()
PASSWORDS = {"password1": "correct horse 7", "password2": "correct horse 7"}
PICTURE = {"alt_text": "Река", "credit": "Фото редакции"}
PLACE_ACTIONS = {
    "see the desk": gets("index"),
    "list posts": gets("articles_post_changelist"),
    "list editions": gets("articles_edition_changelist"),
    "list images": gets("articles_image_changelist"),
    "list users": gets("auth_user_changelist"),
    "list webhooks": gets("articles_webhook_changelist"),
    "write a post": adds(Post, post_data()),
    "send a new post to review": adds(Post, post_data(None, "_review")),
    "publish a new post": publishes_new,
    "add a person": adds(Person, person_data()),
    "add an organization": adds(Organization, organization_data()),
    "add an event": adds(Event, event_data()),
    "add an image": adds(Image, PICTURE | {"file": factories.picture, "_save": "1"}),
    "add a section": adds(Section, {"name": "Новый", "slug": "new", "position": "0"}),
    "add a tag": adds(Tag, {"name": "Новая", "slug": "new"}),
    "add a user": adds(User, {"username": "new", "usable_password": "true"} | PASSWORDS),
    "add a webhook": adds_webhook,
    "autosave a new post": autosaves_new,
    "search for mentions": searches_mentions,
    "name a new person": names_new(Person),
    "name a new organization": names_new(Organization),
    "name a new event": names_new(Event),
    "ask for facts of a body": asks_for_facts,
    "pick an image": picks,
    "upload an image": uploads,
    "find a section": finds("section"),
    "find a tag": finds("tags"),
    "find a person": finds("persons"),
    "find an organization": finds("organizations"),
    "find an event": finds("events"),
    "find an image": finds("lead_image"),
    "find a post": finds("related_posts"),
    "find an assignee": finds("assignee"),
}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_go_where(client_of, reporter, role):
    made = {
        "section": factories.make_section(),
        "tags": factories.make_tag(),
        "persons": factories.known(factories.make_person()),
        "organizations": factories.make_organization(),
        "events": factories.make_event(),
        "lead_image": factories.make_image(),
        "related_posts": factories.make_post(),
        "assignee": reporter,
    }
    compare_with(cells(PLACES, role), PLACE_ACTIONS, client_of(role), {"+": made})

"""Who may do what, and in which state: three tables, each cell tried with real requests.

A cell holds the letters of the states in which the action has its effect; in all others it is
refused, and a refusal writes nothing. "*" stands for every state, "." for none.
"""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.history import record_words
from articles.models import Autosave, Edition, Image, Person, Post, Section, Tag
from articles.publishing import publish, unpublish
from tests import factories
from tests.admin.pages import change_url, framed, person_data, post_data, split, url
from tests.conftest import as_user, make_user

pytestmark = pytest.mark.django_db

# d draft, r in review, a approved, s scheduled, l live, c live and changed since, u unpublished
POSTS = """
                   stranger  nobody  reporter  editor  chief  administrator
open the form      .         .       *         *       *      *
save words         .         .       *         *       *      *
send to review     .         .       *         *       *      *
return to draft    .         .       *         *       *      *
approve            .         .       .         *       *      *
publish            .         .       .         *       *      *
schedule           .         .       .         *       *      *
correct            .         .       .         lcu     lcu    lcu
unpublish          .         .       .         slc     slc    slc
delete             .         .       .         dra     dra    dra
preview            .         .       *         *       *      *
see the history    .         .       *         *       *      *
compare            .         .       *         *       *      *
restore            .         .       *         *       *      *
autosave           .         .       *         *       *      *
write a note       .         .       *         *       *      *
see the archive    .         .       slcu      slcu    slcu   slcu
change the archive .         .       .         .       .      .
empty the archive  .         .       .         .       .      .
"""

# Entities: h hidden, p published, e published and named in an edition.
# Images, sections and tags: h used nowhere, p in a working copy, e in an edition.
RECORDS = """
                     stranger  nobody  reporter  editor  chief  administrator
open person          .         .       *         *       *      *
edit person          .         .       h         *       *      *
publish person       .         .       .         h       h      h
hide person          .         .       .         pe      pe     pe
delete person        .         .       .         hp      hp     hp
open organization    .         .       *         *       *      *
publish organization .         .       .         h       h      h
hide organization    .         .       .         pe      pe     pe
delete organization  .         .       .         hp      hp     hp
open event           .         .       *         *       *      *
publish event        .         .       .         h       h      h
hide event           .         .       .         pe      pe     pe
delete event         .         .       .         hp      hp     hp
open image           .         .       *         *       *      *
edit image           .         .       hp        *       *      *
delete image         .         .       .         h       h      h
open section         .         .       *         *       *      *
edit section         .         .       .         .       *      *
delete section       .         .       .         .       h      h
open tag             .         .       *         *       *      *
edit tag             .         .       .         *       *      *
delete tag           .         .       .         hp      hp     hp
"""

# "+" for what has no states.
PLACES = """
                          stranger  nobody  reporter  editor  chief  administrator
see the desk              .         +       +         +       +      +
list posts                .         .       +         +       +      +
list editions             .         .       +         +       +      +
list users                .         .       .         .       .      +
write a post              .         .       +         +       +      +
add a person              .         .       +         +       +      +
add an image              .         .       +         +       +      +
add a section             .         .       .         .       +      +
add a tag                 .         .       +         +       +      +
add a user                .         .       .         .       .      +
autosave a new post       .         .       +         +       +      +
find a section            .         .       +         +       +      +
find a tag                .         .       +         +       +      +
find a person             .         .       +         +       +      +
find an organization      .         .       +         +       +      +
find an event             .         .       +         +       +      +
find an image             .         .       +         +       +      +
find a post               .         .       +         +       +      +
find an assignee          .         .       +         +       +      +
"""


def cells(table: str) -> dict[str, dict[str, str]]:
    """Return {role: {action: letters}}."""
    head, *lines = table.strip("\n").splitlines()
    roles = head.split()
    found = {role: {} for role in roles}
    for line in lines:
        action, *row = re.split(r"\s{2,}|(?<=\w) (?=[.*+])", line.strip())
        assert len(row) == len(roles), line
        for role, letters in zip(roles, row, strict=True):
            found[role][action] = letters
    return found


@pytest.fixture
def client_of(request):
    def find(role: str) -> Client:
        if role == "stranger":
            return Client()
        return as_user(make_user(role) if role == "nobody" else request.getfixturevalue(role))

    return find


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


def compare_with(table: dict[str, str], actions: dict, client: Client, things: dict) -> None:
    """Try each action on each thing; fail with every cell that is not as the table says."""
    wrong = []
    for action, letters in table.items():
        expected = "".join(things) if letters == "*" else letters.replace(".", "")
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


# Posts


@pytest.fixture
def posts(editor):
    """Return the key of one post in each state; each has two saves, and could be published."""
    made = {letter: factories.make_post(headline="Первые слова") for letter in "draslcu"}
    for post in made.values():
        post.headline = "Вторые слова"
        post.save()
        record_words(post, editor)
    for letter, stage in (("r", "in_review"), ("a", "approved")):
        Post.objects.filter(pk=made[letter].pk).update(stage=stage)
        made[letter].refresh_from_db()
        record_words(made[letter], editor)
    for letter in "slcu":
        at = timezone.now() + timedelta(days=1) if letter == "s" else None
        publish(made[letter], by=editor, at=at)
        Post.objects.filter(pk=made[letter].pk).update(stage="approved")
    made["c"].lead = "Иначе."
    made["c"].save()
    record_words(made["c"], editor)
    unpublish(made["u"], by=editor, reason="Ошибка")
    states = {post.pk: post.state for post in Post.objects.with_state()}
    assert [states[post.pk] for post in made.values()] == [
        *("draft", "in_review", "approved", "scheduled", "live", "changed", "unpublished")
    ]
    return {letter: post.pk for letter, post in made.items()}


def the(pk: int) -> Post:
    return Post.objects.with_state().get(pk=pk)


def send(client, pk: int, button: str = "_save", **changes):
    post = the(pk)
    # What the form of each role offers; to those who cannot approve, "in review" at most.
    stage = {"stage": "in_review" if post.stage == "approved" else post.stage}
    return client.post(change_url(post), post_data(post, button, **stage | changes))


def has_stage(stage: str):
    """Return an action that gives the post a stage."""

    def act(client, pk):
        return took(send(client, pk, stage=stage)) and the(pk).stage == stage

    return act


def opens_form(client, pk):
    page = client.get(url(Post, "change", pk))
    return page.status_code == 200 and b'name="headline"' in page.content


def saves_words(client, pk):
    return took(send(client, pk, headline="Третьи слова")) and the(pk).headline == "Третьи слова"


def publishes(client, pk):
    return took(send(client, pk, "_publish")) and the(pk).state == "live"


def schedules(client, pk):
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    response = send(client, pk, "_schedule", lead="Позже.", **split("publish_at", at))
    return took(response) and the(pk).opens_at == at


def corrects(client, pk):
    page = client.get(url(Post, "change", pk))
    if page.status_code == 200 and b'name="correction"' not in page.content:
        return False  # not offered: the button would only publish
    response = send(client, pk, "_publish", correction="Было иначе.", correction_kind="correction")
    return took(response) and Edition.objects.live().get(post=pk).correction == "Было иначе."


def leaves_the_site(client, pk):
    was = the(pk).state
    response = client.post(url(Post, "unpublish", pk), {"reason": "Ошибка", "_unpublish": "1"})
    return took(response) and the(pk).state != was


def deletes(client, pk):
    client.post(url(Post, "delete", pk), {"post": "yes"})
    return not Post.objects.filter(pk=pk).exists()


def previews(client, pk):
    page = send(client, pk, "_preview", headline="Третьи слова")
    return page.status_code == 200 and "Третьи слова" in framed(page)


def sees_history(client, pk):
    return client.get(url(Post, "history", pk)).status_code == 200


def compares(client, pk):
    page = client.get(url(Post, "history", pk), {"old": "save-1", "new": "save-2"})
    return page.status_code == 200 and "<ins>Вторые</ins>" in page.content.decode()


def restores(client, pk):
    response = client.post(url(Post, "restore", pk), {"revision": "1"})
    return took(response) and the(pk).headline == "Первые слова"


def autosaves(client, pk):
    client.post(url(Post, "autosave", pk), {"headline": "Пишу"})
    return Autosave.objects.filter(post=pk).exists()


def notes(client, pk):
    return took(send(client, pk, note="Проверьте")) and the(pk).notes.exists()


def edition_url(page: str, pk: int) -> str:
    edition = Edition.objects.filter(post=pk).first()
    return url(Edition, page, edition.pk if edition else 0)


def sees_archive(client, pk):
    return client.get(edition_url("change", pk)).status_code == 200


def changes_archive(client, pk):
    client.post(edition_url("change", pk), {"headline": "Подлог", "_save": "1"})
    return Edition.objects.filter(headline="Подлог").exists()


def empties_archive(client, pk):
    before = Edition.objects.count()
    client.post(edition_url("delete", pk), {"post": "yes"})
    return Edition.objects.count() < before


POST_ACTIONS = {
    "open the form": opens_form,
    "save words": saves_words,
    "send to review": has_stage("in_review"),
    "return to draft": has_stage("draft"),
    "approve": has_stage("approved"),
    "publish": publishes,
    "schedule": schedules,
    "correct": corrects,
    "unpublish": leaves_the_site,
    "delete": deletes,
    "preview": previews,
    "see the history": sees_history,
    "compare": compares,
    "restore": restores,
    "autosave": autosaves,
    "write a note": notes,
    "see the archive": sees_archive,
    "change the archive": changes_archive,
    "empty the archive": empties_archive,
}


@pytest.mark.parametrize("role", cells(POSTS))
def test_who_may_do_what_with_posts(client_of, posts, role):
    compare_with(cells(POSTS)[role], POST_ACTIONS, client_of(role), posts)


# Records that posts name and use


def named_in_edition(editor, field: str, record):
    value = record if field in ("lead_image", "section") else [record]
    publish(factories.make_post(**{field: value}), by=editor)
    return record


@pytest.fixture
def records(editor):
    """Return a function that makes one record of a kind in each of its states."""

    def of(kind: str) -> dict:
        make, field = getattr(factories, f"make_{kind}"), f"{kind}s"
        if kind in ("person", "organization", "event"):
            hidden, published = make(is_published=False), make()
        else:
            hidden, published = make(), make()
            field = {"image": "lead_image", "section": "section", "tag": "tags"}[kind]
            value = [published] if kind == "tag" else published
            factories.make_post(**{field: value})
        return {"h": hidden, "p": published, "e": named_in_edition(editor, field, make())}

    return of


def again(record):
    return type(record).objects.filter(pk=record.pk).first()


def opens(client, record):
    return client.get(change_url(record)).status_code == 200


def removes(client, record):
    client.post(url(type(record), "delete", record.pk), {"post": "yes"})
    return again(record) is None


def runs(action: str, is_published: bool):
    """Return an action of the list that shows a record to readers, or hides it."""

    def act(client, record):
        was = again(record).is_published
        data = {"action": action, "_selected_action": [record.pk]}
        client.post(url(type(record), "changelist"), data)
        return was != is_published and again(record).is_published == is_published

    return act


def edits_person(client, person):
    changes = {"name": "Иное имя"} | ({"is_published": "on"} if person.is_published else {})
    return took(client.post(change_url(person), person_data(person, **changes))) and (
        again(person).name == "Иное имя"
    )


def edits_image(client, image):
    response = client.post(change_url(image), {"alt_text": "Иначе", "_save": "1"})
    return took(response) and again(image).alt_text == "Иначе"


def edits_term(client, term):
    data = {"name": "Иначе", "slug": term.slug, "position": "0", "_save": "1"}
    return took(client.post(change_url(term), data)) and again(term).name == "Иначе"


VERBS = {
    "open": opens,
    "delete": removes,
    "publish": runs("show_to_readers", True),
    "hide": runs("hide_from_readers", False),
}
EDITS = {"person": edits_person, "image": edits_image, "section": edits_term, "tag": edits_term}


@pytest.mark.parametrize("kind", ["person", "organization", "event", "image", "section", "tag"])
@pytest.mark.parametrize("role", cells(RECORDS))
def test_who_may_do_what_with_records(client_of, records, role, kind):
    row = {
        action.split()[0]: letters
        for action, letters in cells(RECORDS)[role].items()
        if action.split()[1] == kind
    }
    actions = VERBS | {"edit": EDITS.get(kind)}
    compare_with(row, actions, client_of(role), records(kind))


# What has no states


def gets(name: str, *args):
    def act(client, _thing):
        return client.get(reverse(f"admin:{name}", args=args)).status_code == 200

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


def finds(field: str):
    """Return an action that looks for a record as the form of a post does."""

    def act(client, made):
        query = {"app_label": "articles", "model_name": "post", "field_name": field, "term": ""}
        response = client.get(reverse("admin:autocomplete"), query)
        return response.status_code == 200 and str(made[field].pk) in [
            row["id"] for row in response.json()["results"]
        ]

    return act


def autosaves_new(client, _thing):
    client.post(reverse("admin:articles_post_autosave"), {"headline": "Пишу"})
    return Autosave.objects.exists()


User = get_user_model()
PASSWORDS = {"password1": "correct horse 7", "password2": "correct horse 7"}
PLACE_ACTIONS = {
    "see the desk": gets("index"),
    "list posts": gets("articles_post_changelist"),
    "list editions": gets("articles_edition_changelist"),
    "list users": gets("auth_user_changelist"),
    "write a post": adds(Post, post_data()),
    "add a person": adds(Person, person_data()),
    "add an image": adds(Image, {"file": factories.picture, "alt_text": "Река", "_save": "1"}),
    "add a section": adds(Section, {"name": "Новый", "slug": "new", "position": "0"}),
    "add a tag": adds(Tag, {"name": "Новая", "slug": "new"}),
    "add a user": adds(User, {"username": "new", "usable_password": "true"} | PASSWORDS),
    "autosave a new post": autosaves_new,
    "find a section": finds("section"),
    "find a tag": finds("tags"),
    "find a person": finds("persons"),
    "find an organization": finds("organizations"),
    "find an event": finds("events"),
    "find an image": finds("lead_image"),
    "find a post": finds("related_posts"),
    "find an assignee": finds("assignee"),
}


@pytest.mark.parametrize("role", cells(PLACES))
def test_who_may_go_where(client_of, reporter, role):
    made = {
        "section": factories.make_section(),
        "tags": factories.make_tag(),
        "persons": factories.make_person(),
        "organizations": factories.make_organization(),
        "events": factories.make_event(),
        "lead_image": factories.make_image(),
        "related_posts": factories.make_post(),
        "assignee": reporter,
    }
    compare_with(cells(PLACES)[role], PLACE_ACTIONS, client_of(role), {"+": made})

"""Two hundred pairs of edits at once: every word that either typed can be found again.

Both open the form, both write, the first saves, then the second does. A word is lost unless it
then stands in the post, or before the second editor in the form that was refused (in a field
or beside it), or in the difference that the history shows of that save. Records and bylines
are words too: their names are looked for.
"""

import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Post, PostByline
from tests import factories
from tests.admin.pages import change_url, errors, filled, post_data, rows, url
from tests.conftest import as_user

PAIRS, POSTS, AT_ONCE = 200, 20, 20
TEXTS = ["headline", "lead", "source_name", "lead_image_caption", "note"]
RECORDS = ["persons", "organizations", "events", "tags", "related_posts"]
FIELDS = [*TEXTS, "body", *RECORDS, "section", "bylines"]
CONFLICTS = {*TEXTS, "body", "section", "bylines"} - {"note"}  # a set has none
MAKE = {
    "persons": factories.make_person,
    "organizations": factories.make_organization,
    "events": factories.make_event,
    "tags": factories.make_tag,
    "section": factories.make_section,
}


class Writer:
    """Somebody whose every word is unlike any other."""

    def __init__(self, rng: random.Random, name: str) -> None:
        self.rng, self.name, self.count = rng, name, 0

    def word(self) -> str:
        self.count += 1
        return f"{self.name}{self.count}"

    def change(self, opened: dict, fields: list[str]) -> tuple[dict, dict[str, str]]:
        """Return an edited form, and the words put into it with their fields."""
        words = {self.word(): field for field in fields}
        edited = dict(opened)
        for word, field in words.items():
            edited |= self._write(opened, field, word)
        return edited, words

    def _write(self, opened: dict, field: str, word: str) -> dict:
        if field == "body":
            return {"body": self._into_body(opened["body"], word)}
        if field == "bylines":
            person = factories.make_person(name=word)
            return _byline(opened, person.pk)
        if field == "related_posts":
            other = factories.make_post(headline=word)
            return {field: [*opened[field], other.pk]}
        if field in MAKE:
            record = MAKE[field](name=word)
            before = [] if field == "section" else opened[field]
            return {field: [*before, record.pk]}
        return {field: f"{opened[field]} {word}".strip()}

    def _into_body(self, body: str, word: str) -> str:
        """Return the body with one more word, or one more paragraph, at any place."""
        ends = [at for at in range(len(body)) if body.startswith("</p>", at)]
        at = self.rng.choice(ends)
        if self.rng.random() < 0.5:
            return f"{body[:at]} {word}{body[at:]}"
        return f"{body[: at + 4]}<p>{word}.</p>{body[at + 4 :]}"


def _byline(opened: dict, person: int) -> dict:
    """Return the form's rows of bylines with one more."""
    number = int(opened["bylines-INITIAL_FORMS"])
    row = {"person": person, "role": "author", "position": number + 1}
    added = {f"bylines-{number}-{name}": value for name, value in row.items()}
    return added | {"bylines-TOTAL_FORMS": str(number + 1)}


def fields_of_a_pair(rng: random.Random, number: int) -> tuple[list[str], list[str]]:
    """Return what each of two edits: by turns other fields, one same field, body and records."""
    if number % 3 == 0:
        both = rng.sample(FIELDS, rng.randint(2, 6))
        return both[::2], both[1::2]
    if number % 3 == 1:
        field, other = rng.sample(FIELDS, 2)
        return [field], [field, other]
    records = [*RECORDS, "bylines"]
    theirs = ["body", *rng.sample(records, rng.randint(1, 3))]
    return theirs, rng.sample(["body", *records], rng.randint(1, 4))


def opened_form(post: Post) -> dict:
    """Return the form as both opened it: what the browser would send if nothing were changed."""
    post.refresh_from_db()
    bylines = list(post.bylines.all())
    data = rows("bylines", *(_row(byline) for byline in bylines))
    data["bylines-INITIAL_FORMS"] = str(len(bylines))
    return post_data(post) | {"note": ""} | data


def _row(byline: PostByline) -> dict:
    names = {"id": "pk", "post": "post_id", "person": "person_id"}
    return {
        name: getattr(byline, names.get(name, name))
        for name in ("id", "post", "person", "role", "position")
    }


def in_post(pk: int) -> str:
    """Return all that the post says and names, and its notes."""
    post = Post.objects.select_related("section").get(pk=pk)
    texts = [getattr(post, name) for name in TEXTS if name != "note"]
    named = [str(record) for name in RECORDS for record in getattr(post, name).all()]
    makers = [byline.person.name for byline in post.bylines.select_related("person")]
    notes = [note.text for note in post.notes.all()]
    return "\n".join([*texts, post.body, *named, *makers, *notes, str(post.section)])


def in_history(client, post: Post, since: str) -> str:
    """Return what the history shows of the save that followed."""
    query = {"old": f"save-{since}", "new": f"save-{int(since) + 1}"}
    response = client.get(url(Post, "history", post.pk), query)
    assert response.status_code == 200
    return response.content.decode()


def shown_in(response) -> str:
    """Return what a refused form shows; nothing if it was taken."""
    assert response.status_code in (200, 302)
    return unescape(response.content.decode()) if response.status_code == 200 else ""


def lost(words: set[str], *places: str) -> set[str]:
    return words - set(re.findall(r"\w+", " ".join(places)))


def of(words: dict[str, str], fields: set[str]) -> set[str]:
    return {word for word, field in words.items() if field in fields}


def choose(rng, response, post: Post, second: dict, mine: dict[str, str]) -> dict:
    """Return the refused form after the second editor has chosen their own words, or both."""
    form = filled(response)
    form["bylines-TOTAL_FORMS"] = form["bylines-INITIAL_FORMS"] = form["bylines-INITIAL_FORMS"][0]
    saved = second["bylines-INITIAL_FORMS"]
    for word, field in mine.items():
        if field == "bylines":  # theirs stand in the rows
            form |= _byline(form, second[f"bylines-{saved}-person"])
        elif field in [*TEXTS, "body"] and field in errors(response) and rng.random() < 0.5:
            theirs = getattr(post, field)
            form[field] = f"{theirs}<p>{word}</p>" if field == "body" else f"{theirs} {word}"
    return form


@pytest.mark.django_db
def test_form_opened_and_saved_untouched_changes_nothing(editor_client):
    post = factories.make_post(
        **{name: [make()] for name, make in MAKE.items() if name in RECORDS},
        bylines=[factories.make_person()],
        source_name="Порт",
    )
    response = editor_client.post(change_url(post), filled(editor_client.get(change_url(post))))
    assert response.status_code == 302
    assert post.revisions.count() == 1


@pytest.mark.django_db
def test_many_pairs_of_edits_lose_no_word(editor_client, chief_client):
    rng = random.Random(7)  # noqa: S311
    chief, editor = Writer(rng, "их"), Writer(rng, "мои")
    posts = [factories.make_post(body="<p>Один.</p><p>Два.</p>") for _ in range(POSTS)]
    answers = Counter()
    for number in range(PAIRS):
        post = posts[number % POSTS]
        opened = opened_form(post)
        theirs, mine = fields_of_a_pair(rng, number)
        first, theirs = chief.change(opened, theirs)
        second, mine = editor.change(opened, mine)
        assert chief_client.post(change_url(post), first).status_code == 302
        response = editor_client.post(change_url(post), second)
        answers[response.status_code] += 1
        shown = shown_in(response)
        assert not lost(set(theirs), in_post(post.pk))
        assert not lost(set(mine), in_post(post.pk), shown)
        if shown:
            in_conflict = set(theirs.values()) & set(mine.values()) & CONFLICTS
            assert not lost(of(theirs, in_conflict), shown)
            post.refresh_from_db()
            again = choose(rng, response, post, second, mine)
            assert editor_client.post(change_url(post), again).status_code == 302
            history = in_history(editor_client, post, since=opened["revision"])
            assert not lost(set(mine), in_post(post.pk))
            assert not lost(set(theirs), in_post(post.pk), history)
    # Both ways have been gone often.
    assert min(answers[200], answers[302]) > PAIRS // 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_pairs_saved_at_the_same_moment_lose_no_word(editor, chief):
    rng = random.Random(8)  # noqa: S311
    writers = Writer(rng, "их"), Writer(rng, "мои")
    post = factories.make_post(body="<p>Один.</p><p>Два.</p>")
    start = Barrier(2)

    def save(user, form):
        client = as_user(user)
        start.wait(20)
        try:
            return client.post(change_url(post), form)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for number in range(AT_ONCE):
            opened = opened_form(post)
            fields = fields_of_a_pair(rng, number)
            changes = [
                writer.change(opened, each) for writer, each in zip(writers, fields, strict=True)
            ]
            forms = [form for form, _words in changes]
            responses = list(pool.map(save, [chief, editor], forms))
            assert 302 in [response.status_code for response in responses]
            for response, (_form, words) in zip(responses, changes, strict=True):
                assert not lost(set(words), in_post(post.pk), shown_in(response))

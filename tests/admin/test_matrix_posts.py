"""Who may do what with a post, and in which state, as tables that matrix.py tries."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.posts.links import hash_of, make_link
from articles.history import record_words
from articles.models import Autosave, Edition, Post, Presence, PreviewLink
from articles.publishing import publish, unpublish
from tests import factories
from tests.admin.matrix import ROLES, cells, compare_with, deletes, deletes_from_list, rows_of, took
from tests.admin.pages import change_url, framed, post_data, split, url

pytestmark = pytest.mark.django_db

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


def post_cells(role: str, states: Iterable[str]) -> dict[str, str]:
    """Return the same from the table whose columns are states, for some of them."""
    who = {"stranger": "", "nobody": "", "reporter": "+R"}.get(role, "+E")
    return {
        action: "".join(state for state in states if row[state] in who)
        for action, row in rows_of(POSTS).items()
    }


def tried_in(role: str) -> Iterable[str]:
    return STATES if role in ("reporter", "editor") else FEW


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

"""Who may do what with images, sections, tags, webhooks and tokens, and who may go where.

The tables are tried by matrix.py.
"""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from articles.admin.tokens import revoke
from articles.models import (
    Autosave,
    Edition,
    Event,
    Image,
    Organization,
    Person,
    Post,
    Section,
    Tag,
    Token,
    Webhook,
)
from articles.publishing import publish
from articles.webhooks import make_secret
from tests import factories
from tests.admin.matrix import COMMON, ROLES, again, cells, compare_with, took
from tests.admin.pages import change_url, person_data, post_data, token_data, url
from tests.admin.test_entities import event_data, organization_data

pytestmark = pytest.mark.django_db

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

# w works, x expired, r revoked
TOKENS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       .         .       *      *
edit                  .         .       .         .       wx     wx
revoke                .         .       .         .       wx     wx
revoke from the list  .         .       .         .       wx     wx
delete                .         .       .         .       .      .
delete from the list  .         .       .         .       .      .
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
list tokens               .         .       .         .       +      +
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
give a token              .         .       .         .       +      +
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


# Whom the feed knows


def edits_token(client, token):
    data = token_data(token, name="Иначе")
    return took(client.post(change_url(token), data)) and again(token).name == "Иначе"


def revokes_token(client, token):
    before = again(token).revoked_at
    client.post(change_url(token), token_data(token) | {"_revoke": "1"})
    return again(token).revoked_at != before


def revokes_token_from_list(client, token):
    before = again(token).revoked_at
    data = {"action": "revoke_chosen", "_selected_action": [token.pk]}
    client.post(url(Token, "changelist"), data)
    return again(token).revoked_at != before


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_tokens(client_of, editor, role):
    made = {letter: factories.make_token(editor)[0] for letter in "wxr"}
    Token.objects.filter(pk=made["x"].pk).update(expires_at=timezone.now())
    revoke(made["r"])
    actions = {
        "edit": edits_token,
        "revoke": revokes_token,
        "revoke from the list": revokes_token_from_list,
    }
    compare_with(cells(TOKENS, role), COMMON | actions, client_of(role), made)


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


def gives_token(client, _thing):
    response = client.post(url(Token, "add"), token_data())
    return response.status_code == 200 and Token.objects.exists()


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
    "list tokens": gets("articles_token_changelist"),
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
    "give a token": gives_token,
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

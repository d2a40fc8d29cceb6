"""Who may go where on the desk, and make what, as a table that matrix.py tries."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

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
from tests import factories
from tests.admin.matrix import ROLES, cells, compare_with, took
from tests.admin.pages import WEBHOOK, person_data, post_data, token_data, url
from tests.admin.test_entities import event_data, organization_data

pytestmark = pytest.mark.django_db

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

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from articles.models import (
    Edition,
    Event,
    Image,
    Organization,
    Page,
    Person,
    Post,
    Section,
    Tag,
)
from articles.publishing import publish
from tests import factories
from tests.admin.pages import change_url, person_data, post_data, url
from tests.conftest import as_user

pytestmark = pytest.mark.django_db
MODELS = [Post, Edition, Person, Organization, Event, Image, Section, Tag, Page]
LOOK, WRITE = {"list", "change"}, {"list", "add", "change", "save"}
ALL = WRITE | {"delete"}
MATRIX = {
    "reporter": {
        **dict.fromkeys([Post, Person, Organization, Event, Image], WRITE),
        Edition: LOOK,
        Section: LOOK,
        Page: LOOK,
        Tag: LOOK | {"add"},
    },
    "editor": {
        **dict.fromkeys([Post, Person, Organization, Event, Image, Tag], ALL),
        Edition: LOOK,
        Section: LOOK,
        Page: LOOK,
    },
    "chief": {**dict.fromkeys(MODELS, ALL), Edition: LOOK},
    "administrator": {**dict.fromkeys(MODELS, ALL), Edition: LOOK},
}


@pytest.fixture
def client_of(request):
    def find(role):
        return as_user(request.getfixturevalue(role))

    return find


def make(model, editor):
    if model is Edition:
        return publish(factories.make_post(), by=editor)
    hidden = {"is_published": False} if hasattr(model, "is_published") else {}
    return getattr(factories, f"make_{model._meta.model_name}")(**hidden)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("role", MATRIX)
def test_matrix_of_pages(client_of, editor, role, model):
    client, record = client_of(role), make(model, editor)
    may = MATRIX[role][model]

    assert (client.get(url(model, "changelist")).status_code == 200) == ("list" in may)
    assert (client.get(url(model, "add")).status_code == 200) == ("add" in may)
    assert (client.get(change_url(record)).status_code == 200) == ("change" in may)
    assert (client.post(change_url(record), {}).status_code != 403) == ("save" in may)
    deletion = url(model, "delete", record.pk)
    assert (client.get(deletion).status_code == 200) == ("delete" in may)
    client.post(deletion, {"post": "yes"})
    assert model.objects.filter(pk=record.pk).exists() == ("delete" not in may)


@pytest.mark.parametrize("model", ["user", "group"])
@pytest.mark.parametrize("role", MATRIX)
def test_accounts_are_for_administrators_alone(client_of, role, model):
    response = client_of(role).get(reverse(f"admin:auth_{model}_changelist"))
    assert response.status_code == (200 if role == "administrator" else 403)


@pytest.mark.parametrize("button", ["_publish", "_schedule", "_correct", "_approve", "_return"])
def test_forged_button_of_a_reporter_publishes_and_saves_nothing(reporter_client, button):
    post = factories.make_post()
    data = post_data(
        post, button, headline="Подлог", publish_at_0="01.01.2099", publish_at_1="07:00"
    )
    assert reporter_client.post(change_url(post), data).status_code == 403
    assert reporter_client.post(url(Post, "add"), data).status_code == 403
    assert list(Post.objects.values_list("headline", flat=True)) == [post.headline]
    assert not Edition.objects.exists()


@pytest.mark.parametrize("verb", ["get", "post"])
def test_unpublish_page_is_closed_to_a_reporter(reporter_client, editor, verb):
    post = factories.make_post()
    publish(post, by=editor)
    response = getattr(reporter_client, verb)(url(Post, "unpublish", post.pk), {"reason": "x"})
    assert response.status_code == 403
    assert Edition.objects.live().exists()


def test_unpublish_page_is_closed_to_strangers(client, editor):
    post = factories.make_post()
    publish(post, by=editor)
    response = client.post(url(Post, "unpublish", post.pk), {"reason": "x"})
    assert response.status_code == 302
    assert Edition.objects.live().exists()


def test_view_permission_alone_opens_a_post_without_buttons(editor):
    post = factories.make_post()
    editor.groups.clear()
    viewers = Group.objects.create(name="viewers")
    permissions = Group.objects.get(name="reporter").permissions
    viewers.permissions.set(permissions.filter(codename__startswith="view_"))
    editor.groups.add(viewers)
    page = as_user(editor).get(change_url(post))
    assert page.status_code == 200
    assert b'name="_' not in page.content
    assert as_user(editor).post(change_url(post), post_data(post)).status_code == 403


@pytest.mark.parametrize("make", [factories.make_person, factories.make_organization])
@pytest.mark.parametrize("action", ["show_to_readers", "hide_from_readers", "delete_selected"])
def test_forged_action_of_a_reporter_does_nothing(reporter_client, make, action):
    hidden, shown = make(is_published=False), make()
    data = {"action": action, "_selected_action": [hidden.pk, shown.pk], "post": "yes"}
    reporter_client.post(url(type(hidden), "changelist"), data)
    assert set(type(hidden).objects.values_list("pk", "is_published")) == {
        (hidden.pk, False),
        (shown.pk, True),
    }


def test_action_shows_and_hides_entities(editor_client):
    one, two = factories.make_person(is_published=False), factories.make_person(is_published=False)
    data = {"_selected_action": [one.pk, two.pk]}
    changelist = url(Person, "changelist")
    before = Person.objects.get(pk=one.pk).updated_at
    editor_client.post(changelist, data | {"action": "show_to_readers"})
    assert Person.objects.published().count() == 2
    assert Person.objects.get(pk=one.pk).updated_at > before
    editor_client.post(changelist, data | {"action": "hide_from_readers"})
    assert not Person.objects.published().exists()


@pytest.mark.parametrize(("role", "published"), [("reporter", False), ("editor", True)])
def test_new_entity_is_published_by_those_who_may(client_of, role, published):
    client = client_of(role)
    form = client.get(url(Person, "add")).context["adminform"].form
    assert form.initial.get("is_published", False) is published
    data = person_data(is_published="on")
    assert client.post(url(Person, "add"), data).status_code == 302
    assert Person.objects.get().is_published is published


def test_published_entity_is_closed_to_a_reporter(reporter_client):
    person = factories.make_person()
    assert reporter_client.get(change_url(person)).status_code == 200
    response = reporter_client.post(change_url(person), person_data(person, name="Подлог"))
    assert response.status_code == 403
    person.refresh_from_db()
    assert person.name != "Подлог"


def test_hidden_entity_stays_hidden_in_the_hands_of_a_reporter(reporter_client):
    person = factories.make_person(is_published=False)
    data = person_data(person, name="Новое имя", is_published="on")
    assert reporter_client.post(change_url(person), data).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_published) == ("Новое имя", False)


def test_reporter_may_change_any_working_copy_but_not_what_readers_see(reporter_client, editor):
    post = factories.make_post(headline="Было")
    publish(post, by=editor)
    data = post_data(post, headline="Стало")
    assert reporter_client.post(change_url(post), data).status_code == 302
    assert Edition.objects.live().get().headline == "Было"
    assert Post.objects.with_state().get().state == "changed"


@pytest.mark.parametrize("use", ["edition", "portrait", "logo"])
def test_image_that_readers_see_is_closed_to_a_reporter(
    reporter_client, editor_client, editor, use
):
    image = factories.make_image()
    if use == "edition":
        publish(factories.make_post(lead_image=image), by=editor)
    elif use == "portrait":
        factories.make_person(photo=image)
    else:
        factories.make_organization(logo=image)
    data = {"alt_text": "Иначе", "credit": "Редакция", "_save": "1"}
    assert reporter_client.post(change_url(image), data).status_code == 403
    assert editor_client.post(change_url(image), data).status_code == 302


def test_image_of_a_draft_is_open_to_a_reporter(reporter_client):
    image = factories.make_image()
    factories.make_post(lead_image=image)
    data = {"alt_text": "Иначе", "credit": "Редакция", "_save": "1"}
    assert reporter_client.post(change_url(image), data).status_code == 302

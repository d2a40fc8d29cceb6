"""What no person would type, and what some will send all the same: never a 500."""

import pytest
from django.urls import reverse

from articles.models import (
    Edition,
    Event,
    Image,
    Organization,
    Person,
    Post,
    Section,
    Tag,
)
from tests import factories
from tests.admin.pages import errors, no_rows, post_data, url

pytestmark = pytest.mark.django_db
MODELS = [Post, Edition, Person, Organization, Event, Image, Section, Tag]
TOO_LARGE = "99999999999999999999"


@pytest.mark.parametrize("pk", ["0", TOO_LARGE, "-1", "abc", "%00", "1%0a"])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_address_of_nothing_leads_home(editor_client, pk, page):
    response = editor_client.get(f"/admin/articles/post/{pk}/{page}/")
    assert response.status_code in (302, 404)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "query",
    [
        "o=99.-1.x",
        "o=" + TOO_LARGE,
        "p=" + TOO_LARGE,
        "p=x",
        "e=1",
        "e=1&nothing=1",
        "nothing=1",
        "state=nothing",
        "section__id__exact=" + TOO_LARGE,
        "section__id__exact=x",
        "id__in=" + TOO_LARGE,
        "id__in=x",
        "is_published__exact=x",
        "created_at__year=99999",
        "created_at__year=x&created_at__month=99",
        "start_date__year=99999",
        "live_from__year=10000",
        "created_at__gte=10000-01-01",
        "q=%00",
        "q=%FF%FE",
        "headline__contains=%00",
        "headline__regex=(",
        "all=x&_popup=1&_to_field=slug",
        "_to_field=password",
        "_changelist_filters=%00",
    ],
)
def test_list_with_a_bogus_query_answers(chief_client, model, query):
    factories.make_post()
    response = chief_client.get(f"{url(model, 'changelist')}?{query}")
    assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "query",
    [
        "term=%00",
        "term=x&page=x",
        "term=x&page=" + TOO_LARGE,
        "field_name=nothing",
        "model_name=nothing",
        "app_label=auth&model_name=user&field_name=groups",
        "field_name=headline",
    ],
)
def test_autocomplete_with_a_bogus_query_answers(editor_client, query):
    good = {"app_label": "articles", "model_name": "post", "field_name": "persons"}
    given = dict(part.split("=") for part in query.split("&"))
    where = "&".join(f"{name}={value}" for name, value in (good | given).items())
    response = editor_client.get(f"{reverse('admin:autocomplete')}?{where}")
    assert response.status_code in (200, 400, 403, 404)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "x" * 256),
        ("headline", "a\0b"),
        ("lead", "x" * 1001),
        ("body", "<p>\0</p>"),
        ("slug", "не так"),
        ("slug", "x" * 81),
        ("language", "xx"),
        ("kind", "xx"),
        ("section", "x"),
        ("lead_image", "0"),
        ("tags", ["x"]),
        ("persons", ["0"]),
        ("related_posts", ["-1"]),
        ("age_mark", "7"),
        ("age_mark", TOO_LARGE),
        ("source_url", "javascript:alert(1)"),
        ("embargo_until_0", "01.01.10000"),
        ("embargo_until_0", "0001-01-01"),
        ("embargo_until_0", "31.02.2026"),
        ("publish_at_0", "9999-12-31"),
    ],
)
def test_post_with_a_wrong_field_saves_nothing(editor_client, field, value):
    times = {f"{name}_1": "07:00" for name in ("embargo_until", "publish_at") if name in field}
    response = editor_client.post(url(Post, "add"), post_data(**times, **{field: value}))
    assert list(errors(response)) == [field.removesuffix("_0")]
    assert not Post.objects.exists()


@pytest.mark.parametrize("field", ["section", "lead_image", "tags", "persons", "related_posts"])
def test_post_with_a_pk_no_column_holds_saves_nothing(editor_client, field):
    response = editor_client.post(url(Post, "add"), post_data(**{field: [TOO_LARGE]}))
    assert response.status_code in (200, 400)
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("field", "data"),
    [("erid", {"erid": "2VtzqwQ"}), ("source_url", {"source_url": "https://ya.ru/"})],
)
def test_post_that_breaks_a_constraint_is_a_form_error(editor_client, field, data):
    assert list(errors(editor_client.post(url(Post, "add"), post_data(**data)))) == ["__all__"]


@pytest.mark.parametrize(
    "tampered",
    [
        {"bylines-TOTAL_FORMS": ""},
        {"bylines-TOTAL_FORMS": "x"},
        {"bylines-TOTAL_FORMS": TOO_LARGE},
        {"bylines-TOTAL_FORMS": "2", "bylines-INITIAL_FORMS": "2"},
        {"bylines-TOTAL_FORMS": "1", "bylines-INITIAL_FORMS": "1", "bylines-0-id": TOO_LARGE},
        {"bylines-TOTAL_FORMS": "1", "bylines-0-person": "0", "bylines-0-role": "author"},
        {"bylines-TOTAL_FORMS": "1", "bylines-0-person": "x", "bylines-0-position": TOO_LARGE},
    ],
)
@pytest.mark.parametrize("button", ["_save", "_publish", "_preview"])
def test_post_with_tampered_bylines_saves_nothing(editor_client, tampered, button):
    data = post_data(None, button, section=factories.make_section().pk) | tampered
    response = editor_client.post(url(Post, "add"), data)
    assert response.status_code in (200, 400)
    assert not Post.objects.exists()
    assert not Edition.objects.exists()


def test_post_without_its_management_form_saves_nothing(editor_client):
    data = {k: v for k, v in post_data().items() if k not in no_rows("bylines")}
    assert editor_client.post(url(Post, "add"), data).status_code == 200
    assert not Post.objects.exists()


@pytest.mark.parametrize("action", ["delete_selected", "nothing", "show_to_readers", ""])
def test_action_on_a_pk_no_column_holds_answers(editor_client, action):
    data = {"action": action, "_selected_action": [TOO_LARGE, "x"], "post": "yes"}
    for model in (Post, Person):
        response = editor_client.post(url(model, "changelist"), data)
        assert response.status_code in (200, 302, 400)


@pytest.mark.parametrize(
    "body", ["lead=" + "x" * 9_000_000, "persons=1&" * 1100], ids=["too long", "too many fields"]
)
def test_form_that_is_too_large_says_what_to_do(editor_client, body):
    form = "application/x-www-form-urlencoded"
    response = editor_client.generic("POST", url(Post, "add"), body, form)
    assert response.status_code == 413
    assert "ничего не сохранено" in response.content.decode()
    assert not Post.objects.exists()

"""The panel beside a text: who may ask what, and whom a post never names once somebody said so."""

import json
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from articles.admin.posts.decisions import MOST
from articles.lookalikes import keep_names
from articles.models import Autosave, Post, Rejection, Revision, SeenName
from tests.conftest import as_user, make_user
from tests.factories import make_organization, make_person, make_post

from .pages import change_url, errors, filled, post_data, url

pytestmark = pytest.mark.django_db
NAMES = "/admin/articles/post/names/"
WORDS = {"headline": "", "lead": "", "body": "<p>Пришёл Ермек Кошербаев.</p>", "language": "ru"}


@pytest.fixture(autouse=True)
def _without_network(settings):
    settings.NER = False


@pytest.fixture
def person():
    record = make_person(name="Ермек Кошербаев", given_name="Ермек", family_name="Кошербаев")
    keep_names(record)
    return record


def refusal(record, words="Кошербаев", **changes) -> dict:
    return {"kind": record._meta.model_name, "id": record.pk, "words": words} | changes


def carried(*rows) -> str:
    return json.dumps(rows)


def known(client, address=NAMES, **changes) -> list[int]:
    answer = client.post(address, WORDS | changes)
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["known"]]


def test_answer_is_of_words_and_decisions_not_saved_yet(reporter_client, person):
    assert known(reporter_client) == [person.pk]
    assert known(reporter_client, persons=[person.pk]) == []
    assert known(reporter_client, decided=carried(refusal(person))) == []
    assert reporter_client.post(NAMES, WORDS).json()["create"] == [
        "person",
        "organization",
        "event",
    ]
    assert not Post.objects.exists()


@pytest.mark.usefixtures("network")
def test_answer_tells_that_more_may_come(reporter_client, settings):
    settings.NER = True
    assert reporter_client.post(NAMES, WORDS).json()["pending"]
    for empty in ({"body": ""}, {"language": "sah"}):
        assert not reporter_client.post(NAMES, WORDS | empty).json()["pending"]


def test_refusal_is_kept_with_the_post_and_can_be_taken_back(reporter_client, reporter, person):
    refused = carried(refusal(person))
    reporter_client.post(url(Post, "add"), post_data(body=WORDS["body"], decided=refused))
    post = Post.objects.get()
    rejection = Rejection.objects.get()
    assert (rejection.post, rejection.kind, rejection.record) == (post, "person", person.pk)
    assert rejection.by == reporter
    seen = SeenName.objects.get()
    assert (seen.text, seen.language, seen.rejected) == ("Кошербаев", "ru", 1)
    address = url(Post, "names", post.pk)
    assert known(reporter_client, address) == []
    back = carried(refusal(person, back=True))
    assert known(reporter_client, address, decided=back) == [person.pk]
    assert Rejection.objects.exists()  # until the post is saved
    reporter_client.post(change_url(post), post_data(post, decided=back))
    assert not Rejection.objects.exists()
    assert known(reporter_client, address) == [person.pk]
    seen.refresh_from_db()
    assert seen.rejected == 0


def test_refusal_taken_back_weighs_in_no_other_post(reporter_client, person):
    post, other = make_post(), make_post()
    refused = carried(refusal(person, "Ермек Кошербаев"))
    for each in (post, other):
        reporter_client.post(change_url(each), post_data(each, decided=refused))
    assert known(reporter_client) == []  # it is but suggested
    back = carried(refusal(person, back=True))
    reporter_client.post(change_url(post), post_data(post, decided=back))
    assert known(reporter_client) == []
    reporter_client.post(change_url(other), post_data(other, persons=[person.pk]))
    assert known(reporter_client) == [person.pk]


def test_refusal_of_a_merged_record_can_be_taken_back(reporter_client, person):
    post, merged = make_post(), make_person(is_published=False, merged_into=person)
    post.rejections.create(kind="person", record=merged.pk, by=make_user("other"))
    address = url(Post, "names", post.pk)
    assert known(reporter_client, address) == []
    for record in (merged, person):  # pressed before the merge, or after
        back = carried(refusal(record, back=True))
        assert known(reporter_client, address, decided=back) == [person.pk]
    reporter_client.post(change_url(post), post_data(post, decided=back))
    assert not Rejection.objects.exists()


def test_decisions_on_a_record_merged_meanwhile_are_on_the_other(reporter_client, person):
    merged = make_person(is_published=False, merged_into=person)
    post = make_post()
    reporter_client.post(change_url(post), post_data(post, decided=carried(refusal(merged))))
    assert [row.record for row in Rejection.objects.all()] == [person.pk]
    seen = SeenName.objects.get()
    assert (seen.record, seen.confirmed, seen.rejected) == (person.pk, 0, 1)
    back = carried(refusal(merged, back=True))
    reporter_client.post(change_url(post), post_data(post, decided=back))
    assert not Rejection.objects.exists()
    said = carried(refusal(merged, **{"is": True}))
    reporter_client.post(url(Post, "add"), post_data(persons=[person.pk], decided=said))
    seen.refresh_from_db()
    assert (seen.confirmed, seen.rejected) == (1, 0)


def test_form_shows_nothing_of_what_is_kept(reporter_client, person):
    post = make_post()
    reporter_client.post(change_url(post), post_data(post, decided=carried(refusal(person))))
    assert filled(reporter_client.get(change_url(post)))["decided"] == [""]
    # So that somebody else's save leaves it alone.
    reporter_client.post(change_url(post), post_data(post, headline="Иначе"))
    assert Rejection.objects.count() == 1


def test_refusal_stays_in_a_form_that_is_refused(reporter_client, person):
    refused = carried(refusal(person))
    data = post_data(decided=refused, source_url="нет")
    answer = reporter_client.post(url(Post, "add"), data)
    assert errors(answer)
    assert filled(answer)["decided"] == [refused]
    assert not Rejection.objects.exists()


def test_refusal_is_in_the_autosave(reporter_client, person):
    refused = carried(refusal(person))
    reporter_client.post(url(Post, "autosave"), post_data(decided=refused))
    assert Autosave.objects.exists()
    answer = reporter_client.post(url(Post, "add"), {"_unsaved": "1"})
    assert filled(answer)["decided"] == [refused]


def test_preview_keeps_no_refusal(editor_client, person):
    post = make_post()
    data = post_data(post, button="_preview", decided=carried(refusal(person)))
    assert editor_client.post(change_url(post), data).status_code == 200
    assert not Rejection.objects.exists()


def test_whom_the_fields_name_nobody_refuses(reporter_client, person):
    post = make_post()
    refused = carried(refusal(person))
    reporter_client.post(change_url(post), post_data(post, decided=refused))
    assert Rejection.objects.exists()
    reporter_client.post(change_url(post), post_data(post, persons=[person.pk]))
    assert not Rejection.objects.exists()


def test_saving_again_refuses_once(reporter_client, person):
    post = make_post()
    for _time in range(2):
        reporter_client.post(change_url(post), post_data(post, decided=carried(refusal(person))))
    assert Rejection.objects.count() == 1
    assert SeenName.objects.get().rejected == 1


def test_words_said_to_mean_a_record_are_known_next_time(reporter_client):
    museum = make_organization(name="Музей мерзлоты")
    body = "<p>Сегодня открыта Мерзлотка.</p>"
    said = carried(refusal(museum, "Мерзлотка", **{"is": True}))
    assert known(reporter_client, body=body) == []
    data = post_data(body=body, decided=said)
    reporter_client.post(url(Post, "add"), data)
    assert not SeenName.objects.exists()  # the post does not name it
    reporter_client.post(url(Post, "add"), data | {"organizations": [museum.pk]})
    assert SeenName.objects.get().confirmed == 1
    assert known(reporter_client, body=body) == [museum.pk]


@pytest.mark.parametrize(
    "rows",
    [
        *("", "{", "[]", "null", "7", '"x"', "[" * 100_000, "[[]]", "[null]", "[7]", "{}"),
        carried({"kind": "user", "id": 1, "words": "x"}),
        carried({"kind": ["person"], "id": 1, "words": "x"}),
        carried({"kind": "person", "id": "1", "words": "x"}),
        carried({"kind": "person", "id": True, "words": "x"}),
        carried({"kind": "person", "id": -1, "words": "x"}),
        carried({"kind": "person", "id": 10**30, "words": "x"}),
        carried({"kind": "person", "id": 1.5, "words": "x"}),
        carried({"kind": "person", "id": 987654, "words": "x"}),
        carried({"kind": "event", "id": 1, "words": None}),
        carried({"kind": "person", "id": 1}),
        '[{"kind": "person", "id": 987654, "words": "\\ud800\\u0000"}]',
        '[{"kind": "person", "id": ' + "9" * 5000 + ', "words": "x"}]',
        '[{"kind": "person", "id": NaN, "words": "x"}]',
        "\x00",
        carried(*[{"name": "x"}] * 5000),
    ],
    ids=lambda rows: rows[:40],
)
def test_hostile_refusals_are_nothing(reporter_client, person, rows):
    post = make_post()
    answer = reporter_client.post(change_url(post), post_data(post, decided=rows))
    assert answer.status_code == 302
    assert not Rejection.objects.exists()
    assert known(reporter_client, decided=rows) == [person.pk]


def test_decision_counts_behind_any_number_of_others(reporter_client, person):
    names = [{"name": f"Имя {number}"} for number in range(MOST)]
    assert known(reporter_client, decided=carried(*names, refusal(person))) == []
    others = [refusal(person, id=987_000 + number) for number in range(MOST)]
    assert known(reporter_client, decided=carried(*others, refusal(person))) == []
    assert known(reporter_client, decided=carried(refusal(person), *others)) == [person.pk]


@pytest.mark.parametrize("words", ["", "\x00\ud800", "я" * 5000, "<b>", "\u202e"])
def test_any_words_are_refused(reporter_client, person, words):
    post = make_post()
    refused = carried(refusal(person, words))
    assert (
        reporter_client.post(change_url(post), post_data(post, decided=refused)).status_code == 302
    )
    assert Rejection.objects.count() == 1


def test_save_without_decisions_logs_none(reporter_client, person):
    post = make_post()
    page = f"/admin/articles/post/{post.pk}/change/"
    reporter_client.post(page, post_data(post))
    assert Revision.objects.filter(post=post).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"language": "xx"},
        {"language": ""},
        {"persons": ["x"]},
        {"persons": ["-1"]},
        {"events": ["9" * 30]},
        {"organizations": ["1"] * 301},
        {"body": "я" * 200_001},
        {"body": "<blockquote>" * 100 + "я"},
        {"headline": "я" * 256},
        {"lead": "я" * 1001},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_what_no_form_sends_is_refused(reporter_client, changes):
    answer = reporter_client.post(NAMES, WORDS | changes)
    assert answer.status_code == 400
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "changes",
    [
        {"body": ""},
        {"body": "\x00\ud800<script>x</script><p onclick=x>Пришёл"},
        {"body": "<p>" + "Ермек Кошербаев " * 8000},
        {"body": "<p>" + "Я" * 190_000},
        {"headline": "\x00 \u200b\u00ad ~\ufeff", "lead": "\n\n"},
        *({"language": language} for language in ("sah", "kk", "en")),
    ],
    ids=lambda changes: ascii(changes)[:40],
)
def test_any_text_is_answered(reporter_client, person, changes):
    body = urlencode(WORDS | changes, errors="surrogatepass")
    answer = reporter_client.post(NAMES, body, "application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_too_much_is_told_so(reporter_client):
    answer = reporter_client.post(NAMES, WORDS | {"body": "я" * 9_000_000})
    assert answer.status_code == 413


def test_who_writes_no_posts_asks_nothing(client):
    assert client.post(NAMES, WORDS).status_code == 302  # to the log-in
    user = make_user("somebody")
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_post", "view_person"]))
    post = make_post()
    for address in (NAMES, url(Post, "names", post.pk)):
        assert as_user(user).post(address, WORDS).status_code == 403
    page = as_user(user).get(change_url(post)).content.decode()
    assert "names_panel" not in page.replace("names_panel.css", "")


def test_answer_is_of_what_the_user_may_see_and_make(person):
    user = make_user("somebody")
    names = ["add_post", "view_organization", "add_event"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    keep_names(make_organization(name="Музей мерзлоты"))
    body = "<p>Ермек Кошербаев открыл Музей мерзлоты.</p>"
    answer = as_user(user).post(NAMES, WORDS | {"body": body}).json()
    assert [row["name"] for row in answer["known"]] == ["Музей мерзлоты"]
    assert answer["create"] == ["event"]


def test_request_without_its_token_of_another_method_or_of_no_post_is_refused(reporter):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert client.post(NAMES, WORDS).status_code == 403
    client = as_user(reporter)
    answer = client.get(NAMES)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert client.post("/admin/articles/post/987654/names/", WORDS).status_code == 404
    assert client.post("/admin/articles/post/x/names/", WORDS).status_code == 404


def test_page_has_its_panel_and_fields(reporter_client):
    page = reporter_client.get(url(Post, "add")).content.decode()
    assert f'data-url="{NAMES}"' in page
    assert page.index('id="names"') < page.index('id="id_persons"')
    assert "decided" in filled(reporter_client.get(url(Post, "add")))


def test_queries_are_few_and_the_same(reporter_client, django_assert_max_num_queries):
    def count(names):
        body = "".join(f"<p>Пришёл {name}.</p>" for name in names)
        with django_assert_max_num_queries(12) as queries:
            answer = reporter_client.post(NAMES, WORDS | {"body": f"{body}<p>Ушла Анна Попова."})
        assert len(answer.json()["known"]) == len(names)
        return len(queries)

    families = [f"{first}о{second}баев" for first in "БВГД" for second in "клмнпрст"]
    names = [f"Ермек {family}" for family in families]
    for name, family in zip(names, families, strict=True):
        keep_names(make_person(name=name, given_name="Ермек", family_name=family))
    assert count(names[:1]) == count(names)


def test_answer_says_that_the_worker_is_awaited(reporter_client, network):
    words = WORDS | {"body": "<p>На сцене стояли Оголдай Хандагар и хор.</p>"}
    answer = reporter_client.post(NAMES, words).json()
    assert answer["pending"]
    assert answer["new"] == []

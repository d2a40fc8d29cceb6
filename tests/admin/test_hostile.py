"""Every address of the desk against what no person would send: an answer, never a crash.

The addresses are taken from the resolver, so that a new one is under guard by default. Whatever
is refused has saved nothing.
"""

import re
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from articles.publishing import publish
from tests import factories
from tests.admin.pages import filled
from tests.conftest import as_user

pytestmark = pytest.mark.django_db
TOO_LARGE = "99999999999999999999"
VALUES = {
    "control characters": "а\x01\x0b\x1b\x7f\x85\u202e\ufeff\uffff",
    "nul": "\x00",
    "long": "я" * 100_000,
    "number below": "-1",
    "number beyond": TOO_LARGE,
    "digits of another script": "٣",
    "no number": "1e309",
    "date before": "01.01.0001",
    "date beyond": "31.12.9999",
    "no date": "0000-00-00",
    "markup": "<svg/onload=alert(1)>{{ x }}{% load x %}%s%d{0}",
    "path": "../../etc/passwd",
}
POST_AS = "app_label=articles&model_name=post"
QUERIES = [
    "q=%00&p=-1&all=1&e=%00&_popup=%00&_to_field=%00&_changelist_filters=%25",
    "q=" + "+".join(["аб"] * 1500),
    "q=" + "x" * 60_000,
    "&".join(f"a{n}=1" for n in range(2000)),
    f"o={'.'.join(['1', '-2'] * 500)}",
    f"id__in={','.join(map(str, range(3000)))}",
    f"old=%00&new=save-{TOO_LARGE}&revision=%00&window=%00&width=-1&at=9999-99-99",
    "next=//evil.example/%00&language=%00",
    f"{POST_AS}&field_name=persons&term={'+'.join(['а'] * 1500)}",
    f"{POST_AS}&field_name=assignee&term={'+'.join(['а'] * 1500)}",
    f"{POST_AS}&field_name=assignee&term=%00&page={TOO_LARGE}",
    f"section=x&assignee=%00&lead_image=-&persons=1,x&tags={TOO_LARGE}&headline=%ED%A0%80",
    f"section={TOO_LARGE}&parent={TOO_LARGE}&credit_person={TOO_LARGE}&photo={TOO_LARGE}",
]
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="headline"'
BODIES = {
    "json": ("application/json", b'{"headline": "\\ud800"}'),
    "not utf-8": (FORM, b"headline=%FF%FE&body=%C3&persons=%ED%A0%80&\xff=\xfe"),
    "no such charset": (f"{FORM}; charset=nothing", b"headline=x"),
    "no boundary": ("multipart/form-data", b"headline=x"),
    "cut short": (PARTS, PART + b"\r\n\r\nx"),
    "file for a text": (PARTS, PART + b'; filename="a/../\x00b"\r\n\r\nx\r\n--b--\r\n'),
    "bad base64": (
        PARTS,
        PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n--b--\r\n",
    ),
    "ten megabytes": (FORM, b"headline=" + b"x" * 10_000_000),
    "ten thousand records": (FORM, b"persons=1&" * 10_000),
}
METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "NONSENSE"]


def patterns(found, prefix: str = ""):
    for pattern in found:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from patterns(pattern.url_patterns, route)


def routes() -> list[str]:
    """Return the routes of the desk as they are written, such as admin/articles/tag/add/."""
    top = [found for found in get_resolver().url_patterns if str(found.pattern) == "admin/"]
    return sorted(set(patterns(top)))


def fill(route: str, pks: dict[str, int]) -> str:
    """Return an address of that route that leads to a record, if it names one."""
    if route.endswith("(?P<url>.*)$"):
        return "/admin/articles/nothing"
    route = re.sub(r"\^\(\?P<app_label>.*\)/\$", "articles/", route)
    kind = re.match(r"admin/\w+/(\w+)/", route)
    pk = str(pks.get(kind[1], 1)) if kind else "1"
    return "/" + re.sub(r"<(?:\w+:)?(?:object_id|content_type_id|id)>", pk, route)


@pytest.fixture
def pks(administrator):
    """Return the key of a record of each kind."""
    post = factories.make_post(
        tags=[factories.make_tag()],
        persons=[factories.make_person()],
        organizations=[factories.make_organization()],
        events=[factories.make_event()],
        lead_image=factories.make_image(),
    )
    publish(post, by=administrator)
    return {
        model._meta.model_name: model.objects.order_by("pk").values_list("pk", flat=True)[0]
        for model in admin.site._registry
        if model.objects.exists()
    }


def tables() -> dict[str, int]:
    """Return how many rows each table of ours holds."""
    names = set(connection.introspection.django_table_names()) - {"django_session"}
    with connection.cursor() as cursor:
        counts = (f"SELECT '{name}', COUNT(*) FROM \"{name}\"" for name in names)  # noqa: S608
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


class Watched:
    """Somebody's requests, each undone: what crashed, and what was refused but wrote."""

    def __init__(self, user) -> None:
        self.client, self.before, self.wrong = as_user(user), tables(), []

    def send(self, what: str, method: str, address: str, body=b"", content_type: str = FORM):
        told = f"{method} {address[:90]} {what}"
        with transaction.atomic():
            try:
                response = self.client.generic(method, address, body, content_type)
            except Exception as error:  # noqa: BLE001  (that is what we look for)
                self.wrong.append(f"{told}: {type(error).__name__}: {error}"[:400])
            else:
                self._look(told, method, response)
            transaction.set_rollback(True)

    def fill(self, what: str, address: str, data: dict) -> None:
        self.send(what, "POST", address, urlencode(data, doseq=True))

    def _look(self, told: str, method: str, response) -> None:
        if response.status_code >= 500:
            self.wrong.append(f"{told}: {response.status_code}")
        # A form answers with itself when it refuses, an address for scripts with what it did.
        has_done = response["Content-Type"] == "application/json" and response.status_code < 300
        if method != "POST" or response.status_code in (204, 302) or has_done:
            return
        try:
            if tables() != self.before:
                self.wrong.append(f"{told}: refused, but wrote")
        except DatabaseError:
            pass  # PostgreSQL has given up the transaction, with all that was written


def form_of(client, address: str) -> dict:
    page = client.get(address)
    is_page = page.status_code == 200 and page["Content-Type"].startswith("text/html")
    return filled(page) if is_page else {}


@pytest.mark.parametrize("route", routes())
def test_address_answers_whatever_is_sent(administrator, pks, route):
    watched, address = Watched(administrator), fill(route, pks)
    form = form_of(watched.client, address)
    for query in QUERIES:
        watched.send("", "GET", f"{address}?{query}")
    for method in METHODS:
        watched.send("", method, address)
    for what, (content_type, body) in BODIES.items():
        watched.send(what, "POST", address, body, content_type)
    values = [*VALUES.values()]
    for turn in range(0, len(values), 3):
        wrong = {field: values[(turn + at) % len(values)] for at, field in enumerate(form)}
        watched.fill(f"turn {turn}", address, wrong)
    assert watched.wrong == []


@pytest.mark.parametrize("route", [route for route in routes() if "_id>" in route])
def test_address_of_no_record_answers(administrator, pks, route):
    watched = Watched(administrator)
    for pk in ["0", "-1", "%00", "x", "%D9%A3", TOO_LARGE, "1/2", "_5F", "я" * 300]:
        address = "/" + re.sub(r"<\w+:\w+>", pk, route)
        watched.send("", "GET", address)
        watched.fill("", address, {"headline": "x", "post": "yes", "_save": "1"})
    assert watched.wrong == []


@pytest.mark.parametrize(("button", "what"), [("_save", "nul"), ("_publish", "number beyond")])
def test_each_field_of_the_post_form_takes_or_refuses_anything(editor, pks, button, what):
    watched = Watched(editor)
    address = f"/admin/articles/post/{pks['post']}/change/"
    form = form_of(watched.client, address) | {button: "1"}
    assert len(form) > 20
    for field in form:
        watched.fill(f"{what} in {field}", address, form | {field: VALUES[what]})
    assert watched.wrong == []


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=\x00; csrftoken=%00; django_language=../../x"},
        {"cookie": "messages=[[]]; sessionid=" + "x" * 5000},
        {"accept-language": "x" * 5000},
        {"accept-language": "ru;q=9,*;q=x,\x00"},
        {"referer": "http://[::1", "origin": "null"},
        {"x-forwarded-for": "\x00", "x-forwarded-proto": "x"},
        {"content-length": "x"},
    ],
    ids=str,
)
def test_log_in_page_answers_whatever_the_headers(headers):
    for method in ("get", "post"):
        response = getattr(Client(), method)("/admin/login/", {}, headers=headers)
        assert response.status_code < 500

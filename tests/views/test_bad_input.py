"""Whatever stands in an address, a query or a header: never a 500, nothing repeated as markup."""

import re
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from articles.publishing import publish
from tests.factories import make_event, make_organization, make_person, make_post
from tests.test_walls import reader_patterns

pytestmark = pytest.mark.django_db

MARK = "<x-mark>"
HOSTILE = {
    "markup": f"\"'>{MARK}",
    "template": f"{{{{ 7*7 }}}}{MARK}",
    "script": f"javascript:alert(1)//{MARK}",
    "nul": f"a\x00{MARK}",
    "header": f"a\r\nX-Evil: 1{MARK}",
    "path": f"../../{MARK}",
    "backslash": f"\\..\\{MARK}",
    "host": f"//evil.example/{MARK}",
    "quotes": f'"a OR NEAR({MARK}',
    "operators": f"-* AND NOT {MARK}",
    "zero": "0",
    "minus": "-1",
    "64 bits": str(2**63),
    "many digits": "9" * 4000,
    "exponent": "1e3",
    "full width": "１",
    "arabic": "٢٠٢٦",
    "long": "a" * 5000,
    "first year": "0001-01-01",
    "last year": "9999-12-31",
    "no day": "2026-02-30",
    "surrogate": "\ud800",
    "other way": "\u202e\u2028",
    "empty": "",
    "dot": ".",
}
RAW = ["%", "%zz", "%FF", "%ED%A0%80", "%2e%2e%2f", "%252e", "&&==", "a=1;b=2", "?", "[]=1"]
PARAMETERS = {
    "/": ["after", "unknown"],
    "/search/": [
        *("after", "q", "section", "from", "until", "person", "organization", "event", "sort")
    ],
    "/sah/search/": ["q"],
    "/persons/": ["after", "letter"],
    "/organizations/": ["after", "letter", "kind"],
    "/events/": ["after", "when", "place", "organizer"],
    "/events/2026/11/": ["place", "organizer"],
    "/events/calendar.ics": ["organizer", "unknown"],
    "{post}": ["unknown"],
    "{post}editions/": ["unknown"],
    "{person}": ["after", "about", "year"],
    "{organization}": ["after", "about", "year"],
    "{event}": ["after", "about", "year", "when"],
}
PAGE = re.compile(r'class="(wrap notice|colophon)"')
HEADERS = [
    *("accept", "accept-language", "accept-encoding", "cookie", "if-none-match", "range"),
    *("if-modified-since", "referer", "x-forwarded-host", "x-forwarded-proto", "user-agent"),
]


def coded(value: str) -> str:
    return quote(value.encode(errors="surrogatepass"), safe="")


@pytest.fixture
def ask(reader):
    """Return a function that asks for an address, and says what the answer does wrong."""

    def ask(address: str, **more) -> list[str]:
        response = reader.get(address, **more)
        status, kind = response.status_code, response.headers.get("Content-Type", "")
        body = b"".join(response) if response.streaming else response.content
        page = body.decode() if "html" in kind else ""
        faults = {
            f"{status}": status not in {200, 301, 302, 304, 400, 404},
            "repeats markup": MARK in page,
            "is not in the design": status >= 400 and page and not PAGE.search(page),
            "leads elsewhere": re.match(r"https?:|//|/\\", response.headers.get("Location", "/")),
            "lets headers in": "X-Evil" in response.headers,
            "sets a cookie": response.cookies,
        }
        return [f"{address[:200]}: {fault}" for fault, is_so in faults.items() if is_so]

    return ask


@pytest.fixture
def addresses(editor) -> dict[str, str]:
    """Return the pages of a post and of the records it names."""
    made = {"person": make_person(), "organization": make_organization(), "event": make_event()}
    post = make_post(**{f"{kind}s": [record] for kind, record in made.items()})
    pages = {kind: record.get_absolute_url() for kind, record in made.items()}
    return pages | {"post": publish(post, by=editor).card["path"]}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_path(ask, value):
    converter = re.compile(r"<(\w+:)?\w+>|\(\?P<\w+>[^)]*\)")
    routes = [route for route in reader_patterns(get_resolver()) if converter.search(route)]
    assert len(routes) > 20
    faults = []
    for route in routes:
        # The feed of programs answers without a page and has tests of its own.
        if not route.startswith("api/"):
            filled = converter.sub(lambda _match: coded(value), route)
            faults += ask("/" + filled.replace("\\.", ".").replace("\\Z", ""))
    assert faults == []


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_query(ask, addresses, value):
    faults = ask(f"/?{coded(value)}=1")
    for page, names in PARAMETERS.items():
        for name in names:
            faults += ask(f"{page.format(**addresses)}?{name}={coded(value)}")
    assert faults == []


@pytest.mark.parametrize("prefix", ["/", "/sah/", "/xx/", "/search/", "/posts/", "/media/"])
def test_malformed_address(ask, prefix):
    assert [fault for raw in RAW for fault in ask(f"{prefix}{raw}")] == []
    assert [fault for raw in RAW for fault in ask(f"/search/?q={raw}&{raw}")] == []


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_hostile_header(ask, addresses, value):
    # A server lets neither line breaks nor NUL through.
    value = re.sub(r"[\r\n\x00]", "", value).encode(errors="surrogatepass").decode("latin-1")
    pages = ["/", "/feeds/posts.rss", addresses["post"]]
    assert [
        fault for page in pages for name in HEADERS for fault in ask(page, headers={name: value})
    ] == []


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "a@localhost", MARK, "x" * 300])
def test_hostile_host_is_refused_in_the_design(ask, reader, host):
    assert ask("/", headers={"host": host}) == []
    assert reader.get("/", headers={"host": host}).status_code == 400

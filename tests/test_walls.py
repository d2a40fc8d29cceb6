"""The wall between desk and readers: three fences, each shown to catch a planted leak."""

import ast
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve
from django.utils import timezone

from articles.images import keep_social
from articles.models import Edition, Post, Revision
from articles.publishing import publish
from newsroom import urls
from tests.conftest import DESK_TABLE, EDITION_TABLE
from tests.factories import (
    make_event,
    make_image,
    make_organization,
    make_page,
    make_person,
    make_post,
    make_section,
    make_tag,
    make_token,
)

ROOT = Path(__file__).resolve().parent.parent
RUFF = Path(sys.executable).with_name("ruff")

# First fence: imports.


def imports_refused(source: str, filename: str) -> bool:
    command = [RUFF, "check", "--select", "TID251", "--stdin-filename", filename, "-"]
    done = subprocess.run(  # noqa: S603
        command, input=source, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode in {0, 1}, done.stderr
    return "TID251" in done.stdout


LEAKS = [
    "from articles.models import Post",
    "from articles.models.post import Post",
    "from articles.models import post",
    "import articles.publishing",
    "from articles import publishing",
    "from articles.publishing import publish",
    "from articles.publishing.freezing import freeze",
    "from articles.admin import site",
    "from articles.history import record_words",
    "from articles.gate import blockers",
    "from articles.merging import merge",
    "from articles import merging",
    "from articles import rescans",
    "from articles.rescans import accept",
    "from articles.lookalikes import keep_names",
    "from articles.versions import versions",
    "from articles.pages import save_page",
    "from articles import pointers",
    "from articles.marking import name",
    "from articles.watching import unlinked",
    "from articles.translating import translate",
    "from articles.webhooks import rotate",
]

READERS_ROOMS = [
    f"{room}/leak.py" for room in ("views", "api", "feeds", "structured", "templatetags", "images")
]


@pytest.mark.parametrize("source", LEAKS)
@pytest.mark.parametrize("room", READERS_ROOMS)
def test_readers_rooms_cannot_import_the_desk(room, source):
    assert imports_refused(source, f"articles/{room}")


@pytest.mark.parametrize(
    "room", ["admin/post.py", "importing/text.py", "publishing/doors.py", "gate.py"]
)
def test_desk_may_import_the_desk(room):
    assert not imports_refused("from articles.models import Post", f"articles/{room}")


# Second fence: what a reader's request asks the database.


def leak_post(request):
    return HttpResponse(Post.objects.count())


def leak_related(request):
    return HttpResponse(Edition.objects.live().filter(post__stage="draft").count())


def leak_edition(request):
    return HttpResponse(Edition.objects.count())


def leak_revision(request):
    return HttpResponse(Revision.objects.count())


def harmless(request):
    return HttpResponse(Edition.objects.live().count())


class leaky:  # noqa: N801  (a URLconf)
    urlpatterns = [
        path("post/", leak_post),
        path("related/", leak_related),
        path("edition/", leak_edition),
        path("revision/", leak_revision),
        path("harmless/", harmless),
    ]


@pytest.mark.parametrize("address", ["/post/", "/related/", "/edition/", "/revision/"])
def test_reader_client_catches_a_planted_leak(reader, address):
    with override_settings(ROOT_URLCONF=leaky), pytest.raises(AssertionError, match="a reader's"):
        reader.get(address)


def test_reader_client_lets_live_editions_through(reader):
    with override_settings(ROOT_URLCONF=leaky):
        assert reader.get("/harmless/").status_code == 200


# Third fence: every address a reader can open is walked with that client.


# What the desk has outside /admin/, and why it may show what readers must not see.
SIGNED = {"preview/<str:token>/": "a draft for whoever was sent the secret in the address"}
# What readers have only with a token, and it alone may show what is scheduled.
EMBARGOED = re.compile(r"api/v1/embargoed/")


def reader_patterns(resolver, before=""):
    """Yield the routes of all addresses but the desk's: "posts/<id:pk>-<slug:slug>/", ..."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from reader_patterns(pattern, route)
        elif isinstance(pattern, URLPattern) and route not in SIGNED and not EMBARGOED.match(route):
            yield route


def addresses(samples):
    """Return every address with sample values in it; a route without samples is an error."""
    for route in reader_patterns(get_resolver()):
        filled = route
        for subject, values in samples.items():
            if subject in route:
                for name, value in values.items():
                    filled = re.sub(rf"<(\w+:)?{name}>|\(\?P<{name}>[^)]*\)", str(value), filled)
        assert "<" not in filled, f"no sample for {route}: add one, so that it is walked too"
        yield "/" + filled.replace("\\.", ".").replace("\\Z", "")


@pytest.fixture
def samples(editor):
    """Return one of everything, in every state, and how its address is filled in."""
    person, organization, event = make_person(), make_organization(), make_event()
    section, tag = make_section(), make_tag()
    fields = {
        "persons": [person],
        "organizations": [organization],
        "events": [event],
        "bylines": [person],
        "tags": [tag],
        "section": section,
        "lead_image": make_image(),
    }
    post, other = make_post(**fields), make_post(**fields)
    post.related_posts.add(other)
    publish(other, by=editor)
    publish(post, by=editor)
    edition = publish(post, by=editor, correction="Не утром, а вечером.")
    make_post(**fields)
    publish(make_post(**fields), by=editor, at=timezone.now() + timedelta(days=1))
    keep_social(post.pk)
    today = timezone.localdate()
    return {
        "persons": {"pk": person.pk, "slug": person.slug},
        "organizations": {"pk": organization.pk, "slug": organization.slug},
        "events": {"pk": event.pk, "slug": event.slug},
        "pages": {"slug": make_page().slug},
        "social/": {"pk": post.pk, "digest": edition.document["social"]},
        "sections": {"pk": section.pk, "slug": section.slug},
        "tags": {"pk": tag.pk, "slug": tag.slug},
        # After the records, each of which has a list of its posts.
        "posts": {"pk": post.pk, "slug": post.slug, "number": 1},
        "sitemap-<": {"year": today.year, "month": f"{today:%m}"},
        "sitemap-": {"page": 0},
        "events/<yyyy": {"year": today.year, "month": f"{today:%m}"},
        "archive": {"year": today.year, "month": f"{today:%m}", "day": f"{today:%d}"},
        "images/": {"pk": fields["lead_image"].pk},
        "media": {"path": fields["lead_image"].file.name},
        "api": {"path": "nothing", "unknown": "nothing"},
    }


def test_every_reader_address_is_behind_the_wall(reader, samples):
    walked = list(addresses(samples))
    assert len(walked) > 30
    for address in walked:
        response = reader.get(address, follow=True)
        assert response.status_code == 200 or "nothing" in address, address
        if response.streaming:
            response.getvalue()  # read to its end, a file is closed


def test_page_is_the_same_whatever_a_link_carries_with_it(reader, samples):
    """Networks and mailings add parameters of their own to links: their readers get the page."""
    tails = "utm_source=tg&fbclid=a&yclid=1&from=&nonsense=%3Cscript%3E%00%ff"
    pages = 0
    for address in addresses(samples):
        response = reader.get(address, follow=True)
        if response.streaming:
            response.getvalue()  # read to its end, a file is closed
        elif response["Content-Type"].startswith("text/html") and "/api/" not in address:
            path = response.request["PATH_INFO"]
            assert reader.get(f"{path}?{tails}").content == response.content, address
            pages += 1
    assert pages > 20


def test_walk_catches_a_planted_leak(reader, samples):
    class planted:  # noqa: N801
        urlpatterns = [*urls.urlpatterns, path("new-page/", leak_post)]

    with override_settings(ROOT_URLCONF=planted):
        walked = list(addresses(samples))
        assert "/new-page/" in walked
        with pytest.raises(AssertionError, match="a reader's"):
            reader.get("/new-page/")


def test_signed_addresses_are_the_views_of_the_desk(reader):
    """An exception is for the desk alone: no readers' view hides behind it."""
    for route in SIGNED:
        view = resolve(f"/{re.sub('<[^>]*>', 'x', route)}").func
        assert view.__module__.startswith("articles.admin."), route


def test_signed_address_looks_for_its_secret_and_shows_nothing_without_it(client, samples):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/preview/guess/").status_code == 404
    touched = [query["sql"] for query in queries if DESK_TABLE.search(query["sql"])]
    assert len(touched) == 1
    assert re.search(r'"token_hash" = \S+ ', touched[0])


# What is scheduled: for partners' tokens, and for the desk.


def test_what_is_scheduled_is_closed_without_a_token(reader, samples):
    pk = Edition.objects.pending().get().post_id
    for address in ("/api/v1/embargoed/", f"/api/v1/embargoed/{pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 401
        assert len(queries) == 0


def test_token_opens_what_is_scheduled_and_no_more(client, samples, chief):
    """Neither the working copy nor an edition that is not scheduled, but for what readers see."""
    _, secret = make_token(chief, opens_embargoed=True)
    scheduled = Edition.objects.pending().get()
    for address in ("/api/v1/embargoed/", f"/api/v1/embargoed/{scheduled.post_id}/"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address, headers={"authorization": f"Bearer {secret}"})
        assert response.status_code == 200
        for query in queries:
            assert not DESK_TABLE.search(query["sql"])
            if EDITION_TABLE.search(query["sql"]):
                assert re.search(r'"live_from" (>|<=) ', query["sql"])


def readers_files():
    """Yield the files of readers' rooms."""
    for room in ("views", "api", "feeds", "structured", "templatetags", "search"):
        yield from (ROOT / "articles" / room).rglob("*.py")
    yield from (ROOT / "articles" / name for name in ("sitemaps.py", "machines.py", "calendars.py"))


def test_one_room_alone_asks_for_what_is_scheduled():
    """Another asks for its times alone: no answer may be kept past the next of them."""
    asks = {file.name for file in readers_files() if ".pending(" in file.read_text()}
    assert asks == {"embargoed.py", "caching.py"}
    views = {file.name for file in readers_files() if "import EmbargoedViewSet" in file.read_text()}
    assert views == {"urls.py"}


# Only publishing writes editions.

FROZEN = {"Edition", "EditionLink", "EditionTag", "EditionByline", "EditionImage", "Mention"}
WRITES = {
    *("create", "acreate", "bulk_create", "bulk_update", "update", "update_or_create"),
    *("get_or_create", "delete", "add", "set", "remove", "clear"),
}


def edition_writes(source: str) -> list[int]:
    """Return the lines where the source makes or changes rows of editions."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        parts = re.findall(r"\w+", ast.unparse(node.func))
        made = parts[-1] in FROZEN and len(parts) == 1
        written = parts[-1] in WRITES and (FROZEN | {"editions", "mentions"}) & set(parts)
        if made or written:
            found.append(node.lineno)
    return found


def test_only_publishing_writes_editions():
    writers = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "articles").rglob("*.py")
        if edition_writes(file.read_text()) and "migrations" not in file.parts
    }
    # The benchmark repeats what publishing made, in a database of its own.
    # What follows changes stamps when facts that editions show became different: no word of them.
    assert writers == {
        "articles/publishing/freezing.py",
        "articles/publishing/naming.py",
        "articles/publishing/preparing.py",
        "articles/publishing/relating.py",
        "articles/noting.py",
        "articles/management/benchmark/patterns.py",
    }


def test_publishing_is_entered_by_its_doors():
    """What is inside asks for no blockers and locks no post."""
    inside = re.compile(r"(from|import) articles\.publishing\.")
    for file in (ROOT / "articles").rglob("*.py"):
        assert not inside.search(file.read_text()), file


@pytest.mark.parametrize(
    "source",
    [
        "Edition(number=1)",
        "Edition.objects.create(number=1)",
        "Edition.objects.filter(pk=1).update(headline='')",
        "post.editions.update(headline='')",
        "edition.mentions.clear()",
        "Mention.objects.bulk_create([])",
    ],
)
def test_planted_edition_write_is_caught(source):
    assert edition_writes(source)

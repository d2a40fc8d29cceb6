"""The desk's first page: what it shows, to whom, and at what cost."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from articles.history import record_words
from articles.lookalikes import keep_names
from articles.models import Event, Image, Note, Organization, Person, Post
from articles.publishing import publish, unpublish
from tests import factories
from tests.admin.pages import change_url
from tests.conftest import as_user, make_user
from tests.factories import make_event, make_image, make_person, make_post, make_section

pytestmark = pytest.mark.django_db
INDEX = "/admin/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Session, user and two of permissions; five queues; live, scheduled, counted; four incomplete;
# pairs that may be one, and their names.
QUERIES = 18
MORNING = "2026-11-24 07:00:00+09:00"


@pytest.fixture
def morning(time_machine):
    """Stand at seven in the morning of a Tuesday."""
    time_machine.move_to(MORNING, tick=False)
    return timezone.now()


def page(client) -> str:
    response = client.get(INDEX)
    assert response.status_code == 200
    return response.content.decode()


def part(html: str, name: str) -> str:
    """Return the card whose heading has that id."""
    return re.search(rf'aria-labelledby="{name}".*?</section>', html, re.DOTALL)[0]


def fill(user, editor, now) -> None:
    late = {"due_at": now - HOUR, "created_by": user}
    make_post(stage="in_review", **late)
    sent_back = make_post(assignee=user, **late)
    Note.objects.create(post=sent_back, author=editor, text="Проверь имена.")
    for at in (None, now + HOUR, now + 3 * DAY):
        publish(make_post(**late, lead_image=make_image()), by=editor, at=at)
    make_image(credit="")
    for _ in range(2):
        keep_names(make_person(name="Одно Имя", family_name="", given_name=""))
    make_event(start_date=date(2026, 1, 1))


@pytest.mark.parametrize("role", ["reporter", "editor", "chief"])
def test_queries_do_not_grow(request, editor, morning, role):
    user = request.getfixturevalue(role)
    client = as_user(user)
    page(client)
    counts = []
    for times in (1, 12):
        for _ in range(times):
            fill(user, editor, morning)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    assert counts == [QUERIES] * 2


def test_empty_desk_says_so(editor_client, morning):
    html = page(editor_client)
    for words in (
        "Вас никто не ждёт.",
        "Незаконченных публикаций у вас нет.",
        "Всё в срок.",
        "На сегодня больше ничего не запланировано.",
        "Сегодня пока ничего.",
        "За эти недели ничего не опубликовано.",
    ):
        assert words in html
    assert html.count("Всё заполнено.") == 4


def test_queue_shows_ten_and_leads_to_all(editor_client, morning):
    posts = [make_post(stage="in_review", due_at=morning + n * HOUR) for n in range(12)]
    queue = part(page(editor_client), "desk-waiting")
    shown = [str(post) in queue for post in posts]
    assert shown == [True] * 10 + [False] * 2
    assert ">10+<" in queue
    assert "?queue=waiting" in queue
    found = editor_client.get(reverse("admin:articles_post_changelist"), {"queue": "waiting"})
    assert found.context["cl"].result_count == 12


def test_queues_are_the_users_own(reporter_client, editor_client, reporter, editor, morning):
    mine = make_post(created_by=reporter)
    review = make_post(stage="in_review", created_by=editor)
    html = page(reporter_client)
    assert str(mine) in part(html, "desk-mine")
    assert str(review) not in html
    html = page(editor_client)
    assert str(review) in part(html, "desk-waiting")
    assert str(mine) not in html


def test_what_went_live_today(editor_client, editor, morning):
    before, first, corrected, gone = (make_post() for _ in range(4))
    publish(before, by=editor, at=morning - 8 * HOUR)
    publish(first, by=editor, at=morning - HOUR)
    publish(corrected, by=editor, at=morning - DAY)
    publish(corrected, by=editor, correction="Имя уточнено.")
    publish(gone, by=editor, at=morning + HOUR)
    unpublish(gone, by=editor, reason="Рано")
    live = part(page(editor_client), "desk-live-today")
    assert [str(post) in live for post in (before, first, corrected, gone)] == [
        *(False, True, True, False)
    ]
    assert live.count("desk-mark") == 1


def test_calendar_holds_seven_days(editor_client, editor, morning):
    posts = [make_post(headline=f"День {n}") for n in range(8)]
    for number, post in enumerate(posts):
        publish(post, by=editor, at=morning + number * DAY + HOUR)
    days = editor_client.get(INDEX).context["calendar"]
    assert [day["day"].day for day in days] == [24, 25, 26, 27, 28, 29, 30]
    assert [[each["headline"] for each in day["editions"]] for day in days] == [
        [f"День {n}"] for n in range(7)
    ]


def test_calendar_turns_the_day_at_the_newsrooms_midnight(editor_client, editor, morning):
    late, early = make_post(headline="Поздно"), make_post(headline="Рано")
    publish(late, by=editor, at=morning + 16.9 * HOUR)
    publish(early, by=editor, at=morning + 17 * HOUR)
    today, tomorrow = editor_client.get(INDEX).context["calendar"][:2]
    assert [day["editions"][0]["headline"] for day in (today, tomorrow)] == ["Поздно", "Рано"]


def test_numbers_count_a_post_once_in_its_first_week(editor_client, editor, morning):
    section = make_section(name="Наука")
    post, old = make_post(section=section), make_post(section=section)
    publish(post, by=editor, at=morning - 8 * DAY)
    publish(post, by=editor, correction="Имя уточнено.")
    publish(old, by=editor, at=morning - 70 * DAY)
    publish(make_post(), by=editor, at=morning + HOUR)
    publish(make_post(section=section), by=editor)
    numbers = editor_client.get(INDEX).context["numbers"]
    assert [bar.value for bar in numbers["weeks"].bars] == [0, 0, 0, 0, 0, 0, 1, 1]
    assert [(bar.label, bar.value) for bar in numbers["sections"].bars] == [("Наука", 2)]


def test_drawing_says_the_same_in_a_table(editor_client, editor, morning):
    for _ in range(3):
        publish(make_post(section=make_section()), by=editor)
    weeks = part(page(editor_client), "desk-weeks")
    assert 'aria-hidden="true"' in re.search("<svg[^>]*>", weeks)[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(\d+)</td>', weeks)
    assert rows[-1] == ("23.11", "3")
    assert len(rows) == 8


def test_sections_beyond_six_are_added_up(editor_client, editor, morning):
    for _ in range(8):
        publish(make_post(), by=editor)
    bars = editor_client.get(INDEX).context["numbers"]["sections"].bars
    assert (len(bars), bars[-1].label, bars[-1].value) == (7, "Другие рубрики", 2)


def test_incomplete_records_lead_to_their_forms(editor_client, morning):
    bare, silent = make_image(credit=""), make_image(alt_text="")
    full, credited = (
        make_image(),
        make_image(credit="", credit_person=make_person(biography="Фотограф.")),
    )
    unknown, hidden = make_person(), make_person(is_published=False)
    known = make_person(biography="Журналист.")
    over = make_event(start_date=date(2026, 11, 20))
    lasting = make_event(start_date=date(2026, 11, 20), end_date=date(2026, 11, 24))
    held = make_event(start_date=date(2026, 11, 20), status="held")
    html = part(page(editor_client), "desk-incomplete")
    for record in (bare, silent, unknown, over):
        assert change_url(record) in html
    for record in (full, credited, hidden, known, lasting, held):
        assert f'"{change_url(record)}"' not in html
    found = editor_client.get(reverse("admin:articles_image_changelist"), {"incomplete": "1"})
    assert set(found.context["cl"].result_list) == {bare, silent}


def test_shows_only_what_the_user_may_see(editor, morning):
    fill(editor, editor, morning)
    Image.objects.update(caption="Тайный снимок", credit="")
    user = make_user("photographer")
    html = page(as_user(user))
    assert "Мост через Лену" not in html
    assert "Тайный снимок" not in html
    assert "desk-card" not in html
    user.user_permissions.add(Permission.objects.get(codename="view_image"))
    html = page(as_user(user))
    assert "Тайный снимок" in html
    assert "Мост через Лену" not in html
    assert "desk-weeks" not in html


def test_who_may_not_write_is_not_asked_to(editor_client, morning):
    add = reverse("admin:articles_post_add")
    viewer = make_user("viewer")
    viewer.user_permissions.add(Permission.objects.get(codename="view_post"))
    assert f'class="desk-new" href="{add}"' in page(editor_client)
    assert "desk-new" not in page(as_user(viewer))


def test_hostile_words_stay_words(editor_client, editor, morning):
    words = "<script>alert(1)</script>"
    post = make_post(headline=words, stage="in_review", section=make_section(name=words))
    publish(post, by=editor)
    post.headline += "!"
    post.save()
    record_words(post)
    make_image(credit="", caption=words)
    assert "<script>alert" not in page(editor_client)


def test_page_has_no_style_or_script_of_its_own(chief_client, editor, morning):
    fill(editor, editor, morning)
    html = page(chief_client)
    content = html[html.index('id="content-main"') :]
    assert "style=" not in content
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=", html)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_numbers_in_drawings_have_points(editor_client, editor, morning, language):
    editor_client.post(reverse("admin:set_language"), {"language": language, "next": INDEX})
    for days in (0, 0, 0, 8, 15, 15):
        publish(make_post(), by=editor, at=morning - days * DAY)
    weeks = part(page(editor_client), "desk-weeks")
    assert not re.search(r'(?:x|y|width|height)="\d*,', weeks)
    assert re.search(r'height="\d+\.\d', weeks)


@pytest.mark.parametrize("address", [INDEX, reverse_lazy("admin:articles_person_changelist")])
def test_every_page_leads_to_every_list(editor_client, address):
    html = editor_client.get(address).text
    navigation = html[html.index('id="desk-nav"') : html.index("</nav>")]
    for kind in ("post", "edition", "person", "organization", "event", "image", "section", "tag"):
        assert f'href="{reverse(f"admin:articles_{kind}_changelist")}"' in navigation
    here = f'href="{address}" aria-current="page"'
    assert here in navigation
    assert navigation.count("aria-current") == 1


def test_log_in_page_shows_no_list(client):
    assert 'id="desk-nav"' not in client.get(reverse("admin:login")).text


def test_published_post_is_nobodys_work_but_a_review(editor_client, editor, morning):
    post = factories.make_post(stage="in_review", created_by=editor, due_at=morning - HOUR)
    publish(post, by=editor)
    html = page(editor_client)
    assert str(post) in part(html, "desk-waiting")
    assert all(str(post) not in part(html, f"desk-{name}") for name in ("mine", "overdue"))
    assert Post.objects.with_state().get().state == "live"


@pytest.mark.parametrize(
    ("model", "order", "index"),
    [
        (Image, "-created_at", "articles_image_incomplete"),
        (Person, "-updated_at", "articles_person_bare"),
        (Organization, "-updated_at", "articles_organization_bare"),
        (Event, "-start_date", "articles_event_open"),
    ],
)
def test_complete_records_are_not_read(model, order, index):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in model.objects.incomplete().order_by(order, "-pk")[:6].explain()

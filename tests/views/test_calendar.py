"""The calendar: the month's page, and iCalendar as two independent programs read it."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
import vobject
from django.utils import timezone

from articles.publishing import publish
from tests.factories import make_event, make_organization, make_post

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def html(response):
    assert response.status_code == 200
    return response.content.decode()


def read(response):
    """Return the events of an iCalendar answer by name, as icalendar reads them; vobject agrees."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    events = {str(event["summary"]): event for event in icalendar.Calendar.from_ical(text).events}
    others = {event.summary.value: event for event in _by_vobject(text)}
    assert events.keys() == others.keys()
    for name, event in events.items():
        other = others[name]
        assert event["uid"] == other.uid.value
        # vobject makes a zone of its own from the VTIMEZONE: both must come to the same moment.
        assert _instant(event.decoded("dtstart")) == _instant(other.dtstart.value)
        if "dtend" in event:
            assert _instant(event.decoded("dtend")) == _instant(other.dtend.value)
    return events


def _by_vobject(text):
    # It remembers zones by name; each file shall be read by its own.
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in known.keys() - {"UTC"}:
        del known[name]
    calendar = vobject.readOne(text)
    calendar.validate(raiseException=True)
    return calendar.contents.get("vevent", [])


def _instant(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_calendar_tells_all_of_an_event(reader, settings):
    settings.SITE_URL = "https://news.example.org"
    event = make_event(
        name="Форум «Север»; день первый, Якутск",
        start_date=date(2026, 12, 1),
        start_time=time(10, 0),
        end_time=time(18, 30),
        place="Якутск, пл. Ленина",
        website="https://forum.example.org",
        description="Первая строка.\r\nВторая\x0b строка \\ конец.",
    )
    [found] = read(reader.get("/events/calendar.ics")).values()
    assert found["uid"] == f"event-{event.pk}@news.example.org"
    assert str(found["summary"]) == event.name
    assert str(found["location"]) == "Якутск, пл. Ленина"
    assert str(found["description"]) == (
        "Первая строка.\nВторая строка \\ конец.\n\nhttps://forum.example.org"
    )
    assert found["url"] == "https://news.example.org" + event.get_absolute_url()
    assert found["status"] == "CONFIRMED"
    assert found["dtstart"].params["TZID"] == "Asia/Yakutsk"
    assert found.decoded("dtstart").isoformat() == "2026-12-01T10:00:00+09:00"
    assert found.decoded("dtend").isoformat() == "2026-12-01T18:30:00+09:00"
    assert found.decoded("last-modified") == NOW


def test_days_are_dates_and_the_end_is_the_day_after(reader):
    make_event(name="День", start_date=date(2026, 12, 1))
    make_event(name="Три дня", start_date=date(2026, 12, 30), end_date=date(2027, 1, 1))
    make_event(
        name="С десяти",
        start_date=date(2026, 12, 1),
        start_time=time(10),
        end_date=date(2026, 12, 2),
    )
    make_event(name="В полдень", start_date=date(2026, 12, 1), start_time=time(12))
    found = read(reader.get("/events/calendar.ics"))
    assert found["День"]["dtstart"].params["VALUE"] == "DATE"
    assert found["День"].decoded("dtend") == date(2026, 12, 2)
    assert found["Три дня"].decoded("dtend") == date(2027, 1, 2)
    assert found["С десяти"].decoded("dtend").isoformat() == "2026-12-03T00:00:00+09:00"
    assert "dtend" not in found["В полдень"]


@pytest.mark.parametrize(
    ("zone", "day", "offset"),
    [
        ("Asia/Almaty", date(2026, 12, 1), "+05:00"),
        ("Europe/Berlin", date(2026, 12, 1), "+01:00"),
        ("Europe/Berlin", date(2027, 7, 1), "+02:00"),
        ("America/New_York", date(2027, 3, 20), "-04:00"),
    ],
)
def test_hours_are_those_of_the_zone_of_the_event(reader, zone, day, offset):
    make_event(name="Встреча", start_date=day, start_time=time(10), time_zone=zone)
    found = read(reader.get("/events/calendar.ics"))["Встреча"]
    assert found["dtstart"].params["TZID"] == zone
    assert found.decoded("dtstart").isoformat() == f"{day}T10:00:00{offset}"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("planned", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_status_is_said_in_the_words_of_the_format(reader, status, word):
    make_event(name="Встреча", status=status, start_date=date(2026, 12, 1))
    assert read(reader.get("/events/calendar.ics"))["Встреча"]["status"] == word


def test_changed_event_is_the_same_with_a_greater_sequence(reader):
    event = make_event(start_date=date(2026, 12, 1))
    [before] = read(reader.get(f"{event.get_absolute_url()}event.ics")).values()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        event.name, event.slug, event.start_date = "Иначе", "inache", date(2026, 12, 2)
        event.save()
    [after] = read(reader.get(f"{event.get_absolute_url()}event.ics")).values()
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") - before.decoded("last-modified") == timedelta(hours=1)


def test_calendar_keeps_the_last_year_and_what_is_coming_of_the_published(reader):
    make_event(name="Давно", start_date=date(2025, 11, 1))
    make_event(name="Недавно", start_date=date(2025, 12, 1))
    make_event(name="Нескоро", start_date=date(2031, 1, 1))
    make_event(name="Скрыто", start_date=date(2026, 12, 1), is_published=False)
    assert read(reader.get("/events/calendar.ics")).keys() == {"Недавно", "Нескоро"}


def test_calendar_of_an_organizer(reader):
    office, other = make_organization(name="Музей"), make_organization()
    hidden = make_organization(is_published=False)
    make_event(name="Выставка", start_date=date(2026, 12, 1)).organizers.add(office, hidden)
    make_event(name="Концерт", start_date=date(2026, 12, 1)).organizers.add(other)
    response = reader.get(f"/events/calendar.ics?organizer={office.pk}")
    assert read(response).keys() == {"Выставка"}
    assert "Newsroom: Музей" in response.content.decode()
    for organizer in (hidden.pk, 999999, "9" * 30, "-1", "²", "x", "%00"):
        assert reader.get(f"/events/calendar.ics?organizer={organizer}").status_code == 404
        assert reader.get(f"/events/2026/12/?organizer={organizer}").status_code == 404


def test_unknown_parameter_of_a_calendar_is_named(reader):
    response = reader.get("/events/calendar.ics?organiser=<b>&organizer=")
    assert response.status_code == 400
    assert "organiser" in response.content.decode()
    assert "<b>" not in response.content.decode()
    response = reader.get("/events/calendar.ics?<b>=1")
    assert response.status_code == 400
    assert "&lt;b&gt;" in response.content.decode()


def test_calendar_is_not_sent_twice_to_whoever_has_it(reader):
    event = make_event(start_date=date(2026, 12, 1))
    for path in ("/events/calendar.ics", f"{event.get_absolute_url()}event.ics"):
        etag = reader.get(path)["ETag"]
        assert reader.get(path, headers={"if-none-match": etag}).status_code == 304
        assert reader.get("/en" + path)["ETag"] != etag
    event.is_published = False
    event.save()
    response = reader.get("/events/calendar.ics", headers={"if-none-match": etag})
    assert read(response) == {}


def test_calendar_of_an_event_has_its_address(reader):
    event = make_event(slug="staryy", start_date=date(2026, 12, 1))
    old = f"{event.get_absolute_url()}event.ics"
    event.slug = "novyy"
    event.save()
    response = reader.get(old)
    assert response.status_code == 301
    assert response["Location"] == f"{event.get_absolute_url()}event.ics"
    assert f'href="{event.get_absolute_url()}event.ics"' in html(
        reader.get(event.get_absolute_url())
    )
    event.is_published = False
    event.save()
    assert reader.get(response["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("fields", "offered"),
    [
        ({"start_date": date(2026, 11, 25)}, True),
        ({"start_date": date(2026, 11, 1), "end_date": date(2026, 11, 25)}, True),
        ({"start_date": date(2026, 11, 24)}, False),
        ({"start_date": date(2026, 12, 1), "status": "cancelled"}, False),
        ({"start_date": date(2026, 12, 1), "status": "postponed"}, True),
    ],
)
def test_what_is_over_or_cancelled_is_not_offered_to_calendars(reader, editor, fields, offered):
    event = make_event(place="Намцы", **fields)
    post = make_post(events=[event])
    publish(post, by=editor)
    for path in (event.get_absolute_url(), f"/posts/{post.pk}-{post.slug}/"):
        page = html(reader.get(path))
        assert (f'href="{event.get_absolute_url()}event.ics"' in page) == offered
        assert "Намцы" in page
        assert fields["start_date"].isoformat() in page


@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_first_and_last_years_are_whole_calendars(reader, year):
    event = make_event(
        start_date=date(year, 12, 31), start_time=time(10), end_date=date(year, 12, 31)
    )
    assert len(read(reader.get(f"{event.get_absolute_url()}event.ics"))) == 1


def test_month_shows_events_on_their_days(reader):
    make_event(name="Первое", start_date=date(2026, 11, 1), start_time=time(19, 30))
    make_event(name="Выставка", start_date=date(2026, 11, 28), end_date=date(2026, 12, 2))
    make_event(name="До ноября", start_date=date(2026, 10, 31))
    make_event(name="Скрыто", start_date=date(2026, 11, 2), is_published=False)
    november, december = html(reader.get("/events/2026/11/")), html(reader.get("/events/2026/12/"))
    assert "Ноябрь" in november
    assert "19:30" in november
    assert november.count("Выставка") == 3
    assert november.count('class="status-planned goes-on"') == 2
    assert december.count("Выставка") == 2
    assert "До ноября" not in november
    assert "Скрыто" not in november
    assert '<time datetime="2026-11-25" aria-current="date">' in november
    assert 'aria-current="date"' not in december


def test_month_by_place_and_organizer(reader):
    office = make_organization(name="Музей")
    show = make_event(name="Выставка", start_date=date(2026, 11, 5), place="Намцы")
    show.organizers.add(office, make_organization(name="Тайный отдел", is_published=False))
    make_event(name="Концерт", start_date=date(2026, 11, 5), place="Якутск & Ко")
    make_event(name="Потом", start_date=date(2026, 12, 5))
    page = html(reader.get("/events/2026/11/"))
    assert "Выставка" in page
    assert "Концерт" in page
    assert "<option>Якутск &amp; Ко</option>" in page
    assert f'<option value="{office.pk}">Музей</option>' in page
    assert "Тайный отдел" not in page
    for query in (f"organizer={office.pk}", f"organizer={office.pk}&place=Намцы", "place=Намцы"):
        page = html(reader.get(f"/events/2026/11/?{query}"))
        assert "Выставка" in page
        assert "Концерт" not in page
    page = html(reader.get("/events/2026/11/?organizer=&place=Якутск+%26+Ко"))
    assert "Концерт" in page
    assert "Выставка" not in page
    next_month = "/events/2026/12/?place=%D0%AF%D0%BA%D1%83%D1%82%D1%81%D0%BA+%26+%D0%9A%D0%BE"
    assert f'href="{next_month}"' in page


def test_month_of_nothing_says_so_and_reflects_nothing(reader):
    make_event(start_date=date(2026, 11, 5))
    page = html(reader.get("/events/2026/11/?place=<script>%00"))
    assert 'class="empty"' in page
    assert "<script>" not in page


def test_months_end_where_events_do(reader):
    make_event(start_date=date(2026, 9, 1))
    make_event(start_date=date(2026, 12, 1))
    page = html(reader.get("/events/2026/11/"))
    assert 'href="/events/2026/10/" rel="prev"' in page
    assert 'href="/events/2026/12/" rel="next"' in page
    assert 'rel="prev"' not in html(reader.get("/events/2026/09/"))
    assert 'rel="next"' not in html(reader.get("/events/2026/12/"))


@pytest.mark.parametrize(
    "path", ["2026/13", "2026/00", "0000/01", "0001/01", "9999/12", "2026/1", "12026/01"]
)
def test_month_outside_the_calendar_is_not_found(reader, path):
    assert reader.get(f"/events/{path}/").status_code == 404


def test_events_lead_to_the_month_and_the_calendar(reader):
    page = html(reader.get("/sah/events/"))
    assert 'href="/sah/events/2026/11/"' in page
    assert 'href="/sah/events/calendar.ics"' in page


@pytest.mark.parametrize(
    ("path", "queries"), [("/events/2026/11/", 4), ("/events/calendar.ics", 1)]
)
def test_calendar_costs_the_same_however_much_there_is(
    reader, django_assert_num_queries, path, queries
):
    for count in (1, 40):
        for number in range(count):
            event = make_event(start_date=date(2026, 11, 1 + number % 30))
            event.organizers.add(make_organization())
        with django_assert_num_queries(queries):
            assert reader.get(path).status_code == 200

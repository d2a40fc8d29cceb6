"""Readers' addresses. They carry the id, so that a renamed thing never breaks a link."""

from django.urls import path, register_converter

from articles import views

app_name = "articles"


class Id:
    # No longer than what every database compares.
    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class FourDigits(Id):
    regex = "[0-9]{4}"

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class TwoDigits(Id):
    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


register_converter(Id, "id")
register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")


def entity(plural: str, kind: str) -> list:
    """Return the addresses of a kind of entity: its list, a page, a page without words in it."""
    return [
        path(f"{plural}/", getattr(views, f"{kind}_list"), name=f"{kind}_list"),
        path(f"{plural}/<id:pk>/", getattr(views, kind), name=kind),
        path(f"{plural}/<id:pk>-<slug:slug>/", getattr(views, kind), name=kind),
    ]


urlpatterns = [
    path("", views.front, name="front"),
    path("posts/<id:pk>/", views.post, name="post"),
    path("posts/<id:pk>-<slug:slug>/", views.post, name="post"),
    *entity("persons", "person"),
    *entity("organizations", "organization"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/<yyyy:year>/<mm:month>/", views.event_month, name="event_month"),
    path("events/<id:pk>/event.ics", views.event_calendar, name="event_calendar"),
    path("events/<id:pk>-<slug:slug>/event.ics", views.event_calendar, name="event_calendar"),
    *entity("events", "event"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("corrections/", views.corrections, name="corrections"),
    path("archive/", views.archive, name="archive"),
    path("archive/<yyyy:year>/", views.archive_period, name="archive_year"),
    path("archive/<yyyy:year>/<mm:month>/", views.archive_period, name="archive_month"),
    path("archive/<yyyy:year>/<mm:month>/<mm:day>/", views.archive_period, name="archive_day"),
]

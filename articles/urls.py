"""Readers' addresses. They carry the id, so that a renamed thing never breaks a link."""

from django.urls import path

from articles import converters, feeds, views  # noqa: F401  (converters register themselves)

app_name = "articles"


def feed(route: str, view, name: str, **given) -> list:
    """Return the addresses of a feed, one a format."""
    return [
        path(f"{route}.{extension}", view, given | {"extension": extension}, name=name)
        for extension in feeds.EXTENSIONS
    ]


def entity(plural: str, kind: str) -> list:
    """Return the addresses of a kind of entity: its list, a page, a page without words in it.

    Under a page stands its feed.
    """
    return [
        path(f"{plural}/", getattr(views, f"{kind}_list"), name=f"{kind}_list"),
        path(f"{plural}/<id:pk>/", getattr(views, kind), name=kind),
        path(f"{plural}/<id:pk>-<slug:slug>/", getattr(views, kind), name=kind),
        *feed(f"{plural}/<id:pk>/feed", feeds.entity, f"{kind}_feed", kind=kind),
        *feed(f"{plural}/<id:pk>-<slug:slug>/feed", feeds.entity, f"{kind}_feed", kind=kind),
    ]


urlpatterns = [
    path("", views.front, name="front"),
    path("posts/<id:pk>/", views.post, name="post"),
    path("posts/<id:pk>-<slug:slug>/", views.post, name="post"),
    path("posts/<id:pk>-<slug:slug>/editions/", views.editions, name="editions"),
    path("posts/<id:pk>-<slug:slug>/editions/<id:number>/", views.edition, name="edition"),
    *entity("persons", "person"),
    *entity("organizations", "organization"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/<yyyy:year>/<mm:month>/", views.event_month, name="event_month"),
    path("events/<id:pk>/event.ics", views.event_calendar, name="event_calendar"),
    path("events/<id:pk>-<slug:slug>/event.ics", views.event_calendar, name="event_calendar"),
    *entity("events", "event"),
    path("pages/<slug:slug>/", views.page, name="page"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
    path("search/", views.search, name="search"),
    *feed("feeds/posts", feeds.posts, "feed"),
    path("feeds/dzen.rss", feeds.dzen, name="dzen_feed"),
    *feed("sections/<slug:slug>/feed", feeds.section, "section_feed"),
    *feed("tags/<slug:slug>/feed", feeds.tag, "tag_feed"),
    path("corrections/", views.corrections, name="corrections"),
    path("archive/", views.archive, name="archive"),
    path("archive/<yyyy:year>/", views.archive_period, name="archive_year"),
    path("archive/<yyyy:year>/<mm:month>/", views.archive_period, name="archive_month"),
    path("archive/<yyyy:year>/<mm:month>/<mm:day>/", views.archive_period, name="archive_day"),
]

from django.urls import path

from articles import views

app_name = "articles"


def entity(plural: str, kind: str) -> list:
    """Return the addresses of a kind of entity: its list, a page, a page without words in it."""
    return [
        path(f"{plural}/", views.entity_list, {"kind": kind}, name=f"{kind}_list"),
        path(f"{plural}/<int:pk>/", views.entity, {"kind": kind}, name=kind),
        path(f"{plural}/<int:pk>-<slug:slug>/", views.entity, {"kind": kind}, name=kind),
    ]


urlpatterns = [
    path("", views.front, name="front"),
    path("posts/<int:pk>/", views.post, name="post"),
    path("posts/<int:pk>-<slug:slug>/", views.post, name="post"),
    *entity("persons", "person"),
    *entity("organizations", "organization"),
    *entity("events", "event"),
    path("sections/<slug:slug>/", views.section, name="section"),
    path("tags/<slug:slug>/", views.tag, name="tag"),
]

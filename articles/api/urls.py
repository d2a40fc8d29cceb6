from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from articles.api import changes, editions, views
from articles.api.embargoed import EmbargoedViewSet
from articles.api.problems import not_found
from articles.api.schema import DocsView, SchemaView
from articles.models import ENTITIES, TERMS

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("posts", views.PostViewSet, "post")
router.register("persons", views.PersonViewSet, "person")
router.register("organizations", views.OrganizationViewSet, "organization")
router.register("events", views.EventViewSet, "event")
router.register("sections", views.SectionViewSet, "section")
router.register("tags", views.TagViewSet, "tag")
router.register("images", views.ImageViewSet, "image")
router.register("embargoed", EmbargoedViewSet, "embargoed")

LISTS = {"get": "list"}

urlpatterns = [
    path("", views.FeedView.as_view(), name="feed"),
    *router.urls,
    *(
        path(
            f"{kind}s/<int:pk>/posts/",
            views.PostViewSet.as_view(LISTS, within=kind),
            name=f"{kind}-posts",
        )
        for kind in (*ENTITIES, *TERMS)
    ),
    path("posts/<int:pk>/editions/", editions.EditionsView.as_view(), name="post-editions"),
    path(
        "posts/<int:pk>/editions/<int:number>/",
        editions.EditionView.as_view(),
        name="post-edition",
    ),
    path("changes/", changes.ChangesView.as_view(), name="change-list"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    re_path("", not_found),
]

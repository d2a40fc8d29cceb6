"""All addresses: the desk, the REST feed, uploaded files, and the readers' pages by language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from articles.admin.posts.outside import outside_page  # noqa: TID251  (an address of the desk)
from articles.views import media

handler400 = "newsroom.errors.bad_request"
handler500 = "newsroom.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    # The desk's too: a draft for whoever holds the secret in the address.
    path("preview/<str:token>/", outside_page, name="preview_link"),
    path("api/v1/", include("articles.api.urls")),
    # A proxy in front may serve these files itself; without one they must work all the same.
    path("media/<path:path>", media, name="media"),
    *i18n_patterns(path("", include("articles.urls")), prefix_default_language=False),
    path("", include("articles.machines")),
]

"""Addresses for machines that stand at the root of the site, in no language."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path
from django.views.decorators.http import require_safe

from articles import converters, sitemaps  # noqa: F401  (converters register themselves)
from articles.api.links import absolute
from articles.views import social

ICON = Path(__file__).parent / "static" / "articles" / "icon.svg"
COLOUR = "#16191d"  # of the icon


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not look at, and where the sitemaps are."""
    prefixes = [
        "",
        *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE),
    ]
    closed = ["/admin/", "/preview/", *(f"{prefix}/search/" for prefix in prefixes)]
    maps = [absolute("/sitemap.xml"), absolute("/sitemap-news.xml")]
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        *(f"Sitemap: {address}" for address in maps),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site among its programs."""
    icon = {"src": static("articles/icon.svg"), "type": "image/svg+xml", "sizes": "any"}
    words = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fcfbf8",
        "theme_color": COLOUR,
        "icons": [icon],
    }
    return JsonResponse(words, content_type="application/manifest+json")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon, for whoever asks where icons used to be."""
    return HttpResponse(ICON.read_bytes(), content_type="image/svg+xml")


app_name = "machines"
urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("favicon.ico", favicon, name="favicon"),
    path("social/<id:pk>-<slug:digest>.jpg", social, name="social"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-sections.xml", sitemaps.sections, name="sitemap_sections"),
    path("sitemap-<yyyy:year>-<mm:month>.xml", sitemaps.month, name="sitemap_month"),
    *(
        path(
            f"sitemap-{kind}s-<page:page>.xml",
            sitemaps.entities,
            {"kind": kind},
            name=f"sitemap_{kind}s",
        )
        for kind in sitemaps.ENTITIES
    ),
]

from functools import wraps

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.db import DataError
from django.urls import path
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog, set_language

# The body editor has an inline import map.
EDITOR_POLICY = {"script-src": [SELF, NONCE], "style-src": [SELF]}
LONGEST_SEARCH = 200
ORDER = ["Post", "Edition", "Person", "Organization", "Event", "Image", "Slot", "BreakingLine"]
ORDER += ["Section", "Tag", "Page", "Webhook", "Token"]


class DeskSite(AdminSite):
    """Django's admin as the desk."""

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("Desk")
    # One row of links above the page instead: a list and a form need the width.
    enable_nav_sidebar = False

    def get_urls(self):
        return [path("language/", set_language, name="set_language"), *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        guarded = shorten_search(refuse_overflow(view))
        return csp_update(EDITOR_POLICY)(super().admin_view(guarded, cacheable))

    def each_context(self, request):
        languages = [get_language_info(code) for code in settings.ADMIN_LANGUAGES]
        return super().each_context(request) | {"admin_languages": languages}

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: app["app_label"] != "articles")

    def index(self, request, extra_context=None):
        # Here, because the admin's modules register with this site while they are imported.
        from articles.admin.index import index_page

        return super().index(request, index_page(self, request) | (extra_context or {}))

    def autocomplete_view(self, request):
        from articles.admin.people import DeskAutocomplete

        return DeskAutocomplete.as_view(admin_site=self)(request)

    def i18n_javascript(self, request, extra_context=None):
        packages = ["django.contrib.admin", "django_prose_editor", "articles"]
        return JavaScriptCatalog.as_view(packages=packages)(request)


def shorten_search(view):
    """Look for no more than the first words: each makes a condition, and SQLite takes 1000."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        for name in ("q", "term"):
            if len(request.GET.get(name, "")) > LONGEST_SEARCH:
                request.GET = request.GET.copy()
                request.GET[name] = request.GET[name][:LONGEST_SEARCH]
        return view(request, *args, **kwargs)

    return guarded


def refuse_overflow(view):
    """Answer 400 where an address or a forged form holds what no database column can."""

    @wraps(view)
    def guarded(*args, **kwargs):
        try:
            response = view(*args, **kwargs)
            if hasattr(response, "render"):
                response.render()  # here, because widgets look up what was chosen
            return response
        except (OverflowError, DataError) as error:  # SQLite says the first, PostgreSQL the second
            raise BadRequest(str(error)) from error

    return guarded


def _place(model: dict) -> int:
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)

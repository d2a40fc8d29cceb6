"""Pages that are no news, written by chief editors in the editor of posts."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import views
from articles.models import Page, make_slug
from articles.pages import restore_page, save_page

from .base import DeskAdmin, DeskForm
from .posts.body import BodyField
from .posts.preview import as_reader, framed, unlisted
from .posts.state import moment
from .records.history import entity_history, restore_view
from .side import find_record


class PageForm(DeskForm):
    body = BodyField()

    def _get_validation_exclusions(self):
        # Without a title no address is made from it: one message is enough.
        missing = set() if self.cleaned_data.get("title") else {"slug"}
        return super()._get_validation_exclusions() | missing

    def clean(self):
        super().clean()
        title, slug = self.cleaned_data.get("title"), self.cleaned_data.get("slug")
        if title and slug == "" and not make_slug(title):
            self.add_error("slug", _("Write the address in Latin letters."))


@admin.register(Page)
class PageAdmin(DeskAdmin):
    form = PageForm
    go_back = staticmethod(restore_page)
    list_display = ["title", "slug", "language", "is_published", "position", "changed"]
    list_filter = ["language", "is_published"]
    search_fields = ["title", "slug"]
    fieldsets = [
        (None, {"fields": ["title", "body"]}),
        (
            gettext_lazy("Where it stands"),
            {"fields": [("language", "slug"), ("is_published", "position")]},
        ),
    ]

    def get_urls(self):
        return [
            self.address("<path:object_id>/restore/", restore_view),
            self.address("<path:object_id>/preview/", page_preview),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return entity_history(self, request, object_id)

    def save_model(self, request, obj, form, change):
        save_page(obj, by=request.user)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_published else None

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def changed(self, page):
        return moment(page.updated_at)


def page_preview(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show a page as it is saved, published or not, as readers would see it."""
    page = find_record(model_admin, object_id)
    if not model_admin.has_view_permission(request, page):
        raise PermissionDenied
    row = {name: getattr(page, name) for name in views.PAGE_FIELDS}
    with translation.override(page.language):
        response = views.read_page(as_reader(request, page.get_absolute_url()), row)
        response.headers["Content-Language"] = page.language
    note = (
        _("As it is saved; readers see it.") if page.is_published else _("Readers do not see it.")
    )
    return framed(model_admin, request, unlisted(response), subtitle=str(page), note=note)

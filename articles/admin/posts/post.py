from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import DeskAdmin, DeskInline, is_key
from articles.admin.pictures.field import PicksImages
from articles.admin.queues import AssigneeFilter, QueueFilter
from articles.history import record_words
from articles.models import Post, PostByline

from .actions import before_publishing, follow, move
from .autosave import (
    BUTTON,
    about_the_page,
    as_new,
    autosave_view,
    bring_back,
    forget_saved,
    offer,
)
from .bar import bar
from .decisions import keep_decisions
from .form import BylineFormSet, PostForm
from .history import post_history, restore_view
from .layout import fieldsets, first_values
from .links_page import links_view
from .naming import body_facts_view, mentions_view
from .panel import names_view
from .presence import name_of, presence_view, who_else
from .preview import preview_tools, working_copy
from .state import MineFilter, StateFilter, badge, is_late, live_edition, moment
from .steps import MOVES, is_for_publishers, pressed
from .translations import is_behind, translations_view
from .turn import stage_of_record
from .unpublish import unpublish_view

NOTES = 50  # shown; the newest


class BylineInline(DeskInline):
    model = PostByline
    formset = BylineFormSet
    # Rows of a table are too wide for the column they stand in.
    template = "admin/edit_inline/stacked.html"
    fields = ["person", ("role", "position")]
    autocomplete_fields = ["person"]


@admin.register(Post)
class PostAdmin(PicksImages, DeskAdmin):
    """Where stories are written, and sent through the doors of publishing."""

    form = PostForm
    inlines = [BylineInline]
    in_editions = ("post", "redirect_to", "translation_of")
    list_display = ["title", "state", "holder", "due", "section", "changed"]
    list_select_related = ["section", "created_by", "assignee"]
    list_filter = [
        *(QueueFilter, StateFilter, AssigneeFilter, MineFilter),
        *("stage", "section", "kind", "language"),
    ]
    date_hierarchy = "created_at"
    search_fields = ["headline", "lead", "slug"]
    autocomplete_fields = [
        *("tags", "persons", "organizations", "events"),
        *("lead_image", "related_posts", "assignee"),
    ]
    readonly_fields = ["thread"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state()

    def get_urls(self):
        return [
            self.address("autosave/", autosave_view),
            self.address("mentions/", mentions_view),
            self.address("body-facts/", body_facts_view),
            self.address("names/", names_view),
            self.address("<path:object_id>/autosave/", autosave_view),
            self.address("<path:object_id>/names/", names_view),
            self.address("<path:object_id>/presence/", presence_view),
            self.address("<path:object_id>/links/", links_view),
            self.address("<path:object_id>/restore/", restore_view),
            self.address("<path:object_id>/translations/", translations_view),
            self.address("<path:object_id>/unpublish/", unpublish_view),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return post_history(self, request, object_id)

    def get_fieldsets(self, request, obj=None):
        return fieldsets(request, obj, may_write=self._may_write(request, obj))

    def get_changeform_initial_data(self, request):
        return first_values(request.user) | super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.may_publish = self.has_publish_permission(request)
        form.may_note = request.user.has_perm("articles.add_note")
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            post = self._lock(object_id)
            if object_id and post is None:
                return self._gone(request, object_id, extra_context)
            if BUTTON in request.POST:
                bring_back(request, post)
            self._refuse_strangers(request)
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if "_preview" in request.POST:
                transaction.set_rollback(True)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= preview_tools(request, obj)
        context["show_save_and_add_another"] = False
        if obj and request.method == "GET" and self.has_publish_permission(request):
            context["before_publishing"] = before_publishing(obj)
        if obj:
            context["badge"] = badge(obj)
            context["is_behind"] = request.method == "GET" and is_behind(obj)
        if self._may_write(request, obj) and not context.get("is_popup"):
            context["bar"] = bar(request, context["adminform"].form)
            names = [obj.pk] if obj else []
            context["autosave_url"] = reverse("admin:articles_post_autosave", args=names)
            context["names_url"] = reverse("admin:articles_post_names", args=names)
            context["autosave_page"] = about_the_page(request, obj)
            context["unsaved"] = offer(request, obj) if request.method == "GET" else None
            context["who_else"] = who_else(obj, request.user) if obj else None
        context["title"] = _("Post") if obj else _("New post")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        form.before = stage_of_record(obj) if change else None
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        keep_decisions(form.instance, form.cleaned_data["decided"], request.user)
        move(self, request, form)
        record_words(form.instance, request.user)
        forget_saved(request, form.instance if change else None)
        if form.instance.stale:
            text = _("Your changes are saved together with those of %s.") % form.instance.stale.who
            self.message_user(request, text, messages.INFO)
        follow(self, request, form)

    def response_add(self, request, obj, post_url_continue=None):
        return self._response(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._response(request, obj) or super().response_change(request, obj)

    def view_on_site(self, obj):
        edition = live_edition(obj)
        return edition.card["path"] if edition else None

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, post):
        return str(post)

    @admin.display(description=gettext_lazy("state"))
    def state(self, post):
        return badge(post)

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, post):
        if post.due_at is None:
            return None
        mark = "due due-over" if is_late(post) else "due"
        return format_html('<span class="{}">{}</span>', mark, moment(post.due_at))

    @admin.display(description=gettext_lazy("with whom"), ordering="assignee__username")
    def holder(self, post):
        """Return who was asked to see to it, or else who wrote it."""
        user = post.assignee or post.created_by
        return user and name_of(user)

    @admin.display(description=gettext_lazy("changed"), ordering="updated_at")
    def changed(self, post):
        return moment(post.updated_at)

    @admin.display(description=gettext_lazy("notes"))
    def thread(self, post):
        notes = post.notes.with_authors().order_by("-id")[:NOTES]
        return render_to_string("admin/articles/post/notes.html", {"notes": notes})

    def _lock(self, object_id: str | None) -> Post | None:
        """Make whoever saves second wait, and then see what the first has saved."""
        if object_id is None or not is_key(unquote(object_id)):
            return None
        return Post.objects.select_for_update().filter(pk=unquote(object_id)).first()

    def _refuse_strangers(self, request) -> None:
        """Refuse buttons that are for publishers only; what is next for a post its form knows."""
        forbidden = [step for step in pressed(request.POST) if is_for_publishers(step)]
        if forbidden and not self.has_publish_permission(request):
            raise PermissionDenied

    def _gone(self, request, object_id: str, extra_context: dict | None):
        """Show what was written into a post that was deleted meanwhile in the form of a new one."""
        if "headline" not in request.POST or not self.has_add_permission(request):
            return super().changeform_view(request, object_id, "", extra_context)
        request.POST = as_new(request.POST)
        text = _("This post has been deleted while you were writing. You can save it as a new one.")
        self.message_user(request, text, messages.WARNING)
        return super().changeform_view(
            request, None, reverse("admin:articles_post_add"), extra_context
        )

    def _may_write(self, request, obj) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def _response(self, request, obj):
        if "_preview" in request.POST:
            return working_copy(self, request, obj)
        if any(step in request.POST for step in MOVES):
            address = reverse("admin:articles_post_change", args=[obj.pk])
            kept = {"opts": self.opts, "preserved_filters": self.get_preserved_filters(request)}
            return redirect(add_preserved_filters(kept, address))
        return None

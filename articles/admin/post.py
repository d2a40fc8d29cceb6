from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from articles import gate
from articles.history import record_words
from articles.models import Edition, Note, Post, PostByline
from articles.publishing import publish

from .autosave import (
    BUTTON,
    about_the_page,
    as_new,
    autosave_view,
    bring_back,
    forget_saved,
    offer,
)
from .base import DeskAdmin, DeskInline, is_key
from .history import post_history, restore_view
from .links_page import links_view
from .post_form import DOORS, BylineFormSet, PostForm
from .preview import preview_tools, working_copy
from .queues import AssigneeFilter, QueueFilter
from .state import ON_SITE, MineFilter, StateFilter, badge, is_late, live_edition, moment
from .turn import set_stage, stage_of_record, tell, withdraw_approval
from .unpublish import unpublish_view

NOTES = 50  # shown; the newest
STORY = (None, {"fields": ["headline", "lead", "body", "revision"]})
PLACE = (
    gettext_lazy("Where it belongs"),
    {"fields": [("section", "kind"), ("language", "age_mark"), "tags"]},
)
NAMED = (
    gettext_lazy("Who and what is named"),
    {"fields": ["persons", "organizations", "events"]},
)
# The bylines follow the fieldset of this class.
PICTURE = (
    gettext_lazy("Picture"),
    {"fields": ["lead_image", "lead_image_caption"], "classes": ["before-bylines"]},
)
WORK = gettext_lazy("Whose turn it is")
REST = (
    gettext_lazy("Address, related posts, source, advertising"),
    {
        "fields": [
            "slug",
            "related_posts",
            ("source_name", "source_url"),
            "is_paid",
            ("advertiser", "erid"),
        ],
        "classes": ["collapse"],
    },
)


class BylineInline(DeskInline):
    model = PostByline
    formset = BylineFormSet
    fields = ["person", "role", "position"]
    autocomplete_fields = ["person"]


@admin.register(Post)
class PostAdmin(DeskAdmin):
    """Where stories are written, and sent through the doors of publishing.py."""

    form = PostForm
    inlines = [BylineInline]
    in_editions = ("post", "redirect_to")
    list_display = ["title", "state", "assignee", "due", "section", "created_by", "updated_at"]
    list_select_related = ["section", "created_by", "assignee"]
    list_filter = [
        *(QueueFilter, StateFilter, AssigneeFilter, MineFilter),
        *("stage", "section", "kind", "language"),
    ]
    date_hierarchy = "created_at"
    search_fields = ["headline", "lead", "slug"]
    autocomplete_fields = [
        *("section", "tags", "persons", "organizations", "events"),
        *("lead_image", "related_posts", "assignee"),
    ]
    readonly_fields = ["state", "thread"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state()

    def get_urls(self):
        def address(route, view):
            name = route.strip("/").rpartition("/")[2]
            guarded = self.admin_site.admin_view(partial(view, self))
            return path(route, guarded, name=f"articles_post_{name}")

        return [
            address("autosave/", autosave_view),
            address("<path:object_id>/autosave/", autosave_view),
            address("<path:object_id>/links/", links_view),
            address("<path:object_id>/restore/", restore_view),
            address("<path:object_id>/unpublish/", unpublish_view),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        return post_history(self, request, object_id)

    def get_fieldsets(self, request, obj=None):
        may_write = self._may_write(request, obj)
        may_publish = may_write and self.has_publish_permission(request)
        publication = [
            *(["state"] if obj else []),
            "stage",
            "embargo_until",
            *(["publish_at"] if may_publish else []),
            *(
                [("correction", "correction_kind")]
                if may_publish and getattr(obj, "was_live", False)
                else []
            ),
        ]
        last = (gettext_lazy("Publication"), {"fields": publication})
        return [STORY, PLACE, NAMED, PICTURE, self._work(request, obj, may_write), last, REST]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.may_publish = self.has_publish_permission(request)
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
            if self._leads_to_readers(request) and not self.has_publish_permission(request):
                raise PermissionDenied
            response = super().changeform_view(request, object_id, form_url, extra_context)
            if "_preview" in request.POST:
                transaction.set_rollback(True)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        may_publish = self.has_publish_permission(request)
        context["may_publish"] = may_publish
        context["may_unpublish"] = may_publish and getattr(obj, "state", None) in ON_SITE
        if may_publish and obj and request.method == "GET":
            context["before_publishing"] = self._before_publishing(obj)
        context |= preview_tools(request, obj)
        context["show_save_and_add_another"] = False
        if self._may_write(request, obj) and not context.get("is_popup"):
            names = [obj.pk] if obj else []
            context["autosave_url"] = reverse("admin:articles_post_autosave", args=names)
            context["autosave_page"] = about_the_page(request, obj)
            context["unsaved"] = offer(request, obj) if request.method == "GET" else None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        form.before = stage_of_record(obj) if change else None
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not form.door and form.before and form.before[0] == Post.Stage.APPROVED:
            self._ask_for_a_new_look(request, form.instance)
        record_words(form.instance, request.user)
        forget_saved(request, form.instance if change else None)
        if form.instance.stale:
            text = _("Your changes are saved together with those of %s.") % form.instance.stale.who
            self.message_user(request, text, messages.INFO)
        if form.door:
            set_stage(form.instance, Post.Stage.APPROVED)
            self._publish(request, form)
        self._pass_on(request, form)

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

    @admin.display(description=gettext_lazy("notes"))
    def thread(self, post):
        notes = post.notes.with_authors().order_by("-id")[:NOTES]
        return render_to_string("admin/articles/post/notes.html", {"notes": notes})

    def _work(self, request, obj, may_write: bool) -> tuple:
        reads = obj and request.user.has_perm("articles.view_note")
        adds = may_write and request.user.has_perm("articles.add_note")
        notes = [*(["thread"] if reads else []), *(["note"] if adds else [])]
        return (WORK, {"fields": [("assignee", "due_at"), *notes]})

    def _ask_for_a_new_look(self, request, post) -> None:
        if withdraw_approval(post, post.fingerprint):
            text = _("The words have changed since they were approved: they are in review again.")
            self.message_user(request, text, messages.WARNING)

    def _pass_on(self, request, form) -> None:
        """Keep the note, and tell those whose turn it has become."""
        post, text, note = form.instance, form.cleaned_data.get("note"), None
        if text and request.user.has_perm("articles.add_note"):
            note = Note.objects.create(post=post, author=request.user, text=text)
        was = form.before or (Post.Stage.DRAFT, None)
        is_passed_on = note or was != (post.stage, post.assignee_id)
        if is_passed_on and not form.door:
            tell(post, by=request.user, note=note)

    def _lock(self, object_id: str | None) -> Post | None:
        """Make whoever saves second wait, and then see what the first has saved."""
        if object_id is None or not is_key(unquote(object_id)):
            return None
        return Post.objects.select_for_update().filter(pk=unquote(object_id)).first()

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

    def _leads_to_readers(self, request) -> bool:
        return any(name in request.POST for name in DOORS)

    def _may_write(self, request, obj) -> bool:
        return self.has_change_permission(request, obj) if obj else self.has_add_permission(request)

    def _before_publishing(self, post: Post) -> list[tuple[str, list[str]]]:
        """Return what the gate says of the saved post, under the headings of the form."""
        blockers = gate.blockers(post).items()
        blocks = [gate.in_words(name, text) for name, texts in blockers for text in texts]
        found = [(_("Still in the way"), blocks), (_("Worth a look"), gate.warnings(post))]
        return [(heading, texts) for heading, texts in found if texts]

    def _warn(self, request, post: Post, at) -> None:
        if texts := gate.warnings(post, at):
            lines = format_html_join("", "<br>{}", ((text,) for text in texts))
            heading = _("It goes to readers with these warnings:")
            text = format_html("{}{}", heading, lines)
            self.message_user(request, text, messages.WARNING)

    def _publish(self, request, form) -> None:
        post = form.instance
        known = set(post.editions.values_list("pk", flat=True))
        at = form.cleaned_data["publish_at"] if form.door == "_schedule" else None
        note = {
            "correction": form.cleaned_data.get("correction"),
            "correction_kind": form.cleaned_data.get("correction_kind")
            or Edition.CorrectionKind.CORRECTION,
        }
        edition = publish(post, by=request.user, at=at, **note)
        if edition.pk in known:
            text = _("Nothing has changed: “{post}” stands as it was published.")
        elif at:
            text = _("“{post}” opens to readers on {time}. Later changes wait for the next time.")
            self.log_change(request, post, _("Scheduled for %s.") % moment(at))
        else:
            text = _("“{post}” is published. <a href='{url}'>See it on the site</a>")
            self.log_change(request, post, _("Published."))
        words = {"post": post, "url": edition.card["path"], "time": moment(edition.live_from)}
        self.message_user(request, format_html(text, **words), messages.SUCCESS)
        self._warn(request, post, at)

    def _response(self, request, obj):
        if "_preview" in request.POST:
            return working_copy(self, request, obj)
        if self._leads_to_readers(request):
            return redirect(reverse("admin:articles_post_change", args=[obj.pk]))
        return None

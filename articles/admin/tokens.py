"""Tokens of partners: made, shown once, revoked; nobody ever sees one again."""

import secrets

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Token, hash_of

from .base import DeskAdmin, DeskForm
from .posts.preview import unlisted
from .side import find_listed

MARK = "newsroom_"  # so that people and programs that look for lost secrets know it
SHOWN = len(MARK) + 3


def issue(token: Token, *, by: AbstractBaseUser) -> str:
    """Save a new token. Returns what the partner's program sends: it is kept nowhere."""
    secret = MARK + secrets.token_urlsafe(32)
    token.token_hash, token.beginning = hash_of(secret), secret[:SHOWN]
    token.created_by = by
    token.save(force_insert=True)
    return secret


def revoke(token: Token) -> bool:
    """Close a token for good. Returns whether it was open."""
    still = Token.objects.filter(pk=token.pk, revoked_at=None)
    return bool(still.update(revoked_at=timezone.now()))


class TokenForm(DeskForm):
    def clean_expires_at(self):
        expires_at = self.cleaned_data["expires_at"]
        if "expires_at" in self.changed_data and expires_at <= timezone.now():
            raise ValidationError(_("This time is past. Write a later one."))
        return expires_at


@admin.register(Token)
class TokenAdmin(DeskAdmin):
    form = TokenForm
    change_form_template = "admin/articles/token/change_form.html"
    list_display = ["name", "beginning", "state", "opens_embargoed", "expires_at", "last_used_at"]
    search_fields = ["name", "beginning"]
    fields = ["name", "opens_embargoed", "expires_at"]
    actions = ["revoke_chosen"]
    view_on_site = False

    def has_change_permission(self, request, obj=None):
        # What is revoked stays as it was.
        return super().has_change_permission(request, obj) and not (obj and obj.revoked_at)

    def has_delete_permission(self, request, obj=None):
        # Who had a token, and until when, can be asked later.
        return False

    def get_fields(self, request, obj=None):
        facts = ["state", "beginning", "created_by", "created_at", "last_used_at", "revoked_at"]
        return [*self.fields, *facts] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj)[len(self.fields) :]

    def save_model(self, request, obj, form, change):
        if change:
            # What was changed and no more: somebody may have revoked the token meanwhile.
            obj.save(update_fields=form.changed_data)
        else:
            obj.secret = issue(obj, by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        context = {
            **self.admin_site.each_context(request),
            "title": _("The token is ready"),
            "subtitle": str(obj),
            "opts": self.opts,
            "token": obj,
            "secret": obj.secret,
        }
        return unlisted(TemplateResponse(request, "admin/articles/token/made.html", context))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if request.method == "POST" and "_revoke" in request.POST:
            return self.revoke_view(request, object_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def revoke_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        token = find_listed(self, request, object_id)
        if not self.has_change_permission(request, token):
            raise PermissionDenied
        self._revoke(request, token)
        self.message_user(request, _("The token works no more."), messages.SUCCESS)
        return redirect("admin:articles_token_changelist")

    @admin.action(description=gettext_lazy("Revoke"), permissions=["change"])
    def revoke_chosen(self, request, queryset):
        for token in queryset.filter(revoked_at=None):
            self._revoke(request, token)

    def _revoke(self, request: HttpRequest, token: Token) -> None:
        if revoke(token):
            self.log_change(request, token, _("Revoked."))

    @admin.display(description=gettext_lazy("state"))
    def state(self, token):
        label, colour = _("Works"), "live"
        if token.revoked_at:
            label, colour = _("Revoked"), "unpublished"
        elif token.is_expired:
            label, colour = _("Expired"), "draft"
        return format_html('<span class="state state-{}">{}</span>', colour, label)

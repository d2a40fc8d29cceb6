"""Who is told of changes: receivers, their secrets, and what was sent to them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import webhooks
from articles.models import Webhook
from articles.webhooks.addresses import check_url

from .base import DeskAdmin, DeskForm, is_key
from .posts.state import moment
from .side import find_record

SHOWN = 50  # deliveries on a page
LABELS = {
    "post": gettext_lazy("Posts"),
    "person": gettext_lazy("Persons"),
    "organization": gettext_lazy("Organizations"),
    "event": gettext_lazy("Events"),
}
# By the names that receivers read, and what they mean.
TOPICS = [
    (LABELS[kind], [(name, format_lazy("{}: {}", name, what)) for name, what in topics.items()])
    for kind, topics in webhooks.TOPICS.items()
]


class AddressInput(forms.URLInput):
    def __init__(self, attrs=None):
        super().__init__({"class": "vURLField"} | (attrs or {}))


class WebhookForm(DeskForm):
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), choices=TOPICS, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self):
        check_url(self.cleaned_data["url"])
        return self.cleaned_data["url"]


class NewWebhookForm(WebhookForm):
    start = forms.ChoiceField(
        label=gettext_lazy("What is sent"),
        choices=[
            ("now", gettext_lazy("What changes from now on")),
            ("all", gettext_lazy("All there is, and then what changes")),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )


@admin.register(Webhook)
class WebhookAdmin(DeskAdmin):
    form = WebhookForm
    # Without a link: who follows it is no receiver's business.
    formfield_overrides = DeskAdmin.formfield_overrides | {
        models.URLField: {"assume_scheme": "https", "widget": AddressInput}
    }
    list_display = ["description", "host", "state", "delivered", "reached"]
    list_filter = ["is_active"]
    search_fields = ["description", "url"]
    view_on_site = False

    def get_form(self, request, obj=None, change=False, **kwargs):
        # A choice of the beginning is for a new one alone: the others have their place.
        kwargs |= {} if change else {"form": NewWebhookForm}
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        fields = ["description", "url", "topics"]
        return [*fields, "is_active"] if obj else [*fields, "start"]

    def get_urls(self):
        return [
            self.address("<path:object_id>/secret/", secret_view),
            self.address("<path:object_id>/deliveries/", deliveries_view),
            *super().get_urls(),
        ]

    def get_deleted_objects(self, objs, request):
        # With all that was sent to them, which nobody reads one by one before deleting.
        names = [str(webhook) for webhook in objs]
        return names, {self.opts.verbose_name_plural: len(names)}, set(), []

    def save_model(self, request, obj, form, change):
        if not change:
            begins = form.cleaned_data["start"]
            obj.secret_shown = webhooks.add(obj, from_the_beginning=begins == "all")
            return
        # The worker writes the other columns of the row meanwhile, and may switch it off.
        obj.save(update_fields=["url", "description", "topics"])
        if "is_active" in form.changed_data:
            (webhooks.revive if obj.is_active else webhooks.stop)(obj)

    def response_add(self, request, obj, post_url_continue=None):
        return secret_page(self, request, obj, obj.secret_shown)

    @admin.display(description=gettext_lazy("host"))
    def host(self, webhook):
        return webhook.url.split("/")[2]

    @admin.display(description=gettext_lazy("state"))
    def state(self, webhook):
        return badge(webhook)

    @admin.display(description=gettext_lazy("last taken"), ordering="delivered_at")
    def delivered(self, webhook):
        return moment(webhook.delivered_at) if webhook.delivered_at else None

    @admin.display(description=gettext_lazy("has all up to"), ordering="reached_at")
    def reached(self, webhook):
        return moment(webhook.reached_at) if webhook.reached_at else None


def badge(webhook: Webhook) -> str:
    """Return how it goes, as a coloured mark."""
    if webhook.disabled_at:
        colour, label = "unpublished", _("switched off: it took nothing")
    elif not webhook.is_active:
        colour, label = "draft", _("not active")
    elif webhook.failing_since:
        time = moment(webhook.next_attempt_at)
        colour, label = "in_review", _("fails, next attempt: %(time)s") % {"time": time}
    else:
        colour, label = "live", _("active")
    return format_html('<span class="state state-{}">{}</span>', colour, label)


def secret_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask whether to make a new secret, and show it once."""
    webhook = _changeable(model_admin, request, object_id)
    if request.method != "POST":
        return secret_page(model_admin, request, webhook)
    secret = webhooks.rotate(webhook)
    model_admin.log_change(request, webhook, _("New secret."))
    return secret_page(model_admin, request, webhook, secret)


def secret_page(
    model_admin, request: HttpRequest, webhook: Webhook, secret: str = ""
) -> HttpResponse:
    title = _("The secret of “%(webhook)s”") % {"webhook": webhook}
    more = {"secret": secret, "is_new": not webhook.old_secret}
    return _page(model_admin, request, webhook, "secret", more | {"title": title})


def deliveries_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what was sent, the newest first; send one again, or let a failing one go on."""
    if request.method == "POST":
        return _act(model_admin, request, _changeable(model_admin, request, object_id))
    webhook = find_record(model_admin, object_id)
    if not model_admin.has_view_or_change_permission(request, webhook):
        raise PermissionDenied
    rows = webhook.deliveries.all()
    before = request.GET.get("before", "")
    if is_key(before):
        rows = rows.filter(pk__lt=before)
    found = list(rows[: SHOWN + 1])
    more = {
        "title": _("Deliveries: %(webhook)s") % {"webhook": webhook},
        "deliveries": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "badge": badge(webhook),
        "waits": webhook.disabled_at or webhook.next_attempt_at > timezone.now(),
        "may_change": model_admin.has_change_permission(request, webhook),
    }
    return _page(model_admin, request, webhook, "deliveries", more)


def _act(model_admin, request: HttpRequest, webhook: Webhook) -> HttpResponse:
    delivery = request.POST.get("redeliver", "")
    if "_now" in request.POST:
        webhooks.revive(webhook)
        model_admin.message_user(request, _("It is tried again within seconds."))
    elif is_key(delivery) and webhooks.ask_again(webhook, int(delivery)):
        model_admin.message_user(request, _("It is sent again within seconds."))
    return HttpResponseRedirect(reverse("admin:articles_webhook_deliveries", args=[webhook.pk]))


def _changeable(model_admin, request: HttpRequest, object_id: str) -> Webhook:
    """Return the receiver. Raises PermissionDenied for whoever may not change it."""
    webhook = find_record(model_admin, object_id)
    if not model_admin.has_change_permission(request, webhook):
        raise PermissionDenied
    return webhook


def _page(
    model_admin, request: HttpRequest, webhook: Webhook, name: str, more: dict
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request)
    context |= {"opts": model_admin.opts, "webhook": webhook} | more
    return TemplateResponse(request, f"admin/articles/webhook/{name}.html", context)

"""The page of the desk where links to a draft are made, listed and revoked."""

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import is_key
from articles.admin.side import find_listed
from articles.markup import strip_unprintable
from articles.models import Post, PreviewLink

from .links import make_link, revoke
from .preview import unlisted

DAYS = [(1, gettext_lazy("a day")), (3, gettext_lazy("three days")), (7, gettext_lazy("a week"))]
SHOWN = 50  # the newest


class LinkForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("for whom"),
        max_length=PreviewLink._meta.get_field("label").max_length,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("The person sees this name, and so does the desk beside an answer."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("works for"), choices=DAYS, coerce=int, initial=3
    )

    def clean_label(self):
        label = " ".join(strip_unprintable(self.cleaned_data["label"]).split())
        if not label:
            raise forms.ValidationError(self.fields["label"].error_messages["required"])
        return label


def links_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the links of a post, make one, or revoke one."""
    post = find_listed(model_admin, request, object_id)
    if not model_admin.has_change_permission(request, post):
        raise PermissionDenied
    if "revoke" in request.POST:
        return _revoke(model_admin, request, post)
    form = LinkForm(request.POST if request.method == "POST" else None)
    address = _make(model_admin, request, post, form) if form.is_valid() else ""
    links = PreviewLink.objects.filter(revision__post=post).defer("document", "revision__snapshot")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Share by link"),
        "subtitle": str(post),
        "opts": model_admin.opts,
        "post": post,
        "saved": post.revisions.defer("snapshot").first(),
        "form": LinkForm() if address else form,
        "address": address,
        "links": links.select_related("revision", "created_by")[:SHOWN],
    }
    return unlisted(TemplateResponse(request, "admin/articles/post/links.html", context))


def _make(model_admin, request: HttpRequest, post: Post, form: LinkForm) -> str:
    link, address = make_link(post, by=request.user, **form.cleaned_data)
    model_admin.log_change(request, post, _("Made a link for: %s") % link.label)
    return address


def _revoke(model_admin, request: HttpRequest, post: Post) -> HttpResponse:
    pk = request.POST["revoke"]
    if not is_key(pk):
        raise Http404
    link = get_object_or_404(PreviewLink.objects.defer("document"), revision__post=post, pk=pk)
    revoke(link)
    model_admin.log_change(request, post, _("Revoked the link for: %s") % link.label)
    model_admin.message_user(request, _("The link works no more."), messages.SUCCESS)
    return redirect("admin:articles_post_links", post.pk)

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AutocompleteSelect,
)
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.base import forget_what_is_no_key
from articles.admin.side import find_listed
from articles.markup import strip_unprintable
from articles.models import Edition, Post
from articles.publishing import unpublish

from .state import ON_SITE, badge, moment


class UnpublishForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3, "autofocus": True}),
        help_text=gettext_lazy("For the desk; readers do not see it."),
    )
    reader_note = forms.CharField(
        label=gettext_lazy("note to readers"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands on the page in place of the post."),
    )
    redirect_to = forms.ModelChoiceField(
        Post.objects.all(),
        label=gettext_lazy("redirect to"),
        required=False,
        help_text=gettext_lazy("Readers are sent on to this post while it is live."),
    )
    at = forms.SplitDateTimeField(
        label=gettext_lazy("when"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=gettext_lazy("Now, if left empty."),
    )

    def __init__(self, *args, admin_site, post: Post, **kwargs):
        super().__init__(*args, **kwargs)
        self.post = post
        field = Edition._meta.get_field("redirect_to")
        self.fields["redirect_to"].widget = AutocompleteSelect(
            field, admin_site, choices=self.fields["redirect_to"].choices
        )

    def full_clean(self):
        super().full_clean()
        forget_what_is_no_key(self)

    def clean_reason(self):
        reason = strip_unprintable(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(self.fields["reason"].error_messages["required"])
        return reason

    def clean_reader_note(self):
        return strip_unprintable(self.cleaned_data["reader_note"])

    def clean_redirect_to(self):
        if self.cleaned_data["redirect_to"] == self.post:
            raise ValidationError(_("A post cannot redirect to itself."))
        return self.cleaned_data["redirect_to"]

    def clean_at(self):
        at = self.cleaned_data["at"]
        if at and at <= timezone.now():
            raise ValidationError(_("This time is past. Write a later one."))
        return at


def unpublish_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask why and when, then take the post from the site. POST alone acts."""
    if not model_admin.has_publish_permission(request):
        raise PermissionDenied
    post = find_listed(model_admin, request, object_id)
    if post.state not in ON_SITE:
        message = _("“%(post)s” is not published, so there is nothing to unpublish.")
        model_admin.message_user(request, message % {"post": post}, messages.WARNING)
        return redirect("admin:articles_post_change", post.pk)
    data = request.POST if request.method == "POST" else None
    form = UnpublishForm(data, admin_site=model_admin.admin_site, post=post)
    if form.is_valid() and _act(model_admin, request, form):
        return redirect("admin:articles_post_change", post.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Unpublish"),
        "subtitle": str(post),
        "opts": model_admin.opts,
        "post": post,
        "badge": badge(post),
        "form": form,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/articles/post/unpublish.html", context)


def _act(model_admin, request: HttpRequest, form: UnpublishForm) -> bool:
    post, chosen = form.post, form.cleaned_data
    try:
        unpublish(post, by=request.user, **chosen)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    model_admin.log_change(request, post, _("Unpublished: %s") % chosen["reason"])
    if chosen["at"]:
        text = _("“%(post)s” leaves the site on %(time)s. To keep it there, publish it again.")
    else:
        text = _("“%(post)s” is no longer on the site. To bring it back, publish it again.")
    text %= {"post": post, "time": moment(chosen["at"]) if chosen["at"] else ""}
    model_admin.message_user(request, text, messages.SUCCESS)
    return True

"""What somebody without an account sees by a link: one draft as readers would, and a form.

The only address of the desk outside /admin/. Its secret is the token in it: there is no session
and no cookie that another site could ride on, so the form needs no token against that (CSRF).
"""

import unicodedata
from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.markup import strip_unprintable
from articles.models import Note, PreviewLink

from .links import hash_of, take_answer
from .preview import as_reader, readers_page, unlisted

NOTICED = timedelta(minutes=1)  # how exactly the desk wants to know when it was opened


class AnswerForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=Note._meta.get_field("author_name").max_length
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=Note._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.ChoiceField(choices=Note.Answer.choices)

    def clean_name(self):
        # Nothing that could turn the text around it the other way, or hide.
        name = self.cleaned_data["name"]
        name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
        if not name.strip():
            raise ValidationError(self.fields["name"].error_messages["required"])
        return " ".join(name.split())

    def clean_comment(self):
        return strip_unprintable(self.cleaned_data["comment"]).strip()

    def clean(self):
        wants_change = self.cleaned_data.get("answer") == Note.Answer.CHANGE
        if wants_change and not self.cleaned_data.get("comment"):
            self.add_error("comment", _("Write what should be changed."))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def outside_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the draft of the link and take an answer; one page for all links that do not work."""
    links = PreviewLink.objects.working().select_related("revision", "created_by")
    link = links.defer("revision__snapshot").filter(token_hash=hash_of(token)).first()
    if link is None:
        response = unlisted(render(as_reader(request, "/"), "articles/no_draft.html", status=404))
    else:
        with translation.override(link.document["language"]):
            response = _draft(request, link)
    # The address is a secret: what is opened from the page must not be told it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _draft(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if take_answer(link, **form.cleaned_data):
            return unlisted(HttpResponseRedirect(f"{request.path}?sent=1", status=303))
        form.add_error(None, _("This link takes no more answers. Please ask for a new one."))
    _notice(link)
    document = link.document
    edition = {
        "document": document,
        "first_published_at": datetime.fromisoformat(document["first_published_at"]),
        "live_from": datetime.fromisoformat(document["updated_at"]),
    }
    is_sent = "sent" in request.GET and request.method != "POST"
    more = {"link": link, "form": form, "is_sent": is_sent}
    return readers_page(request, edition, "articles/draft.html", more)


def _notice(link: PreviewLink) -> None:
    now = timezone.now()
    if link.last_opened_at is None or link.last_opened_at < now - NOTICED:
        PreviewLink.objects.filter(pk=link.pk).update(last_opened_at=now)

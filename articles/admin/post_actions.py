"""What a save of a post's form sets going: publication, whose turn it is, what is told of it."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from articles import gate
from articles.models import Edition, Note, Post
from articles.publishing import publish

from .state import moment
from .turn import tell, withdraw_approval


def ask_for_a_new_look(model_admin, request, post: Post) -> None:
    """Take back the approval of words that are no longer those approved."""
    if withdraw_approval(post, post.fingerprint):
        text = _("The words have changed since they were approved: they are in review again.")
        model_admin.message_user(request, text, messages.WARNING)


def pass_on(request, form) -> None:
    """Keep the note, and tell those whose turn it has become."""
    post, text, note = form.instance, form.cleaned_data.get("note"), None
    if text and request.user.has_perm("articles.add_note"):
        note = Note.objects.create(post=post, author=request.user, text=text)
    was = form.before or (Post.Stage.DRAFT, None)
    is_passed_on = note or was != (post.stage, post.assignee_id)
    if is_passed_on and not form.door:
        tell(post, by=request.user, note=note)


def before_publishing(post: Post) -> list[tuple[str, list[str]]]:
    """Return what the gate says of the saved post, under the headings of the form."""
    blockers = gate.blockers(post).items()
    blocks = [gate.in_words(name, text) for name, texts in blockers for text in texts]
    found = [(_("Still in the way"), blocks), (_("Worth a look"), gate.warnings(post))]
    return [(heading, texts) for heading, texts in found if texts]


def publish_form(model_admin, request, form) -> None:
    """Send the saved post through the door that was pressed, and say what came of it."""
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
        model_admin.log_change(request, post, _("Scheduled for %s.") % moment(at))
    else:
        text = _("“{post}” is published. <a href='{url}'>See it on the site</a>")
        model_admin.log_change(request, post, _("Published."))
    words = {"post": post, "url": edition.card["path"], "time": moment(edition.live_from)}
    model_admin.message_user(request, format_html(text, **words), messages.SUCCESS)
    _warn(model_admin, request, post, at)


def _warn(model_admin, request, post: Post, at) -> None:
    if texts := gate.warnings(post, at):
        lines = format_html_join("", "<br>{}", ((text,) for text in texts))
        heading = _("It goes to readers with these warnings:")
        text = format_html("{}{}", heading, lines)
        model_admin.message_user(request, text, messages.WARNING)

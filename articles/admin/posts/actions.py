"""What a save of a post's form sets going: publication, whose turn it is, what is told of it."""

from django.contrib import messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from articles import gate
from articles.models import Edition, Note, Post
from articles.publishing import publish, take_back

from .state import moment
from .steps import STAGE_AFTER
from .turn import hand_on, set_stage, tell, withdraw_approval


def move(model_admin, request, form) -> None:
    """Bring the saved words to the stage of the button; or take back their approval if changed."""
    post = form.instance
    if stage := STAGE_AFTER.get(form.step):
        set_stage(post, stage)
        if form.step in ("_review", "_return"):
            hand_on(post, by=request.user)
    elif _was_approved(form) and withdraw_approval(post, post.fingerprint):
        text = _("The words have changed since they were approved: they are in review again.")
        model_admin.message_user(request, text, messages.WARNING)


def follow(model_admin, request, form) -> None:
    """Do what the button says beyond the stage, keep the note, tell those concerned."""
    post, told = form.instance, _pass_on(request, form)
    if form.door:
        _publish(model_admin, request, form)
    elif form.step == "_take_back":
        take_back(post)
        model_admin.log_change(request, post, _("Taken off the schedule."))
        _say(model_admin, request, _("Taken off the schedule. Nothing opens by itself now."))
    elif form.step in STAGE_AFTER:
        stage = post.get_stage_display()
        model_admin.log_change(request, post, _("Stage: %s.") % stage)
        _say(model_admin, request, _after(form.step, told))


def _was_approved(form) -> bool:
    # A preview saves nothing, so it must not tell of it either.
    is_saved = form.step != "_preview"
    return is_saved and bool(form.before) and form.before[0] == Post.Stage.APPROVED


def _pass_on(request, form) -> list:
    """Keep the note; tell those whose turn it has become, and return them."""
    post, text, note = form.instance, form.cleaned_data.get("note"), None
    if text and request.user.has_perm("articles.add_note"):
        note = Note.objects.create(post=post, author=request.user, text=text)
    was = form.before or (Post.Stage.DRAFT, None)
    is_passed_on = note or was != (post.stage, post.assignee_id)
    if form.door or not is_passed_on:
        return []
    return tell(post, by=request.user, note=note)


def _after(step: str, told: list) -> str:
    """Return what has been done, and what happens next."""
    if step == "_approve":
        return _("Approved. It can be published or scheduled now.")
    if step == "_draft":
        return _("Taken back: it is your draft again.")
    names = ", ".join(user.get_full_name() or user.get_username() for user in told[:3])
    if step == "_return":
        done = _("Sent back to be worked on.")
    elif len(told) > 3:
        return _("Sent for review; the editors are told.")
    else:
        done = _("Sent for review; it stands among what waits for the editors.")
    return " ".join([done, _("Told by mail: %s.") % names]) if told else done


def _say(model_admin, request, text: str) -> None:
    model_admin.message_user(request, text, messages.SUCCESS)


def before_publishing(post: Post) -> list[tuple[str, list[str]]]:
    """Return what the gate says of the saved post, under the headings of the form."""
    blockers = gate.blockers(post).items()
    blocks = [gate.in_words(name, text) for name, texts in blockers for text in texts]
    found = [(_("Still in the way"), blocks), (_("Worth a look"), gate.warnings(post))]
    return [(heading, texts) for heading, texts in found if texts]


def _publish(model_admin, request, form) -> None:
    """Send the saved post through the door that was pressed, and say what came of it."""
    post = form.instance
    known = set(post.editions.values_list("pk", flat=True))
    at = form.cleaned_data["publish_at"] if form.door == "_schedule" else None
    note = {
        "correction": form.cleaned_data.get("correction"),
        "correction_kind": form.cleaned_data.get("correction_kind")
        or Edition.CorrectionKind.CORRECTION,
        "correction_place": form.cleaned_data.get("correction_place")
        or Edition.CorrectionPlace.TOP,
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
    _say(model_admin, request, format_html(text, **words))
    _warn(model_admin, request, post, at)


def _warn(model_admin, request, post: Post, at) -> None:
    if texts := gate.warnings(post, at):
        lines = format_html_join("", "<br>{}", ((text,) for text in texts))
        heading = _("It goes to readers with these warnings:")
        text = format_html("{}{}", heading, lines)
        model_admin.message_user(request, text, messages.WARNING)

"""The page where old posts that name a record are looked for, and accepted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import rescans
from articles.admin.base import is_key
from articles.admin.side import address_of, find_listed
from articles.mentions.reasons import in_words
from articles.mentions.spans import LINK, SUGGEST, Reason
from articles.models import Edition, Entity, Post, Rescan, RescanFind
from articles.paging import BadCursor, read_page

SHOWN = 50
MOST_AT_ONCE = 20  # runs started from a list: each goes through all that is published
NAMES = ["name", "short_name", "aliases", "given_name", "family_name", "patronymic_name"]
LEVELS = {LINK: gettext_lazy("sure"), SUGGEST: gettext_lazy("to check")}
STEPS = ("_start", "_cancel", "_accept", "_accept_all", "_dismiss", "_dismiss_all")


def rescan_view(model_admin, request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the last run for a record and what it found; start or stop one, answer its finds."""
    record = find_listed(model_admin, request, object_id)
    if record.merged_into_id:
        raise Http404
    if not may_look(model_admin, request, record):
        raise PermissionDenied
    kind = record._meta.model_name
    rescan = Rescan.objects.of(kind, record.pk).select_related("by").first()
    if request.method == "POST":
        _act(model_admin, request, record, rescan)
        return redirect(request.get_full_path())
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Find in published posts"),
        "subtitle": str(record),
        "opts": model_admin.opts,
        "record": record,
        "rescan": rescan,
        "may_start": model_admin.has_change_permission(request, record),
        "may_answer": request.user.has_perm("articles.publish_post"),
        **(_found(request, rescan) if rescan else {}),
    }
    return TemplateResponse(request, "admin/articles/entity/rescan.html", context)


def may_look(model_admin, request: HttpRequest, record: Entity) -> bool:
    """Return whether the user may see the record, and posts with it."""
    posts = model_admin.admin_site.get_model_admin(Post)
    return posts.has_view_permission(request) and model_admin.has_view_or_change_permission(
        request, record
    )


def offer_rescan(model_admin, request: HttpRequest, form) -> None:
    """After a record got another name, propose to look for it in what is published."""
    if not set(NAMES) & set(form.changed_data):
        return
    text = _("The names have changed. <a href='{url}'>Find them in published posts</a>")
    text = format_html(text, url=address_of(form.instance, "rescan"))
    model_admin.message_user(request, text, messages.INFO)


def start_chosen(model_admin, request: HttpRequest, queryset) -> HttpResponse | None:
    """Start a run for each of the chosen records; of one alone, show its page."""
    chosen = list(queryset[: MOST_AT_ONCE + 1])
    if len(chosen) > MOST_AT_ONCE:
        text = _("Choose at most %(count)d records.") % {"count": MOST_AT_ONCE}
        model_admin.message_user(request, text, messages.WARNING)
        return None
    allowed = [record for record in chosen if model_admin.has_change_permission(request, record)]
    for record in allowed:
        _start(model_admin, request, record)
    if len(allowed) < len(chosen):
        text = _("Not started for records that readers see: who may publish them can do so.")
        model_admin.message_user(request, text, messages.WARNING)
    if len(allowed) == 1 == len(chosen):
        return redirect(address_of(allowed[0], "rescan"))
    if allowed:
        pages = ((address_of(record, "rescan"), record) for record in allowed)
        links = format_html_join(", ", '<a href="{}">{}</a>', pages)
        text = format_html("{} {}", _("What is found stands here:"), links)
        model_admin.message_user(request, text, messages.INFO)
    return None


def _start(model_admin, request: HttpRequest, record: Entity) -> None:
    try:
        rescans.start(record, by=request.user)
    except ValidationError as error:
        text = f"{record}: {' '.join(error.messages)}"
        model_admin.message_user(request, text, messages.WARNING)
    else:
        model_admin.log_change(request, record, _("Search of the published posts started."))


def _act(model_admin, request: HttpRequest, record: Entity, rescan: Rescan | None) -> None:
    """Do what the button says. Raises PermissionDenied."""
    step = next((step for step in STEPS if step in request.POST), "")
    if step in ("_start", "_cancel"):
        if not model_admin.has_change_permission(request, record):
            raise PermissionDenied
        if step == "_start":
            _start(model_admin, request, record)
        elif rescan and rescans.cancel(rescan):
            model_admin.message_user(request, _("The search is stopped."), messages.SUCCESS)
    elif step and rescan:
        _answer(model_admin, request, record, rescan, step)


def _answer(model_admin, request: HttpRequest, record: Entity, rescan: Rescan, step: str) -> None:
    name = "shown" if step.endswith("_all") else "find"
    finds = [int(pk) for pk in request.POST.getlist(name) if is_key(pk)][:SHOWN]
    if not finds:
        model_admin.message_user(request, _("Choose at least one post."), messages.WARNING)
        return
    answer = rescans.accept if step.startswith("_accept") else rescans.dismiss
    try:
        count = answer(rescan, finds, by=request.user)
    except ValidationError as error:
        model_admin.message_user(request, " ".join(error.messages), messages.ERROR)
        return
    if answer is rescans.accept:
        text = ngettext(
            "%(count)d published post names it now.",
            "%(count)d published posts name it now.",
            count,
        )
        model_admin.log_change(request, record, text % {"count": count})
    else:
        text = ngettext(
            "%(count)d post will not be proposed again.",
            "%(count)d posts will not be proposed again.",
            count,
        )
    model_admin.message_user(request, text % {"count": count}, messages.SUCCESS)


def _found(request: HttpRequest, rescan: Rescan) -> dict:
    """Return a page of open finds as they are shown, and how many there are."""
    level = request.GET.get("level", "")
    finds = rescan.finds.open()
    if level in LEVELS:
        finds = finds.filter(level=level)
    try:
        shown, older = read_page(finds, ("id",), SHOWN, request.GET.get("after", ""))
    except BadCursor as error:
        raise Http404 from error
    posts = [find.post_id for find in shown]
    editions = Edition.objects.live().filter(post__in=posts).order_by()
    rows = editions.values("post_id", "headline", "first_published_at")
    about = {row["post_id"]: row for row in rows}
    counts = rescan.finds.aggregate(
        all=Count("pk"),
        accepted=Count("pk", filter=Q(answer=RescanFind.Answer.ACCEPTED)),
        dismissed=Count("pk", filter=Q(answer=RescanFind.Answer.DISMISSED)),
        sure=Count("pk", filter=Q(answer="", level=LINK)),
        to_check=Count("pk", filter=Q(answer="", level=SUGGEST)),
    )
    return {
        "finds": [_as_shown(find, about.get(find.post_id)) for find in shown],
        "older": older,
        "level": level if level in LEVELS else "",
        "levels": [
            ("", _("All"), counts["sure"] + counts["to_check"]),
            (LINK, LEVELS[LINK], counts["sure"]),
            (SUGGEST, LEVELS[SUGGEST], counts["to_check"]),
        ],
        "counts": counts | {"open": counts["sure"] + counts["to_check"]},
    }


def _as_shown(find: RescanFind, edition: dict | None) -> dict:
    """Return a find as the page shows it; its post may have been taken off the site meanwhile."""
    end = find.at + len(find.words)
    return {
        "pk": find.pk,
        "post": find.post_id,
        "headline": edition["headline"] if edition else _("No longer published"),
        "date": edition and edition["first_published_at"],
        "before": find.sentence[: find.at],
        "words": find.sentence[find.at : end],
        "after": find.sentence[end:],
        "is_sure": find.level == LINK,
        "level": LEVELS[find.level],
        "reason": in_words(Reason(*find.reason)),
    }

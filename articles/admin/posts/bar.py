"""The bar of a post's form: only what this user may do next, the likeliest of it foremost."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Post, State

from .form import PostForm
from .state import moment
from .steps import label, main_step

MORNING, NOON, EVENING = 7, 12, 18
TIMES = 5
SOON = timedelta(minutes=5)  # what comes sooner may be past before the button is pressed


@dataclass(frozen=True)
class Button:
    """What the template draws: a submit button, or what opens the panel of a step."""

    name: str
    label: str
    classes: str


@dataclass
class Bar:
    buttons: list[Button] = field(default_factory=list)  # in sight where there is room
    folded: list[Button] = field(default_factory=list)  # behind "More"
    main: Button | None = None
    times: list[tuple[str, str]] = field(default_factory=list)
    is_correcting: bool = False
    may_correct: bool = False
    may_unpublish: bool = False


def bar(request: HttpRequest, form: PostForm) -> Bar:
    """Return the bar for the saved state of the post in the form."""
    post = form.instance if form.instance.pk else None
    state = post.state if post else State.DRAFT
    main = main_step(post, form.may)
    found = Bar(may_correct="_correct" in form.may)
    for step in form.may:
        button = Button(step, label(step, post), _classes(step, step == main))
        if step == main:
            found.main = button
        elif step not in ("_correct", "_continue", "_preview"):
            (found.folded if _is_folded(step, state) else found.buttons).append(button)
    if "_schedule" in form.may:
        found.times = quick_times(post)
    found.may_unpublish = form.may_publish and state in (State.LIVE, State.CHANGED)
    found.is_correcting = found.may_correct and (
        "correct" in request.GET or "_correct" in form.data or "correction" in form.errors
    )
    return found


def quick_times(post: Post | None, now: datetime | None = None) -> list[tuple[str, str]]:
    """Return likely times to schedule for: [(ISO time with its offset, words), ...]."""
    now = timezone.localtime(now)
    today = now.replace(minute=0, second=0, microsecond=0)
    days = [(today, _("Today, %s")), (today + timedelta(days=1), _("Tomorrow, %s"))]
    until_monday = timedelta(days=7 - today.weekday())
    days.append((today + until_monday, _("Monday, %s")))
    hours = {0: (MORNING, NOON, EVENING), 1: (MORNING, NOON), 2: (MORNING,)}
    found = {}
    embargo = post.embargo_until if post else None
    if embargo and embargo > now + SOON:
        found[embargo] = _("When the embargo ends: %s") % moment(embargo)
    for number, (day, words) in enumerate(days):
        for hour in hours[number]:
            at = day.replace(hour=hour)
            if at > max(now + SOON, embargo or now):
                found.setdefault(at, words % date_format(at, "H:i"))
    return [(timezone.localtime(at).isoformat(), words) for at, words in found.items()][:TIMES]


def _is_folded(step: str, state: str) -> bool:
    return (
        step == "_save"
        or (step == "_approve" and state == State.DRAFT)
        # What readers see already, the desk publishes or corrects.
        or (step in ("_approve", "_return") and state in (State.LIVE, State.CHANGED))
        or (step == "_return" and state == State.APPROVED)
        or (step == "_publish" and state == State.SCHEDULED)
    )


def _classes(step: str, is_main: bool) -> str:
    kind = "door" if step in ("_publish", "_schedule") else "step"
    return f"{kind} main" if is_main else kind

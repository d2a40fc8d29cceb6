"""What may be done next with a post: one table, for the bar, for the server and for the tests.

A step is the name of a button. Who may press it depends on the right to publish, on the stage
of the words and on the state in which readers find the post.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from articles.models import Post, State

Stage = Post.Stage
STAGES, STATES = frozenset(Stage), frozenset(State)
ANYBODY, REPORTERS, PUBLISHERS = {False, True}, {False}, {True}  # may they publish?


@dataclass(frozen=True)
class Rule:
    """Who may press a button, at which stages of the words and in which states of the post.

    And whether while something is scheduled: a live post with a scheduled change counts as changed.
    """

    step: str
    who: set[bool]
    stages: frozenset | set = STAGES
    states: frozenset | set = STATES
    scheduled: frozenset | set = frozenset({False, True})


RULES = (
    # What is live as it stands asks nobody to look at it, unless it was sent for review.
    Rule("_review", ANYBODY, {Stage.DRAFT}, STATES - {State.LIVE}),
    # Nor could it be sent again, if a reporter took it out of the editors' queue.
    Rule("_draft", REPORTERS, {Stage.IN_REVIEW}, STATES - {State.LIVE}),
    Rule("_approve", PUBLISHERS, {Stage.DRAFT}, STATES - {State.LIVE}),
    Rule("_approve", PUBLISHERS, {Stage.IN_REVIEW}),
    Rule("_return", PUBLISHERS, {Stage.IN_REVIEW}),
    # What is sent back must not open by itself: it is taken off the schedule first.
    Rule("_return", PUBLISHERS, {Stage.APPROVED}, STATES - {State.LIVE}, scheduled={False}),
    Rule("_take_back", PUBLISHERS, scheduled={True}),
    Rule("_schedule", PUBLISHERS),
    Rule("_publish", PUBLISHERS),
    Rule("_correct", PUBLISHERS, states={State.LIVE, State.CHANGED, State.UNPUBLISHED}),
    Rule("_continue", ANYBODY),
    Rule("_save", ANYBODY),
    Rule("_preview", ANYBODY),
)

# The steps that lead to readers.
DOORS = ("_publish", "_schedule", "_correct")
# The stage a step brings the words to: whoever publishes them has approved them.
STAGE_AFTER = {
    "_review": Stage.IN_REVIEW,
    "_draft": Stage.DRAFT,
    "_return": Stage.DRAFT,
    "_approve": Stage.APPROVED,
    **dict.fromkeys(DOORS, Stage.APPROVED),
}
STEPS = tuple(dict.fromkeys(rule.step for rule in RULES))
# Those after which there is something to be seen on the form.
MOVES = (*STAGE_AFTER, "_take_back")


def steps(post: Post | None, *, may_publish: bool) -> list[str]:
    """Return what may be done with a post that knows its state; None is a new one."""
    stage, state = _standing(post)
    is_scheduled = getattr(post, "opens_at", None) is not None
    found = [
        rule.step
        for rule in RULES
        if may_publish in rule.who
        and stage in rule.stages
        and state in rule.states
        and is_scheduled in rule.scheduled
    ]
    return list(dict.fromkeys(found))


def pressed(data: Iterable[str]) -> list[str]:
    """Return the buttons in the data of a form; a forged one may hold several."""
    return [step for step in STEPS if step in data]


def is_for_publishers(step: str) -> bool:
    """Return whether nobody else may ever press this button."""
    return all(rule.who == PUBLISHERS for rule in RULES if rule.step == step)


def main_step(post: Post | None, may: list[str]) -> str | None:
    """Return the one step that most often comes next, if there is one."""
    state = _standing(post)[1]
    if "_publish" not in may:
        return "_review" if "_review" in may else None
    if state in (State.LIVE, State.SCHEDULED):
        return None
    return "_approve" if state == State.IN_REVIEW else "_publish"


def label(step: str, post: Post | None) -> str:
    """Return what stands on a button."""
    state = _standing(post)[1]
    if step == "_publish":
        return {
            State.LIVE: _("Publish changes"),
            State.CHANGED: _("Publish changes"),
            State.UNPUBLISHED: _("Publish again"),
        }.get(state, _("Publish now"))
    if step == "_schedule" and getattr(post, "opens_at", None):
        return _("Reschedule")
    return LABELS[step]


LABELS = {
    "_continue": _("Save"),
    "_save": _("Save and close"),
    "_preview": _("Preview"),
    "_review": _("Send for review"),
    "_draft": _("Take back to draft"),
    "_approve": _("Approve"),
    "_return": _("Send back"),
    "_take_back": _("Take off the schedule"),
    "_schedule": _("Schedule"),
    "_correct": _("Publish correction"),
}


def _standing(post: Post | None) -> tuple[str, str]:
    if post is None or post.pk is None:
        return Stage.DRAFT, State.DRAFT
    return post.stage, post.state

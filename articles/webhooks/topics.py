"""What a receiver may ask for."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

# A group, and the topics of it; all of a kind is what may come later too.
TOPICS = {
    "post": {
        "post.*": _("all of a post"),
        "post.upsert": _("published or changed"),
        "post.correct": _("corrected"),
        "post.unpublish": _("unpublished"),
        "post.merge": _("unpublished and led to another"),
    },
    **{
        kind: {
            f"{kind}.*": whole,
            f"{kind}.upsert": _("shown or changed"),
            f"{kind}.unpublish": _("hidden"),
            f"{kind}.merge": _("merged into another"),
        }
        for kind, whole in [
            ("person", _("all of a person")),
            ("organization", _("all of an organization")),
            ("event", _("all of an event")),
        ]
    },
}


def is_wanted(topics: Iterable[str], topic: str) -> bool:
    """Return whether one of the topics means this one."""
    kind, _dot, _action = topic.partition(".")
    return topic in topics or f"{kind}.*" in topics

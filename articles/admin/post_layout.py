"""Which fields stand where on the form of a post."""

from django.utils.translation import gettext_lazy as _

STORY = (None, {"fields": ["headline", "lead", "body", "revision"]})
PLACE = (
    _("Where it belongs"),
    {"fields": [("section", "kind"), ("language", "age_mark"), "tags"]},
)
NAMED = (
    _("Who and what is named"),
    {"fields": ["persons", "organizations", "events"]},
)
# The bylines follow the fieldset of this class.
PICTURE = (
    _("Picture"),
    {"fields": ["lead_image", "lead_image_caption"], "classes": ["before-bylines"]},
)
WORK = _("Whose turn it is")
REST = (
    _("Address, related posts, source, advertising"),
    {
        "fields": [
            "slug",
            "related_posts",
            ("source_name", "source_url"),
            "is_paid",
            ("advertiser", "erid"),
        ],
        "classes": ["collapse"],
    },
)


def fieldsets(request, post, *, may_write: bool, may_publish: bool) -> list[tuple]:
    """Return the fieldsets of the form for this user; ``post`` is None while it is new."""
    publication = [
        *(["state"] if post else []),
        "stage",
        "embargo_until",
        *(["publish_at"] if may_publish else []),
        *(
            [("correction", "correction_kind")]
            if may_publish and getattr(post, "was_live", False)
            else []
        ),
    ]
    last = (_("Publication"), {"fields": publication})
    return [STORY, PLACE, NAMED, PICTURE, _work(request, post, may_write), last, REST]


def _work(request, post, may_write: bool) -> tuple:
    reads = post and request.user.has_perm("articles.view_note")
    adds = may_write and request.user.has_perm("articles.add_note")
    notes = [*(["thread"] if reads else []), *(["note"] if adds else [])]
    return (WORK, {"fields": [("assignee", "due_at"), *notes]})

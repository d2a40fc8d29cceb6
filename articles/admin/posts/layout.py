"""Which fields stand where on the form of a post: the words on the left, the rest beside them."""

from django.utils.translation import gettext_lazy as _

from articles.models import Post

WORDS = (None, {"fields": ["headline", "lead", "body", "revision"], "classes": ["words"]})
PLACE = (
    _("Where it belongs"),
    {"fields": ["section", "age_mark", ("kind", "language"), "tags"]},
)
# The panel of names stands before the fieldset of this class.
NAMED = (
    _("Who and what is named"),
    {"fields": ["persons", "organizations", "events"], "classes": ["after-names"]},
)
# The bylines follow the fieldset of this class.
PICTURE = (
    _("Picture"),
    {"fields": ["lead_image", "lead_image_caption"], "classes": ["before-bylines"]},
)
TIME = (None, {"fields": ["embargo_until"]})
REST = (
    _("Address, related posts, source, advertising"),
    {
        "fields": [
            *("slug", "related_posts", "source_name", "source_url"),
            *("is_paid", "advertiser", "erid"),
        ],
        "classes": ["collapse"],
    },
)


def fieldsets(request, post: Post | None, *, may_write: bool) -> list[tuple]:
    """Return the fieldsets of the form for this user; ``post`` is None while it is new."""
    return [WORDS, PLACE, NAMED, PICTURE, TIME, _turn(request, post, may_write), REST]


def first_values(user) -> dict:
    """Return what a new post probably shares with the last one of its writer.

    Never the age mark: that is a decision about each.
    """
    shared = ["section", "language", "kind"]
    return Post.objects.filter(created_by=user).order_by("-id").values(*shared).first() or {}


def _turn(request, post, may_write: bool) -> tuple:
    reads = post and request.user.has_perm("articles.view_note")
    adds = may_write and request.user.has_perm("articles.add_note")
    notes = [*(["note"] if adds else []), *(["thread"] if reads else [])]
    return (_("Whose turn it is"), {"fields": ["assignee", "due_at", *notes]})

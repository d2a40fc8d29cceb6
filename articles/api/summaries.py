"""What each operation of the schema is called, in a few words."""

from django.utils.translation import gettext as _


def summaries() -> dict[str, str]:
    """Return the words by the id of the operation, in the language of the request."""
    return {
        "feed": _("All lists"),
        "posts_list": _("Posts"),
        "posts_retrieve": _("A post, whole"),
        "posts_editions_list": _("Editions of a post"),
        "posts_editions_retrieve": _("An edition of a post"),
        "persons_list": _("Persons"),
        "persons_retrieve": _("A person"),
        "persons_posts_list": _("Posts that name a person"),
        "organizations_list": _("Organizations"),
        "organizations_retrieve": _("An organization"),
        "organizations_posts_list": _("Posts that name an organization"),
        "events_list": _("Events"),
        "events_retrieve": _("An event"),
        "events_posts_list": _("Posts that name an event"),
        "sections_list": _("Sections"),
        "sections_retrieve": _("A section"),
        "sections_posts_list": _("Posts of a section"),
        "tags_list": _("Tags"),
        "tags_retrieve": _("A tag"),
        "tags_posts_list": _("Posts with a tag"),
        "images_list": _("Images"),
        "images_retrieve": _("An image"),
        "embargoed_list": _("Posts that open later"),
        "embargoed_retrieve": _("A post that opens later, whole"),
        "changes": _("What changed, in order"),
    }

"""What pages say of their subject to machines: schema.org in JSON-LD.

Made from what a page shows, without a query of its own. Things are called by addresses of ours that
no renaming changes and that lead to their pages: https://our.site/persons/7/.
"""

from .post import of_post
from .records import of_event, of_organization, of_person, pictured
from .site import of_front, of_page, of_section, of_tag
from .things import picture, script, social_picture

__all__ = [
    "of_event",
    "of_front",
    "of_organization",
    "of_page",
    "of_person",
    "of_post",
    "of_section",
    "of_tag",
    "picture",
    "pictured",
    "script",
    "social_picture",
]

"""Readers' pages. They know editions, never the working copy."""

from .archive import archive, archive_period
from .corrections import corrections
from .entities import event, event_list, organization, organization_list, person, person_list
from .front import front, front_page
from .lists import section, tag
from .media import media
from .post import edition_page, post
from .search import search

__all__ = [
    "archive",
    "archive_period",
    "corrections",
    "edition_page",
    "event",
    "event_list",
    "front",
    "front_page",
    "media",
    "organization",
    "organization_list",
    "person",
    "person_list",
    "post",
    "search",
    "section",
    "tag",
]

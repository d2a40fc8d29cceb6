"""Readers' pages. They know editions, never the working copy."""

from .archive import archive, archive_period
from .calendar import calendar, event_calendar, event_month
from .corrections import corrections
from .editions import edition, editions
from .entities import event, organization, person
from .front import front, front_page
from .indexes import event_list, organization_list, person_list
from .lists import section, tag
from .media import media
from .pages import PAGE_FIELDS, page, read_page
from .post import edition_page, post
from .search import search
from .social import social

__all__ = [
    "PAGE_FIELDS",
    "archive",
    "archive_period",
    "calendar",
    "corrections",
    "edition",
    "edition_page",
    "editions",
    "event",
    "event_calendar",
    "event_list",
    "event_month",
    "front",
    "front_page",
    "media",
    "organization",
    "organization_list",
    "page",
    "person",
    "person_list",
    "post",
    "read_page",
    "search",
    "section",
    "social",
    "tag",
]

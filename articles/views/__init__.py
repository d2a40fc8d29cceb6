"""Readers' pages. They know editions, never the working copy."""

from .archive import archive, archive_period
from .calendar import calendar, event_calendar, event_month
from .corrections import corrections
from .entities import event, organization, person
from .indexes import event_list, organization_list, person_list
from .lists import front, section, tag
from .media import media
from .post import edition_page, post

__all__ = [
    "archive",
    "archive_period",
    "calendar",
    "corrections",
    "edition_page",
    "event",
    "event_calendar",
    "event_list",
    "event_month",
    "front",
    "media",
    "organization",
    "organization_list",
    "person",
    "person_list",
    "post",
    "section",
    "tag",
]

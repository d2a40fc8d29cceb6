"""What passes between the desk and the readers: the only room that writes editions.

publish(), take_back() and unpublish() are the doors. The words of an edition stay as they were
frozen; the other verbs keep what is said of it true: whom it names, its languages, its pictures.
"""

from .doors import preview, publish, take_back, unpublish
from .naming import NAMING, lead, lead_back, name_again, name_in
from .preparing import prepare, refocus
from .relating import relate

__all__ = [
    "NAMING",
    "lead",
    "lead_back",
    "name_again",
    "name_in",
    "prepare",
    "preview",
    "publish",
    "refocus",
    "relate",
    "take_back",
    "unpublish",
]

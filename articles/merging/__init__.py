"""Two records of one kind made one, and made two again."""

from .facts import differences
from .joining import merge, undo_merge

__all__ = ["differences", "merge", "undo_merge"]

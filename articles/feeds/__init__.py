"""Feeds of posts for readers' programs: RSS, Atom, JSON Feed, and what Dzen takes in."""

from .channels import dzen, entity, posts, section, tag
from .formats import EXTENSIONS

__all__ = ["EXTENSIONS", "dzen", "entity", "posts", "section", "tag"]

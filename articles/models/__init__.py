from .autosave import Autosave
from .content import Byline, Content
from .edition import Edition, EditionByline, EditionTag, Mention
from .entities import Entity, Organization, Person, entity_url
from .event import Event
from .facts import ENTITIES, TERMS, Facts, live_facts
from .image import Image
from .position import Position
from .post import UNFINISHED, Note, Post, PostByline, State
from .preview_link import PreviewLink
from .revision import Revision
from .slugs import make_slug
from .taxonomy import Section, Tag

__all__ = [
    "ENTITIES",
    "TERMS",
    "UNFINISHED",
    "Autosave",
    "Byline",
    "Content",
    "Edition",
    "EditionByline",
    "EditionTag",
    "Entity",
    "Event",
    "Facts",
    "Image",
    "Mention",
    "Note",
    "Organization",
    "Person",
    "Position",
    "Post",
    "PostByline",
    "PreviewLink",
    "Revision",
    "Section",
    "State",
    "Tag",
    "entity_url",
    "live_facts",
    "make_slug",
]

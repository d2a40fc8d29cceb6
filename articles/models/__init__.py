from .alphabet import code_of, letters_in
from .autosave import Autosave
from .content import Byline, Content
from .edition import Edition
from .edition_rows import EditionByline, EditionImage, EditionLink, EditionTag, Mention
from .entities import Entity, Organization, Person, entity_url, list_url
from .event import Event
from .facts import ENTITIES, TERMS, Facts, live_facts
from .front import LAST_POSITION, BreakingLine, Slot
from .image import Image
from .listed import key_in
from .merge import Lookalike, Merge, NameKey
from .naming import FoundNames, MentionKey, NameWord, Rejection, SeenName
from .notice import WORDINGS, Notice, NoticeKind
from .page import Page, PageImage, page_path
from .position import Position
from .post import TRANSLATED, UNFINISHED, Note, Post, PostByline, PostImage, State
from .presence import Presence
from .preview_link import PreviewLink
from .removal import Removal
from .rescan import Rescan, RescanFind
from .revision import Revision
from .search import SearchRow, SearchWord
from .slugs import make_slug
from .taxonomy import Section, Tag, term_url
from .token import Token, hash_of
from .webhook import Webhook, WebhookDelivery

__all__ = [
    "ENTITIES",
    "LAST_POSITION",
    "TERMS",
    "TRANSLATED",
    "UNFINISHED",
    "WORDINGS",
    "Autosave",
    "BreakingLine",
    "Byline",
    "Content",
    "Edition",
    "EditionByline",
    "EditionImage",
    "EditionLink",
    "EditionTag",
    "Entity",
    "Event",
    "Facts",
    "FoundNames",
    "Image",
    "Lookalike",
    "Mention",
    "MentionKey",
    "Merge",
    "NameKey",
    "NameWord",
    "Note",
    "Notice",
    "NoticeKind",
    "Organization",
    "Page",
    "PageImage",
    "Person",
    "Position",
    "Post",
    "PostByline",
    "PostImage",
    "Presence",
    "PreviewLink",
    "Rejection",
    "Removal",
    "Rescan",
    "RescanFind",
    "Revision",
    "SearchRow",
    "SearchWord",
    "Section",
    "SeenName",
    "Slot",
    "State",
    "Tag",
    "Token",
    "Webhook",
    "WebhookDelivery",
    "code_of",
    "entity_url",
    "list_url",
    "hash_of",
    "key_in",
    "letters_in",
    "live_facts",
    "make_slug",
    "page_path",
    "term_url",
]

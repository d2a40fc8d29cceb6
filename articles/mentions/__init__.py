"""Which known persons, organizations and events a text names, in whatever form.

Knows nothing of posts: text, a language and a source of candidates in, spans out.
"""

from articles.mentions.search import find
from articles.mentions.source import Row, Source, SqlSource
from articles.mentions.spans import EVENT, LINK, ORGANIZATION, PERSON, SUGGEST, Reason, Span

__all__ = [
    "EVENT",
    "LINK",
    "ORGANIZATION",
    "PERSON",
    "SUGGEST",
    "Reason",
    "Row",
    "Source",
    "Span",
    "SqlSource",
    "find",
]

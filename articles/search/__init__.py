"""The readers' search: the same words, the same results on SQLite and PostgreSQL.

index.py keeps the words of editions, asking.py reads what readers write, finding.py answers;
what differs between the databases stands in databases.py alone.
"""

from .databases import teach_like_unicode

__all__ = ["teach_like_unicode"]

"""What the readers' search looks into; the package search/ keeps and reads it."""

from django.db import models


class SearchRow(models.Model):
    """The words of an edition that is open or will be, as search/index.py makes them.

    On PostgreSQL the words are a tsvector; on SQLite triggers keep an FTS5 table of them.
    """

    # The edition's date and its id in one, so that rows are read newest first without sorting.
    key = models.BigIntegerField(primary_key=True)
    edition = models.OneToOneField("articles.Edition", on_delete=models.CASCADE, related_name="+")
    words = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.edition_id)


class SearchWord(models.Model):
    """A word as it stands in texts, to go on from its beginning and to mend one typed wrong."""

    word = models.CharField(max_length=40, primary_key=True)
    times = models.PositiveSmallIntegerField(default=1)  # in how many editions, up to a limit

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.management.progress import draw_bar
from articles.models import Edition, SearchRow, SearchWord
from articles.search.index import keep_all
from articles.statistics import analyze

BATCH = 500
FIELDS = ("headline", "lead", "text", "language", "section_id", "first_published_at")


class Command(BaseCommand):
    help = "Make the index of the readers' search anew, after an upgrade"

    def handle(self, *args, **options):
        now = timezone.now()
        SearchRow.objects.filter(edition__live_until__lte=now).delete()
        SearchWord.objects.all().delete()
        shown = Edition.objects.filter(Q(live_until__isnull=True) | Q(live_until__gt=now))
        editions = shown.only(*FIELDS).order_by("pk")
        total, done, last = shown.count(), 0, 0
        while batch := keep_batch(editions, last):
            last = batch[-1].pk
            done += len(batch)
            draw_bar(self.stdout, done, total)
        analyze()  # how rare each word is, among others
        self.stdout.write(_("Editions that can be found: %(count)d") % {"count": done})


@transaction.atomic
def keep_batch(editions, last: int) -> list[Edition]:
    """Keep the words of some editions after that one and return them."""
    batch = list(editions.filter(pk__gt=last)[:BATCH])
    keep_all(batch)
    return batch

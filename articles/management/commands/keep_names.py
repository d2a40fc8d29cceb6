from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from articles.management.progress import draw_bar
from articles.mentions.keys import KEY_VERSION
from articles.mentions.registry import keep_all_keys
from articles.models import ENTITIES, Entity, MentionKey

BATCH = 200


class Command(BaseCommand):
    help = "Make the keys by which texts find the names of records again, after an upgrade"

    def handle(self, *args, **options):
        total = sum(model.objects.standing().count() for model in ENTITIES.values())
        done = 0
        for model in ENTITIES.values():
            last = 0
            while batch := keep_batch(model, last):
                last = batch[-1].pk
                done += len(batch)
                draw_bar(self.stdout, done, total)
        MentionKey.objects.exclude(version=KEY_VERSION).delete()  # of records that are gone
        self.stdout.write(_("Records whose names have keys: %(count)d") % {"count": done})


@transaction.atomic
def keep_batch(model: type[Entity], last: int) -> list[Entity]:
    """Keep the keys of some records after that one and return them; nobody may save them now."""
    records = model.objects.standing().select_for_update(no_key=True, of=("self",))
    batch = list(records.filter(pk__gt=last).order_by("pk")[:BATCH])
    keep_all_keys(batch)
    return batch

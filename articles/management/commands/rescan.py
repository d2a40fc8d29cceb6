from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import rescans
from articles.management.progress import draw_bar
from articles.models import ENTITIES, Entity


class Command(BaseCommand):
    help = "Look for a record in all published posts; who may publish then accepts what is found"

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        for kind in ENTITIES:
            which.add_argument(f"--{kind}", metavar="ID", type=int)

    def handle(self, *args, **options):
        kind, pk = next((kind, options[kind]) for kind in ENTITIES if options[kind] is not None)
        record = find_record(kind, pk)
        try:
            rescan = rescans.begin(record)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        try:
            found = rescans.run(rescan, self.tell)
        except KeyboardInterrupt:
            rescans.cancel(rescan)
            raise
        self.stdout.write(_("Posts found: %(count)d") % {"count": found})
        if found:
            self.stdout.write(f"  /admin/articles/{kind}/{pk}/rescan/")

    def tell(self, rescan):
        draw_bar(self.stdout, rescan.done, rescan.total)


def find_record(kind: str, pk: int) -> Entity:
    """Return the record, of a merged one the other. Raises CommandError."""
    record = ENTITIES[kind].objects.filter(pk=pk).first()
    if record is None:
        raise CommandError(_("There is no such record."))
    return record.merged_into or record

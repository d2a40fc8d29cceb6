from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.importing.bodies import COUNTRIES, REGIONS, choose, load_bodies


class Command(BaseCommand):
    help = "Make records of state bodies of Russia, Sakha and Kazakhstan that have none yet"

    def add_arguments(self, parser):
        parser.add_argument("--country", choices=COUNTRIES, help="of this country, else of all")
        parser.add_argument("--region", choices=REGIONS, help="of this region alone")
        parser.add_argument("--publish", action="store_true", help="show them to readers")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be made")

    def handle(self, *args, country, region, publish, dry_run, **options):
        parts = choose(country, region)
        if not parts:
            raise CommandError(_("This region is not in that country."))
        with transaction.atomic():
            made, known = load_bodies(parts, is_published=publish)
            transaction.set_rollback(dry_run)
        for record in made:
            self.stdout.write(f"+ {record.name}")
        text = _("Made: %(made)d, already there: %(known)d")
        if dry_run:
            text = _("Would be made: %(made)d, already there: %(known)d")
        self.stdout.write(text % {"made": len(made), "known": len(known)})

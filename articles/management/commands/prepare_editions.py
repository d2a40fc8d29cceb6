from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.admin.posts.links import prepare_link
from articles.models import Edition, PreviewLink
from articles.publishing import name_again, prepare
from articles.statistics import analyze


class Command(BaseCommand):
    help = "Prepare what editions carry for their readers again, after documents or markup changed"

    def add_arguments(self, parser):
        parser.add_argument(
            "--names",
            action="store_true",
            help="also find anew whom each is about; its words and the marks in them stay",
        )

    def handle(self, *args, **options):
        editions = Edition.objects.order_by("pk")
        for edition in editions.iterator(500):
            if options["names"]:
                name_again(edition)
            prepare(edition)
        for link in PreviewLink.objects.working().iterator(500):
            prepare_link(link)
        analyze()
        self.stdout.write(_("Editions prepared: %(count)d") % {"count": editions.count()})

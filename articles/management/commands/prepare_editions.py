from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.admin.links import prepare_link
from articles.models import Edition, PreviewLink
from articles.publishing import prepare


class Command(BaseCommand):
    help = "Prepare what editions carry for their readers again, after documents or markup changed"

    def handle(self, *args, **options):
        editions = Edition.objects.order_by("pk")
        for edition in editions.iterator(500):
            prepare(edition)
        for link in PreviewLink.objects.working().iterator(500):
            prepare_link(link)
        self.stdout.write(_("Editions prepared: %(count)d") % {"count": editions.count()})

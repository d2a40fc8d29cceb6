from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import images
from articles.documents import social
from articles.models import Edition, Image
from articles.publishing import prepare


class Command(BaseCommand):
    help = "Make the renditions and, for pictures of before, the clean copies that are missing"

    def handle(self, *args, **options):
        made, failed = 0, []
        for image in Image.objects.order_by("-pk").iterator(200):
            try:
                made += complete(image)
            except Exception as error:  # a broken file makes Pillow raise nearly anything
                failed.append(image.pk)
                reason = "; ".join(getattr(error, "messages", [str(error)]))
                self.stderr.write(f"{image.pk}, {image.file.name}: {reason}")
        self.stdout.write(_("Renditions made: %(count)d") % {"count": made})
        self.stdout.write(_("Pictures for social networks drawn: %(count)d") % {"count": draw()})
        if failed:
            count = {"count": len(failed)}
            raise CommandError(_("Pictures that could not be read: %(count)d") % count)


def draw() -> int:
    """Draw what is missing of the pictures for social networks; return how many were drawn.

    The name of a section or of the site may have changed since a post was published.
    """
    drawn = 0
    shown = Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=timezone.now()))
    for edition in shown.select_related("section").order_by("-pk").iterator(200):
        named = social(edition, edition.document)["social"]
        if edition.document.get("social") != named:
            prepare(edition)
        drawn += images.keep_social(edition.post_id)
    return drawn


def complete(image: Image) -> int:
    """Give an image all it should have; return how many renditions were made."""
    if not image.original and images.clean_in_place(image):
        for edition in Edition.objects.filter(lead_image=image):
            prepare(edition)  # it says how large the picture is
    return images.make_renditions(image)

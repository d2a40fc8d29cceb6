from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles import images
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
        if failed:
            count = {"count": len(failed)}
            raise CommandError(_("Pictures that could not be read: %(count)d") % count)


def complete(image: Image) -> int:
    """Give an image all it should have; return how many renditions were made."""
    if not image.original and images.clean_in_place(image):
        for edition in Edition.objects.filter(lead_image=image):
            prepare(edition)  # it says how large the picture is
    return images.make_renditions(image)

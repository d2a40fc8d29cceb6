"""The door for pages that are no news: what readers get of them is cleaned and prepared here."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import markup
from articles.models import Image, Page, PageImage
from articles.versions import NOT_RESTORED, RESTORED, Version


@transaction.atomic
def save_page(page: Page, *, by: AbstractBaseUser | None) -> None:
    """Save a page whose facts are checked, its body clean and prepared for readers.

    Raises ValidationError if the body is nobody's text.
    """
    page.body = markup.clean(page.body)
    page.parts = markup.split(page.body)
    page._history_user, page._history_date = by, timezone.now()
    page.save()
    _keep_images(page, markup.image_ids(page.body))


@transaction.atomic
def restore_page(page: Page, version: Version, *, by: AbstractBaseUser) -> None:
    """Make a page what it was; whether readers see it stays.

    An image that is gone from the library stays away. Raises ValidationError if it cannot be so.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    for name in version.facts.keys() - NOT_RESTORED:
        setattr(page, name, version.facts[name])
    pks = set(markup.image_ids(page.body))
    there = set(Image.objects.filter(pk__in=pks).values_list("pk", flat=True))
    page.body = markup.without_images(page.body, pks - there)
    page._change_reason = RESTORED
    page.full_clean()
    save_page(page, by=by)


def _keep_images(page: Page, pks: list[int]) -> None:
    """Note which images the page shows, so that nobody deletes one of them."""
    noted = set(page.body_images.values_list("image_id", flat=True))
    page.body_images.filter(image_id__in=noted.difference(pks)).delete()
    if missing := set(pks) - noted:
        # Locked, so that none of them is deleted meanwhile.
        images = Image.objects.select_for_update(no_key=True).filter(pk__in=missing).order_by("pk")
        PageImage.objects.bulk_create(PageImage(page=page, image=image) for image in images)

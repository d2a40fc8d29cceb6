"""The door for pictures: what is uploaded is kept in private, a clean copy is for the readers."""

import uuid
from functools import partial
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.images import get_image_dimensions
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from articles.models import Image

from .clean import clean_copy
from .making import delete_renditions, render, write_whole
from .metadata import read_metadata


def originals() -> Storage:
    """Return the private storage: nothing in it has an address."""
    return storages["originals"]


def store(upload: File, **facts) -> Image:
    """Take in an upload as a new image with those facts: alt_text, caption, credit ...

    Raises ValidationError by field: "file" if it is no picture, others if a fact does not fit.
    """
    image = Image(**facts)
    try:
        image.file = clean_copy(upload)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    image.full_clean()
    _keep(image, upload)
    return image


def take_in(image: Image, upload: File) -> None:
    """Save a new image whose other facts are set and checked, with its files.

    Raises ValidationError if the upload is no picture.
    """
    image.file = clean_copy(upload)
    _keep(image, upload)


@transaction.atomic
def _keep(image: Image, upload: File) -> None:
    """Store original, clean copy and row; renditions follow. If that fails, no file stays."""
    image.taken_at = image.taken_at or read_metadata(upload).get("taken_at")
    image.original = originals().save(original_path(upload.name), upload)
    try:
        image.save(force_insert=True)
    except BaseException:
        remove_files(image)
        raise
    # Robust: the image is there and is shown as it is, even if nobody can be asked to render it.
    transaction.on_commit(partial(render.enqueue, image.pk), robust=True)


def clean_in_place(image: Image) -> bool:
    """Give an image stored before there were clean copies its own, under the name it has.

    Returns whether its size became another; pages prepared before then have the old one.
    Raises ValidationError if the file is no picture, OSError if it is not there.
    """
    storage, name = image.file.storage, image.file.name
    with storage.open(name) as file:
        upload = ContentFile(file.read(), name)
    extension = PurePath(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    clean = clean_copy(upload, extension)
    original = originals().save(original_path(name), upload)
    write_whole(storage, name, clean.read())
    before = image.width, image.height
    width, height = get_image_dimensions(clean)
    Image.objects.filter(pk=image.pk).update(original=original, width=width, height=height)
    image.refresh_from_db()
    return (width, height) != before


def remove_files(image: Image) -> None:
    """Delete all that is stored of an image: for when its row is gone, or could not be made."""
    if image.original:
        originals().delete(image.original)
    if not image.file or not image.file._committed:
        return
    image.file.storage.delete(image.file.name)
    delete_renditions(image)


def original_path(filename: str) -> str:
    """Return a name for an original that tells nothing of the clean copy's."""
    extension = PurePath(filename or "").suffix.lower()[:8]
    return f"{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}{extension}"

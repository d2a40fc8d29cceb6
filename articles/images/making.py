"""Renditions are made in the background, one picture at a time."""

import os
from io import BytesIO
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django_tasks import task
from PIL import Image as PillowImage

from articles.models import Image

from .clean import encode
from .renditions import FORMATS, WIDTHS, Rendition, facts_of, renditions_of

# Two threads of one worker gain little and take the other processor from the readers.
ENCODING = {
    "image/avif": {"format": "AVIF", "quality": 60, "speed": 7, "max_threads": 1},
    "image/webp": {"format": "WEBP", "quality": 78, "method": 4},
    "image/jpeg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}


@task()
def render(pk: int) -> int:
    """Make what is missing of an image's renditions; return how many were made."""
    image = Image.objects.filter(pk=pk).first()
    return make_renditions(image) if image else 0


def make_renditions(image: Image) -> int:
    """Make and store the renditions that are not there yet; return their number."""
    missing = missing_renditions(image)
    if not missing:
        return 0
    storage = image.file.storage
    with storage.open(image.file.name) as file:
        source = PillowImage.open(BytesIO(file.read()))
        source.load()
    if source.mode not in {"RGB", "RGBA"}:
        source = source.convert("RGBA" if source.has_transparency_data else "RGB")
    for rendition in missing:
        size = (rendition.width, rendition.height)
        resized = source.resize(size, PillowImage.Resampling.LANCZOS, reducing_gap=3.0)
        content = encode(resized, **ENCODING[rendition.mime_type])
        write_whole(storage, image.file.name + rendition.suffix, content)
    if not Image.objects.filter(pk=image.pk).exists():  # deleted meanwhile
        delete_renditions(image)
    return len(missing)


def missing_renditions(image: Image) -> list[Rendition]:
    """Return the renditions of an image that are not made yet."""
    storage, name = image.file.storage, image.file.name
    wanted = renditions_of(facts_of(image))
    return [rendition for rendition in wanted if not storage.exists(name + rendition.suffix)]


def delete_renditions(image: Image) -> None:
    """Delete the renditions of an image, those too that its present size does not ask for."""
    for step in WIDTHS:
        for extension in FORMATS:
            image.file.storage.delete(f"{image.file.name}.{step}.{extension}")


def write_whole(storage: Storage, name: str, content: bytes) -> None:
    """Store a file under just that name, in place of another, so that nobody sees half of it."""
    try:
        path = storage.path(name)
    except NotImplementedError:  # not on a disk of ours: such storages write whole themselves
        storage.delete(name)
        storage.save(name, ContentFile(content))
        return
    part = storage.path(storage.save(f"{name}.{token_hex(8)}.part", ContentFile(content)))
    try:
        with open(part, "rb") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        os.remove(part)
        raise

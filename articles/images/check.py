"""An upload is a picture only if it opens, loads and is of a size that can be shown."""

import warnings

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2560  # of what is kept in memory and shown; the original may be larger

NO_PICTURE = _("This is not a whole picture. Upload a JPEG, PNG, WebP, AVIF or GIF file.")
TOO_HEAVY = _("The file is larger than 25 MB. Make it smaller and upload it again.")
TOO_LARGE = _("The picture has more than 50 million pixels. Make it smaller and upload it again.")

# Pillow itself only warns of a picture up to twice its limit, and loads it.
warnings.simplefilter("error", PillowImage.DecompressionBombWarning)


def check_picture(upload: File) -> None:
    """Raise ValidationError unless the upload is a whole picture of a fair size."""
    load_picture(upload)


def load_picture(upload: File) -> PillowImage.Image:
    """Return an upload's picture, its first frame, a JPEG hardly larger than it will be shown.

    The format is what the content says, whatever the name. Raises ValidationError as above. Never
    close the picture: that would close the upload.
    """
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY)
    upload.seek(0)
    try:
        picture = _load(upload)
    except ValidationError:
        raise
    except (PillowImage.DecompressionBombWarning, PillowImage.DecompressionBombError) as error:
        raise ValidationError(TOO_LARGE) from error
    except Exception as error:  # a broken file makes Pillow raise nearly anything
        raise ValidationError(NO_PICTURE) from error
    upload.seek(0)
    return picture


def _load(upload: File) -> PillowImage.Image:
    picture = PillowImage.open(upload, formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(TOO_LARGE)
    # A JPEG can be read at a half, a quarter or an eighth: the memory for the whole is not needed.
    picture.draft(None, (MAX_SIDE, MAX_SIDE))
    picture.load()
    return picture

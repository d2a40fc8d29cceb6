"""An upload is a picture only if it opens, loads and is of a size that can be shown."""

import warnings

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage

from articles.models.image import IMAGE_EXTENSIONS

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000

NO_PICTURE = _("This is not a whole picture. Upload a JPEG, PNG, WebP, AVIF or GIF file.")
TOO_HEAVY = _("The file is larger than 25 MB. Make it smaller and upload it again.")
TOO_LARGE = _("The picture has more than 50 million pixels. Make it smaller and upload it again.")

# Pillow itself only warns of a picture up to twice its limit, and loads it.
warnings.simplefilter("error", PillowImage.DecompressionBombWarning)


class PictureField(forms.ImageField):
    default_validators = [FileExtensionValidator(IMAGE_EXTENSIONS)]
    default_error_messages = {"invalid_image": NO_PICTURE}

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        check_picture(upload)
        return super().to_python(data)


def check_picture(upload: UploadedFile) -> None:
    """Raise ValidationError unless the upload is a whole picture of a fair size."""
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY)
    upload.seek(0)
    try:
        _load(upload)
    except ValidationError:
        raise
    except (PillowImage.DecompressionBombWarning, PillowImage.DecompressionBombError) as error:
        raise ValidationError(TOO_LARGE) from error
    except Exception as error:  # a broken file makes Pillow raise nearly anything
        raise ValidationError(NO_PICTURE) from error
    upload.seek(0)


def _load(upload: UploadedFile) -> None:
    with PillowImage.open(upload, formats=FORMATS) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValidationError(TOO_LARGE)
        picture.load()

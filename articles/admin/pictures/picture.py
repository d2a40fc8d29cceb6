"""A form field that takes pictures only."""

from django import forms
from django.core.validators import FileExtensionValidator

from articles.images.check import NO_PICTURE, check_picture
from articles.models.image import IMAGE_EXTENSIONS


class PictureField(forms.ImageField):
    default_validators = [FileExtensionValidator(IMAGE_EXTENSIONS)]
    default_error_messages = {"invalid_image": NO_PICTURE}

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        if upload is None:
            return None
        check_picture(upload)
        return super().to_python(data)

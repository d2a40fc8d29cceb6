import uuid
from pathlib import PurePath

from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

IMAGE_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "gif"]
FRACTION = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def image_path(_image: "Image", filename: str) -> str:
    """Return where an upload is stored: a name nobody can guess, so drafts' images stay unseen."""
    extension = PurePath(filename).suffix.lower()
    return f"images/{timezone.localdate():%Y/%m}/{uuid.uuid4().hex}{extension}"


class ImageQuerySet(models.QuerySet):
    def incomplete(self) -> "ImageQuerySet":
        """Return those that do not say whose they are or what they show."""
        return self.filter(Q(credit="") | Q(alt_text=""))


class Image(models.Model):
    """A picture with what must be said about it; the file never changes once stored.

    ``file`` is the clean copy that readers may get, ``original`` the name of what was uploaded in
    the private storage; it is empty for pictures older than that storage (see make_renditions).
    """

    file = models.ImageField(
        _("file"),
        upload_to=image_path,
        width_field="width",
        height_field="height",
        validators=[FileExtensionValidator(IMAGE_EXTENSIONS)],
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    # A name, not a FileField: nothing here can be asked for an address.
    original = models.CharField(max_length=255, blank=True, editable=False)
    # What a crop keeps in sight, as fractions of the width and the height.
    focal_x = models.FloatField(_("focal point, across"), default=0.5, validators=FRACTION)
    focal_y = models.FloatField(_("focal point, down"), default=0.5, validators=FRACTION)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("As printed under the picture.")
    )
    credit_person = models.ForeignKey(
        "articles.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_images",
        verbose_name=_("credited person"),
    )
    credit_organization = models.ForeignKey(
        "articles.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credited_images",
        verbose_name=_("credited organization"),
    )
    licence = models.CharField(_("licence"), max_length=255, blank=True)
    licence_until = models.DateField(_("licence ends on"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="articles_image_focal_point_within",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at", "id"],
                condition=Q(credit="") | Q(alt_text=""),
                name="articles_image_incomplete",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt_text or PurePath(self.file.name).name

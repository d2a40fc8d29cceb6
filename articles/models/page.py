from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import default_language
from .kept import Kept
from .slugs import make_slug


def page_path(language: str, slug: str) -> str:
    """Return the address of a page in its own language, without the host."""
    with translation.override(language):
        return reverse("articles:page", args=[slug])


class PageQuerySet(models.QuerySet):
    def published(self) -> "PageQuerySet":
        """Return those readers may see."""
        return self.filter(is_published=True)


class Page(models.Model):
    """A page that is no news: about us, contacts, what the law asks for.

    Pages of one address in several languages are versions of each other.
    """

    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=default_language
    )
    title = models.CharField(pgettext_lazy("of a page", "title"), max_length=200)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_(
            "The address; made from the title if left empty. The same page in another language "
            "has the same one."
        ),
    )
    body = models.TextField(_("body"), blank=True)
    # The body as readers get it, cleaned and prepared by pages.py, which alone writes it.
    parts = models.JSONField(default=list, editable=False)
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Readers see published pages only.")
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Pages stand at the foot of the site in this order.")
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()
    history = Kept(excluded_fields=["parts"])

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language"],
                name="articles_page_once",
                violation_error_message=_("There is a page of this address in this language."),
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="articles_page_has_slug"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_path(self.language, self.slug)

    def clean(self) -> None:
        self.slug = self.slug or make_slug(self.title)


class PageImage(models.Model):
    """An image in the body of a page: it cannot be deleted."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="body_images")
    image = models.ForeignKey(
        "articles.Image", on_delete=models.PROTECT, related_name="page_images"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("image on a page")
        constraints = [
            models.UniqueConstraint(fields=["page", "image"], name="articles_pageimage_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}"

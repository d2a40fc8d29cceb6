from functools import lru_cache

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .noted import NotedCharField
from .slugs import make_slug


class Term(models.Model):
    """A name that posts are sorted under, with an address of its own."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("The address; made from the name if left empty."),
    )
    aliases = models.TextField(
        _("names in other languages"),
        blank=True,
        help_text=_(
            "One in a line, after the code of its language (ru, sah, kk, en), as in"
            " “sah: Култуура”."
        ),
    )
    # What links to it show, to tell when posts under it became different too.
    link_digest = NotedCharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug=""), name="%(app_label)s_%(class)s_has_slug"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.slug = self.slug or make_slug(self.name)


class Section(Term):
    """A department of the site; every published post stands in one."""

    description = models.TextField(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Sections stand in the menu in this order.")
    )

    class Meta(Term.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "name"]

    def get_absolute_url(self) -> str:
        return term_url("section", self.slug)


class Tag(Term):
    """A free keyword."""

    class Meta(Term.Meta):
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return term_url("tag", self.slug)


def term_url(kind: str, slug: str) -> str:
    """Return the address of a section's or a tag's page in the current language."""
    return _term_path(get_language(), kind, slug)


@lru_cache(maxsize=5_000)
def _term_path(_language: str, kind: str, slug: str) -> str:
    return reverse(f"articles:{kind}", args=[slug])  # under the current language

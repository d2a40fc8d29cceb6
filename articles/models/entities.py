from collections.abc import Iterator
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .kept import Kept
from .listed import Listed, indexes_by_letter, sort_words
from .noted import NotedCharField, NotedDateTimeField
from .slugs import make_slug

wikidata_id = RegexValidator(r"\AQ[1-9][0-9]{0,14}\Z", _("A Wikidata id looks like Q7747."))


class EntityQuerySet(models.QuerySet):
    def published(self) -> "EntityQuerySet":
        """Return those readers may see: the one place that says so."""
        return self.filter(is_published=True)

    def standing(self) -> "EntityQuerySet":
        """Return those that were not merged into another."""
        return self.filter(merged_into=None)

    def incomplete(self) -> "EntityQuerySet":
        """Return those somebody has yet to fill in."""
        return self.filter(is_incomplete=True)


# Only of the merged, who are few: whoever asks for the others shall not be led through it.
BY_SURVIVOR = models.Index(
    fields=["merged_into"],
    condition=Q(merged_into__isnull=False),
    name="%(app_label)s_%(class)s_merged",
)

# In the order in which what readers see of them became different.
BY_CHANGE = models.Index(fields=["changed_at", "id"], name="%(app_label)s_%(class)s_changed")


class Entity(models.Model):
    """A person, an organization or an event: a record posts name, whose facts are today's."""

    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("The words in the address; made from the name if left empty."),
    )
    aliases = models.TextField(
        _("other names"),
        blank=True,
        help_text=_(
            "One in a line; search finds them too. A name that only texts of one language use"
            " begins with its code (ru, sah, kk, en), as in “sah: Ил Түмэн”; the first one of"
            " a language is what readers of that language see."
        ),
    )
    wikidata_id = models.CharField(
        _("Wikidata id"),
        max_length=16,
        null=True,
        blank=True,
        unique=True,
        validators=[wikidata_id],
    )
    is_published = models.BooleanField(
        _("published"),
        default=False,
        help_text=_("Readers see the name and the page of published records only."),
    )
    is_incomplete = models.BooleanField(
        _("incomplete"),
        default=False,
        editable=False,
        help_text=_("Made in passing, with only a name; somebody has yet to fill it in."),
    )
    # Never a chain: what was merged into a record that is itself merged follows it.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    # When what readers see of it last became different; None of what they never saw.
    changed_at = NotedDateTimeField(null=True, editable=False)
    # What links to it show, to tell when posts that name it became different too.
    link_digest = NotedCharField(max_length=64, default="", editable=False)

    objects = EntityQuerySet.as_manager()
    history = Kept(inherit=True, excluded_fields=["changed_at", "link_digest"])

    class Meta:
        abstract = True
        default_permissions = ["add", "change", "delete", "view", "publish"]
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="%(app_label)s_%(class)s_by_name"),
            BY_SURVIVOR,
            BY_CHANGE,
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(is_published=False),
                name="%(app_label)s_%(class)s_merged_is_hidden",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return entity_url(self._meta.model_name, self.pk, self.slug)

    def clean(self) -> None:
        self.slug = self.slug or make_slug(self.name)
        self.wikidata_id = self.wikidata_id or None

    def ancestors(self) -> Iterator["Entity"]:
        """Yield the record's parent, the parent of that one and so on, each once."""
        above, seen = self.parent, set()
        while above is not None and above.pk not in seen:
            yield above
            seen.add(above.pk)
            above = above.parent

    def check_parent(self) -> None:
        """Raise ValidationError if the chain of parents comes back to this record."""
        if self in self.ancestors():
            raise ValidationError({"parent": _("A record cannot stand above itself.")})


def entity_url(kind: str, pk: int, slug: str) -> str:
    """Return the address of an entity's page in the current language."""
    # Not by reverse(): a page of a post has twenty such links.
    page = f"{pk:d}-{slug}" if slug else f"{pk:d}"
    return f"{list_url(kind)}{page}/"


def list_url(kind: str) -> str:
    """Return the address of the list of entities of a kind in the current language."""
    return _list_path(get_language(), kind)


@cache
def _list_path(_language: str, kind: str) -> str:
    return reverse(f"articles:{kind}_list")  # under the current language


BARE_PERSON = Q(is_published=True, biography="") | Q(is_incomplete=True)


class PersonQuerySet(EntityQuerySet):
    def incomplete(self) -> "PersonQuerySet":
        """Return those whose page says nothing of them, or who have but a name."""
        return self.filter(BARE_PERSON)


class Person(Listed, Entity):
    """Somebody posts name or who makes them."""

    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100, blank=True)
    patronymic_name = models.CharField(_("patronymic"), max_length=100, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    biography = models.TextField(_("biography"), blank=True)
    photo = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="portraits",
        verbose_name=_("photo"),
    )
    links = models.TextField(
        _("links"), blank=True, help_text=_("Addresses of pages about the person, one in a line.")
    )

    objects = PersonQuerySet.as_manager()

    class Meta(Entity.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["family_name", "name", "id"]
        indexes = [
            models.Index(fields=["family_name", "name", "id"], name="articles_person_by_name"),
            BY_SURVIVOR,
            BY_CHANGE,
            models.Index(
                fields=["updated_at", "id"],
                condition=BARE_PERSON,
                name="articles_person_bare",
            ),
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(is_published=True),
                name="articles_person_by_letter",
            ),
            *indexes_by_letter("articles_person_letter"),
        ]

    def sort_words(self, language: str) -> str:
        return sort_words(language, self.name, self.aliases, self.family_name)


class Organization(Listed, Entity):
    """A body posts name: an authority, a company, a team."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Authority")
        COMPANY = "company", _("Company")
        EDUCATION = "education", _("Education and science")
        CULTURE = "culture", _("Culture")
        HEALTH = "health", _("Health care")
        MEDIA = "media", _("Media")
        SPORT = "sport", _("Sport")
        SOCIETY = "society", _("Society or party")
        INTERNATIONAL = "international", _("International organization")
        OTHER = "other", _("Other")

    short_name = models.CharField(_("short name"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent organization"),
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    logo = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="logos",
        verbose_name=_("logo"),
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)

    class Meta(Entity.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        indexes = [
            *Entity.Meta.indexes,
            models.Index(
                fields=["parent", "name", "id"],
                condition=Q(parent__isnull=False),
                name="articles_organization_below",
            ),
            models.Index(
                fields=["updated_at", "id"],
                condition=Q(is_incomplete=True),
                name="articles_organization_bare",
            ),
            models.Index(
                fields=["sort_key", "id"],
                condition=Q(is_published=True),
                name="articles_organization_letter",
            ),
            models.Index(
                fields=["kind", "id"],
                condition=Q(is_published=True),
                name="articles_organization_of_kind",
            ),
            models.Index(
                fields=["place", "id"],
                condition=Q(is_published=True),
                name="articles_organization_place",
            ),
            models.Index(
                fields=["kind", "sort_key", "id"],
                condition=Q(is_published=True),
                name="articles_organization_kind",
            ),
            *indexes_by_letter("articles_body_letter"),
            *indexes_by_letter("articles_body_kind", "kind"),
        ]

    def clean(self) -> None:
        super().clean()
        self.check_parent()

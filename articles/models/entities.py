from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .slugs import make_slug

wikidata_id = RegexValidator(r"\AQ[1-9][0-9]{0,14}\Z", _("A Wikidata id looks like Q7747."))


class EntityQuerySet(models.QuerySet):
    def published(self) -> "EntityQuerySet":
        """Return those readers may see: the one place that says so."""
        return self.filter(is_published=True)


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
        _("other names"), blank=True, help_text=_("One in a line; search finds them too.")
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
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ["add", "change", "delete", "view", "publish"]
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], name="%(app_label)s_%(class)s_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return entity_url(self._meta.model_name, self.pk, self.slug)

    def clean(self) -> None:
        self.slug = self.slug or make_slug(self.name)
        self.wikidata_id = self.wikidata_id or None

    def check_parent(self) -> None:
        """Raise ValidationError if the chain of parents comes back to this record."""
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A record cannot stand above itself.")})
            ancestor = ancestor.parent


def entity_url(kind: str, pk: int, slug: str) -> str:
    """Return the address of an entity's page in the current language."""
    return reverse(f"articles:{kind}", kwargs={"pk": pk, "slug": slug} if slug else {"pk": pk})


class Person(Entity):
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

    class Meta(Entity.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["family_name", "name", "id"]
        indexes = [
            models.Index(fields=["family_name", "name", "id"], name="articles_person_by_name"),
        ]


class Organization(Entity):
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

    def clean(self) -> None:
        super().clean()
        self.check_parent()


def default_time_zone() -> str:
    """Return the site's time zone; a function, so that migrations do not freeze it."""
    return settings.TIME_ZONE


def known_time_zone(name: str) -> None:
    """Raise ValidationError unless name is in the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone %(name)s."), params={"name": name})


class EventQuerySet(EntityQuerySet):
    def coming(self) -> "EventQuerySet":
        """Return the published events of today and later, nearest first."""
        return self.published().filter(self._not_over()).order_by("start_date", "id")

    def past(self) -> "EventQuerySet":
        """Return the published events that are over, newest first."""
        return self.published().exclude(self._not_over()).order_by("-start_date", "-id")

    def _not_over(self) -> Q:
        today = timezone.localdate()
        return Q(start_date__gte=today) | Q(end_date__isnull=False, end_date__gte=today)


class Event(Entity):
    """Something that takes place: a forum, a match, a holiday, or a series of such."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")
        HELD = "held", _("Held")

    start_date = models.DateField(_("starts on"))
    start_time = models.TimeField(_("starts at"), null=True, blank=True)
    end_date = models.DateField(_("ends on"), null=True, blank=True)
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=default_time_zone, validators=[known_time_zone]
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    organizers = models.ManyToManyField(
        Organization, blank=True, related_name="organized_events", verbose_name=_("organizers")
    )
    participants = models.ManyToManyField(
        Person, blank=True, related_name="events", verbose_name=_("participants")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("series or parent event"),
    )
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.PLANNED
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)

    objects = EventQuerySet.as_manager()

    class Meta(Entity.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-start_date", "-id"]
        indexes = [
            models.Index(fields=["start_date", "id"], name="articles_event_by_date"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="articles_event_ends_after_start",
                violation_error_message=_("An event cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False),
                name="articles_event_end_time_has_start_time",
                violation_error_message=_("An event that ends at an hour also starts at one."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(end_time__isnull=True)
                    # Without the first half an empty date would make the check pass as unknown.
                    | Q(end_date__isnull=False, end_date__gt=F("start_date"))
                    | Q(end_time__gte=F("start_time"))
                ),
                name="articles_event_ends_after_start_on_the_day",
                violation_error_message=_("An event cannot end before it starts."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self.check_parent()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class PositionQuerySet(models.QuerySet):
    def held_on(self, day: date) -> "PositionQuerySet":
        """Return the positions held on that day; an open end counts as held."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class Position(models.Model):
    """What a person was, where, and when."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="positions", verbose_name=_("person")
    )
    title = models.CharField(_("title"), max_length=255)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("organization"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = [F("valid_from").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(valid_from__isnull=True)
                    | Q(valid_until__isnull=True)
                    | Q(valid_until__gte=F("valid_from"))
                ),
                name="articles_position_ends_after_start",
                violation_error_message=_("A position cannot end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title

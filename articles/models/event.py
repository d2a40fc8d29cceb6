from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .entities import BY_CHANGE, BY_SURVIVOR, Entity, EntityQuerySet, Organization, Person


def default_time_zone() -> str:
    """Return the site's time zone; a function, so that migrations do not freeze it."""
    return settings.TIME_ZONE


def known_time_zone(name: str) -> None:
    """Raise ValidationError unless name is in the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone %(name)s."), params={"name": name})


OPEN_EVENT = Q(status="planned") | Q(is_incomplete=True)


class EventQuerySet(EntityQuerySet):
    def coming(self, day: date | None = None) -> "EventQuerySet":
        """Return the published events of that day, today by default, and later; nearest first."""
        return self.published().filter(self._not_over(day)).order_by("start_date", "id")

    def begun(self, day: date) -> "EventQuerySet":
        """Return those of the coming that began before that day; what ends first comes first."""
        return (
            self.published()
            .filter(start_date__lt=day, end_date__isnull=False, end_date__gte=day)
            .order_by("end_date", "id")
        )

    def ahead(self, day: date) -> "EventQuerySet":
        """Return the others of the coming, nearest first."""
        return self.published().filter(start_date__gte=day).order_by("start_date", "id")

    def past(self) -> "EventQuerySet":
        """Return the published events that are over, newest first."""
        return self.published().exclude(self._not_over()).order_by("-start_date", "-id")

    def incomplete(self) -> "EventQuerySet":
        """Return those that are over and yet said to be planned, or have but a name."""
        bare = Q(is_incomplete=True)
        return self.standing().filter(OPEN_EVENT).filter(bare | ~self._not_over())

    def _not_over(self, day: date | None = None) -> Q:
        day = day or timezone.localdate()
        return Q(start_date__gte=day) | Q(end_date__isnull=False, end_date__gte=day)


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
    _history_m2m_fields = ["organizers", "participants"]

    class Meta(Entity.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-start_date", "-id"]
        indexes = [
            BY_SURVIVOR,
            BY_CHANGE,
            models.Index(
                fields=["parent", "start_date", "id"],
                condition=Q(parent__isnull=False),
                name="articles_event_below",
            ),
            models.Index(fields=["start_date", "id"], name="articles_event_by_date"),
            models.Index(
                fields=["end_date", "id"],
                condition=Q(end_date__isnull=False),
                name="articles_event_by_end",
            ),
            models.Index(
                fields=["place", "start_date", "id"],
                condition=Q(is_published=True),
                name="articles_event_by_place",
            ),
            models.Index(
                fields=["status", "start_date", "id"],
                condition=Q(is_published=True),
                name="articles_event_by_status",
            ),
            models.Index(
                fields=["start_date", "id"],
                condition=OPEN_EVENT,
                name="articles_event_open",
            ),
        ]
        constraints = [
            *Entity.Meta.constraints,
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

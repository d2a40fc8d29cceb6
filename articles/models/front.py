"""What editors say of the front page: what stands where, and until when."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import Content, default_language
from .edition import Edition

LAST_POSITION = 12
SUBJECTS = ("post", "section", "tag", "kind")


def for_readers() -> Q:
    """Return the condition for a post that readers see or will see."""
    open_to_come = Q(live_until__isnull=True) | Q(live_until__gt=timezone.now())
    return Q(pk__in=Edition.objects.filter(open_to_come).values("post"))


def check_own_page(path: str) -> None:
    """Raise ValidationError unless path is the path of a page of this site."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise ValidationError(_("Write the address of a page here, from its first slash on."))


class TimedQuerySet(models.QuerySet):
    def in_force(self, at: datetime | None = None) -> "TimedQuerySet":
        """Return what stands at that time, now by default, what began last first."""
        at = at or timezone.now()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=at),
            Q(valid_until__isnull=True) | Q(valid_until__gt=at),
        ).order_by(F("valid_from").desc(nulls_last=True), "-id")


class Timed(models.Model):
    """What stands on the front page of one language from valid_from until valid_until."""

    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=default_language
    )
    valid_from = models.DateTimeField(_("from"), null=True, blank=True)
    valid_until = models.DateTimeField(pgettext_lazy("moment", "until"), null=True, blank=True)

    objects = TimedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(valid_from__isnull=True)
                    | Q(valid_until__isnull=True)
                    | Q(valid_until__gt=F("valid_from"))
                ),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            )
        ]
        indexes = [
            models.Index(fields=["language", "valid_until"], name="%(app_label)s_%(class)s_force")
        ]


class Slot(Timed):
    """A place on the front page: a chosen post, or a rule by which the newest stands there.

    With neither post, section, tag nor kind it is the newest of all. Several may share a position:
    a chosen post goes before a rule, then what began last, and what cannot be shown gives way.
    """

    position = models.PositiveSmallIntegerField(
        pgettext_lazy("on the front page", "position"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_POSITION)],
        help_text=_("1 is the lead story, 2 to 4 stand beside it, the others below."),
    )
    label = models.CharField(
        _("label"),
        max_length=40,
        blank=True,
        help_text=_("A word or two above the headline, such as “Main story”."),
    )
    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to=for_readers,
        related_name="+",
        verbose_name=_("post"),
        help_text=_("Published or scheduled; until it opens, the place is filled by rule."),
    )
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("newest in the section"),
    )
    tag = models.ForeignKey(
        "articles.Tag",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("newest under the tag"),
    )
    kind = models.CharField(
        _("newest of the kind"), max_length=20, choices=Content.Kind.choices, blank=True
    )

    class Meta(Timed.Meta):
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering = ["position", F("valid_from").desc(nulls_last=True), "-id"]
        permissions = [("preview_front", "Can preview the front page at any time")]
        constraints = [
            *Timed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=LAST_POSITION),
                name="articles_slot_position_exists",
            ),
            models.CheckConstraint(
                condition=(
                    Q(section__isnull=True, tag__isnull=True, kind="")
                    | Q(post__isnull=True, tag__isnull=True, kind="")
                    | Q(post__isnull=True, section__isnull=True, kind="")
                    | Q(post__isnull=True, section__isnull=True, tag__isnull=True)
                ),
                name="articles_slot_shows_one",
                violation_error_message=_(
                    "Choose one: a post, or of what the newest shall stand here."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.subject}"

    @property
    def subject(self) -> str:
        """What stands here, in words."""
        if self.post_id:
            return str(self.post)
        if self.section_id:
            return _("Newest in the section “%s”") % self.section
        if self.tag_id:
            return _("Newest under the tag “%s”") % self.tag
        if self.kind:
            return _("Newest of the kind “%s”") % self.get_kind_display()
        return str(_("Newest of all"))

    def clean(self) -> None:
        super().clean()
        check_language(self)


class BreakingLine(Timed):
    """A line above everything else, for as long as it stands; with a post, while that is live."""

    text = models.CharField(_("text"), max_length=200)
    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to=for_readers,
        related_name="+",
        verbose_name=_("post"),
        help_text=_("Where the line leads; it stands only while readers see the post."),
    )
    path = models.CharField(
        _("or a page of ours"),
        max_length=255,
        blank=True,
        validators=[check_own_page],
        help_text=_("From the first slash on, such as /events/7-forum/."),
    )

    class Meta(Timed.Meta):
        verbose_name = _("breaking line")
        verbose_name_plural = _("breaking lines")
        ordering = [F("valid_from").desc(nulls_last=True), "-id"]
        constraints = [
            *Timed.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="articles_breakingline_has_text"),
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(path=""),
                name="articles_breakingline_leads_one_way",
                violation_error_message=_("It can lead to a post or to another page, not to both."),
            ),
            models.CheckConstraint(
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
                name="articles_breakingline_own_page",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        check_language(self)


def check_language(record: Slot | BreakingLine) -> None:
    """Raise ValidationError if the chosen post is in another language than the front page."""
    if record.post_id and record.post.language != record.language:
        message = _("This post is in another language than the front page.")
        raise ValidationError({"post": message})

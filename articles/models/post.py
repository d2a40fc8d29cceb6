from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .content import Byline, Content
from .edition import Edition


class State(models.TextChoices):
    """What a post is to desk and readers; derived from its stage and its editions."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live with unpublished changes")
    UNPUBLISHED = "unpublished", _("Unpublished")


class PostQuerySet(models.QuerySet):
    def with_state(self, at: datetime | None = None) -> "PostQuerySet":
        """Annotate each post with its ``state`` and ``opens_at`` (of the scheduled edition)."""
        now = at or timezone.now()
        editions = Edition.objects.filter(post=OuterRef("pk")).order_by()
        return self.annotate(
            live_fingerprint=Subquery(editions.live(now).values("fingerprint")[:1]),
            opens_at=Subquery(editions.pending(now).order_by("live_from").values("live_from")[:1]),
            was_live=Exists(editions.opened(now)),
        ).annotate(
            state=Case(
                When(live_fingerprint=F("fingerprint"), opens_at=None, then=Value(State.LIVE)),
                When(live_fingerprint__isnull=False, then=Value(State.CHANGED)),
                When(opens_at__isnull=False, then=Value(State.SCHEDULED)),
                When(was_live=True, then=Value(State.UNPUBLISHED)),
                default=F("stage"),
                output_field=models.CharField(),
            )
        )


class Post(Content):
    """The working copy: editors change it, readers never see it."""

    class Stage(models.TextChoices):
        DRAFT = State.DRAFT.value, State.DRAFT.label
        IN_REVIEW = State.IN_REVIEW.value, State.IN_REVIEW.label
        APPROVED = State.APPROVED.value, State.APPROVED.label

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    tags = models.ManyToManyField(
        "articles.Tag", blank=True, related_name="+", verbose_name=_("tags")
    )
    persons = models.ManyToManyField(
        "articles.Person", blank=True, related_name="+", verbose_name=_("persons")
    )
    organizations = models.ManyToManyField(
        "articles.Organization", blank=True, related_name="+", verbose_name=_("organizations")
    )
    events = models.ManyToManyField(
        "articles.Event", blank=True, related_name="+", verbose_name=_("events")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Nobody can publish before this time."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    fingerprint = models.CharField(max_length=64, editable=False, blank=True)
    imported_from = models.CharField(
        max_length=255,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        verbose_name=_("imported from"),
    )

    objects = PostQuerySet.as_manager()

    class Meta(Content.Meta):
        default_permissions = ["add", "change", "delete", "view", "publish"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["created_at", "id"], name="articles_post_newest"),
        ]


class PostByline(Byline):
    """A person who made the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bylines")

    class Meta(Byline.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person", "role"], name="articles_postbyline_once"
            )
        ]

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
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


# Somebody on the desk still has something to do.
UNFINISHED = {State.DRAFT, State.IN_REVIEW, State.APPROVED, State.CHANGED}


# What of an edition a translator puts into another language; ``text`` is that of the body.
TRANSLATED = ("headline", "lead", "text", "lead_image_caption")


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

    def unfinished(self) -> "PostQuerySet":
        """Return what does not go out, or stay out, without somebody's work."""
        return self.with_state().filter(state__in=UNFINISHED, opens_at=None)

    def mine(self, user: AbstractBaseUser) -> "PostQuerySet":
        """Return what the user wrote or was given, and is not finished."""
        return self.unfinished().filter(Q(assignee=user) | Q(created_by=user))

    def waiting_for(self, user: AbstractBaseUser) -> "PostQuerySet":
        """Return what nobody but this user, or one of those like them, can move on.

        For those who publish: what is to be reviewed, unless another was asked to. For the
        others: their drafts in which the last word of the notes is somebody else's.
        """
        if user.has_perm("articles.publish_post"):
            theirs = Q(assignee=user) | Q(assignee=None)
            # Live ones too: an import may have had to make up a headline.
            return self.with_state().filter(theirs, stage=Post.Stage.IN_REVIEW)
        notes = Note.objects.filter(post=OuterRef("pk")).order_by("-id")
        theirs = Q(assignee=user) | Q(assignee=None, created_by=user)
        return (
            self.unfinished()
            .filter(theirs, stage=Post.Stage.DRAFT)
            # Somebody without an account is nobody's own word.
            .annotate(last_word=Subquery(notes.values(by=Coalesce("author", 0))[:1]))
            .filter(last_word__isnull=False)
            .exclude(last_word=user.pk)
        )

    def overdue(self) -> "PostQuerySet":
        """Return what should have been finished by now."""
        return self.unfinished().filter(due_at__lt=timezone.now())

    def behind(self) -> "PostQuerySet":
        """Return the translations that say something else than what readers see of their source.

        What follows a mere draft is behind as soon as that is published; what was unpublished
        follows nothing any more.
        """
        source = Edition.objects.live().filter(post=OuterRef("translation_of"))
        followed = {name: OuterRef(f"follows__{name}") for name in TRANSLATED}
        newer = source.exclude(pk=OuterRef("follows")).order_by()
        differs = Exists(newer.exclude(**followed)) | Exists(newer.exclude(correction=""))
        unseen = Q(follows=None) & Exists(source.order_by())
        found = self.with_state().filter(translation_of__isnull=False)
        return found.filter(unseen | differs).exclude(state=State.UNPUBLISHED)

    def going_out_today(self) -> "PostQuerySet":
        """Return what opens to readers by itself before midnight in the site's time zone."""
        now = timezone.localtime()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        opening = Edition.objects.pending(now).filter(live_from__lt=midnight)
        return self.with_state(now).filter(pk__in=opening.order_by().values("post"))


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
    translation_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    # The edition of the source it was last brought in line with; of a mere draft there is none.
    follows = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("follows"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"is_staff": True, "is_active": True},
        related_name="+",
        verbose_name=_("assigned to"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
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
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                condition=Q(translation_of__isnull=False),
                name="articles_post_one_translation",
            ),
            models.CheckConstraint(
                condition=~Q(translation_of=F("id")), name="articles_post_translates_another"
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | Q(translation_of__isnull=False),
                name="articles_post_follows_source",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="articles_post_newest"),
            models.Index(fields=["stage", "updated_at"], name="articles_post_by_stage"),
            models.Index(fields=["due_at"], name="articles_post_by_due_time"),
        ]

    def clean(self) -> None:
        self.check_language()

    def check_language(self) -> None:
        """Raise ValidationError if another post tells the same story in this language."""
        source = self.translation_of_id or self.pk
        if source is None:
            return
        told = Post.objects.filter(Q(pk=source) | Q(translation_of=source)).exclude(pk=self.pk)
        if told.filter(language=self.language).exists():
            message = gettext("This story is told in this language already, by another post.")
            raise ValidationError({"language": message})


class PostByline(Byline):
    """A person who made the post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bylines")

    class Meta(Byline.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person", "role"], name="articles_postbyline_once"
            )
        ]


class PostImage(models.Model):
    """An image in the body of the saved post: it cannot be deleted."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="body_images")
    image = models.ForeignKey(
        "articles.Image", on_delete=models.PROTECT, related_name="post_images"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("image in a text")
        constraints = [
            models.UniqueConstraint(fields=["post", "image"], name="articles_postimage_once")
        ]

    def __str__(self) -> str:
        return f"{self.post}"


class NoteQuerySet(models.QuerySet):
    def with_authors(self) -> "NoteQuerySet":
        """Return the notes with what tells who says so, but not the words that person saw."""
        notes = self.select_related("author", "link__revision")
        return notes.defer("link__document", "link__revision__snapshot")


class Note(models.Model):
    """What the desk says to itself about a post; never changed, never shown to readers.

    Somebody without an account may answer by a link: then it has no author but a name, as given.
    """

    class Answer(models.TextChoices):
        APPROVE = "approve", _("Approves")
        CHANGE = "change", _("Asks for a change")

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="notes", verbose_name=_("post")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    author_name = models.CharField(_("name"), max_length=100, blank=True)
    link = models.ForeignKey(
        "articles.PreviewLink",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name=_("link"),
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    text = models.TextField(_("text"), max_length=2000)

    objects = NoteQuerySet.as_manager()

    class Meta:
        default_permissions = ["add", "view"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False, author_name="")
                | (Q(author__isnull=True) & ~Q(author_name="")),
                name="articles_note_has_one_author",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def signature(self) -> str:
        """Return who says so; what somebody without an account calls themselves is marked."""
        if self.author:
            return self.author.get_full_name() or self.author.get_username()
        return gettext("%(name)s (by link)") % {"name": self.author_name}

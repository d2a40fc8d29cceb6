from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .content import Content
from .live import EditionQuerySet


class PreparedEncoder(DjangoJSONEncoder):
    """JSON with letters as they are: escaped, Russian takes thrice the room and the reading."""

    def __init__(self, **options) -> None:
        super().__init__(**options | {"ensure_ascii": False})


class Edition(Content):
    """A numbered, frozen copy of a post, as readers saw it from live_from until live_until.

    Only publishing writes here. An edition taken back before it opened ends when it begins.
    """

    class CorrectionKind(models.TextChoices):
        CORRECTION = "correction", pgettext_lazy("note to readers", "Correction")
        CLARIFICATION = "clarification", pgettext_lazy("note to readers", "Clarification")
        UPDATE = "update", pgettext_lazy("note to readers", "Update")

    class CorrectionPlace(models.TextChoices):
        TOP = "top", pgettext_lazy("place of a correction", "Above the text")
        BOTTOM = "bottom", pgettext_lazy("place of a correction", "Below the text")

    post = models.ForeignKey(
        "articles.Post",
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("post"),
    )
    number = models.PositiveIntegerField(_("number"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )
    created_at = models.DateTimeField(_("frozen at"), auto_now_add=True)
    # When what readers see of it last became different: when it opened, or was dated back; later
    # whenever, while it was live, a fact shown in it did.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    age_mark = models.PositiveSmallIntegerField(_("age mark"), choices=Content.AgeMark.choices)
    correction = models.TextField(_("correction"), blank=True)
    correction_kind = models.CharField(
        _("kind of correction"), max_length=20, choices=CorrectionKind.choices, blank=True
    )
    correction_place = models.CharField(
        _("place of the correction"),
        max_length=10,
        choices=CorrectionPlace.choices,
        default=CorrectionPlace.TOP,
    )
    # live_from again where there is a correction, so that an index holds the corrected alone.
    corrected_at = models.DateTimeField(null=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    # [["person", 7], ...]: whose first mention in the body publish() marked, not the editor.
    marked = models.JSONField(default=list, editable=False)

    tags = models.ManyToManyField(
        "articles.Tag", through="EditionTag", related_name="+", verbose_name=_("tags")
    )

    # How it was unpublished, if it was: the reason is for the desk, the note for readers.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unpublished by"),
    )
    end_reason = models.TextField(_("reason"), blank=True)
    reader_note = models.TextField(_("note to readers"), blank=True)
    redirect_to = models.ForeignKey(
        "articles.Post",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("redirect to"),
    )

    # What the post is a translation of, and whether it has translations: facts, as they are today.
    translation_of = models.ForeignKey(
        "articles.Post",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
        verbose_name=_("translation of"),
    )
    is_translated = models.BooleanField(default=False, editable=False)

    # Prepared at publish for those who only read (documents.py says what is in them).
    card = models.JSONField(default=dict, encoder=PreparedEncoder, editable=False)
    document = models.JSONField(default=dict, encoder=PreparedEncoder, editable=False)
    text = models.TextField(editable=False, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta(Content.Meta):
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        default_permissions = ["view"]
        ordering = ["-live_from", "-number"]
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(fields=["post", "number"], name="articles_edition_number"),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(live_until__isnull=True),
                name="articles_edition_one_open_end",
            ),
            models.CheckConstraint(
                condition=Q(live_until__isnull=True) | Q(live_until__gte=F("live_from")),
                name="articles_edition_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="articles_edition_has_slug"),
            models.CheckConstraint(
                condition=(
                    Q(correction="", correction_kind="", corrected_at__isnull=True)
                    | (~Q(correction="") & ~Q(correction_kind="") & Q(corrected_at=F("live_from")))
                ),
                name="articles_edition_correction_whole",
            ),
            models.CheckConstraint(
                condition=Q(is_paid=False) | ~Q(advertiser=""),
                name="articles_edition_paid_has_advertiser",
            ),
        ]
        indexes = [
            # Newest first, everywhere, by language and by section: the readers' lists.
            models.Index(fields=["first_published_at", "post"], name="articles_edition_newest"),
            models.Index(
                fields=["language", "first_published_at", "post"],
                name="articles_edition_by_language",
            ),
            models.Index(
                fields=["section", "first_published_at", "post"], name="articles_edition_by_section"
            ),
            models.Index(
                fields=["section", "language", "first_published_at", "post"],
                name="articles_edition_section_lang",
            ),
            models.Index(
                fields=["language", "kind", "first_published_at", "post"],
                name="articles_edition_kind_lang",
            ),
            models.Index(
                fields=["kind", "first_published_at", "post"], name="articles_edition_of_kind"
            ),
            models.Index(fields=["live_from", "post"], name="articles_edition_opened"),
            # Of translations alone, which are few.
            models.Index(
                fields=["translation_of"],
                condition=Q(translation_of__isnull=False),
                name="articles_edition_translations",
            ),
            # When the posts of a month last changed: of those alone that were published again.
            models.Index(
                fields=["first_published_at", "live_from", "live_until"],
                condition=Q(live_from__gt=F("first_published_at")),
                name="articles_edition_again",
            ),
            # Whether those that a list of links leads to are live, without reading their rows,
            # which are long.
            models.Index(fields=["id", "live_from", "live_until"], name="articles_edition_lives"),
            # In the order of the changes that programs follow: what opened, what was unpublished.
            models.Index(fields=["changed_at", "id"], name="articles_edition_changed"),
            models.Index(
                fields=["live_until", "id"],
                condition=Q(ended_by__isnull=False),
                name="articles_edition_ended",
            ),
            models.Index(
                fields=["language", "corrected_at", "id"], name="articles_edition_corrected"
            ),
        ]

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def default_language() -> str:
    """Return the site's main language; a function, so that migrations do not freeze it."""
    return settings.LANGUAGE_CODE


class Content(models.Model):
    """Every word of a post that readers see: a field placed here is public.

    What stands in many-to-many relations too (tags, persons, organizations, events, bylines)
    is declared on Post and on Edition, because an edition's rows are protected and indexed.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        ARTICLE = "article", _("Article")
        INTERVIEW = "interview", _("Interview")
        COLUMN = "column", _("Column")
        PHOTO_REPORT = "photo_report", _("Photo report")
        PRESS_RELEASE = "press_release", _("Press release")

    class AgeMark(models.IntegerChoices):
        """The information product marks of Federal Law 436-FZ."""

        ZERO = 0, "0+"
        SIX = 6, "6+"
        TWELVE = 12, "12+"
        SIXTEEN = 16, "16+"
        EIGHTEEN = 18, "18+"

    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=default_language
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    headline = models.CharField(_("headline"), max_length=255, blank=True)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("The words in the address; made from the headline if left empty."),
    )
    lead = models.TextField(
        _("lead"), max_length=1000, blank=True, help_text=_("The story in one or two sentences.")
    )
    body = models.TextField(_("body"), blank=True)
    section = models.ForeignKey(
        "articles.Section",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section"),
    )
    lead_image = models.ForeignKey(
        "articles.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("lead image"),
    )
    lead_image_caption = models.CharField(
        _("caption of the lead image"),
        max_length=500,
        blank=True,
        help_text=_("The image's own caption is used if left empty."),
    )
    related_posts = models.ManyToManyField(
        "articles.Post", blank=True, related_name="+", verbose_name=_("related posts")
    )
    # No default: the mark is a decision of the editor, and the gate asks for it.
    age_mark = models.PositiveSmallIntegerField(
        _("age mark"), choices=AgeMark.choices, null=True, blank=True
    )
    source_name = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("For a reprint: where it is from.")
    )
    source_url = models.URLField(_("link to the source"), max_length=500, blank=True)
    is_paid = models.BooleanField(
        _("paid material"),
        default=False,
        help_text=_("Readers see that it is an advertisement, and who paid."),
    )
    advertiser = models.CharField(
        _("advertiser"), max_length=255, blank=True, help_text=_("For paid material: who paid.")
    )
    erid = models.CharField(
        _("erid token"),
        max_length=64,
        blank=True,
        help_text=_("The token of the advertising register."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(erid="") | ~Q(advertiser=""),
                name="%(app_label)s_%(class)s_erid_has_advertiser",
                violation_error_message=_("Paid material must name its advertiser."),
            ),
            models.CheckConstraint(
                condition=Q(advertiser="") | Q(is_paid=True),
                name="%(app_label)s_%(class)s_advertiser_has_paid",
                violation_error_message=_(
                    "An advertiser is named: mark this as paid material, or clear the advertiser."
                ),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | ~Q(source_name=""),
                name="%(app_label)s_%(class)s_source_has_name",
                violation_error_message=_("A link to the source needs the name of the source."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or str(_("Untitled"))


class Byline(models.Model):
    """A person who made a post, and how; in the order given."""

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("byline", "Author")
        PHOTOGRAPHER = "photographer", pgettext_lazy("byline", "Photographer")
        INTERVIEWER = "interviewer", pgettext_lazy("byline", "Interviewer")
        TRANSLATOR = "translator", pgettext_lazy("byline", "Translator")
        EDITOR = "editor", pgettext_lazy("byline", "Editor")

    person = models.ForeignKey(
        "articles.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.AUTHOR)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .entities import Organization, Person
from .kept import Kept

NAME = "{name}"


def check_wording(text: str) -> None:
    """Raise ValidationError for braces around anything but the name."""
    rest = text.replace(NAME, "")
    if "{" in rest or "}" in rest:
        raise ValidationError(_("Nothing but {name} can stand in braces."))


def _wording(label: str) -> models.TextField:
    return models.TextField(label, max_length=1000, blank=True, validators=[check_wording])


class Wordings(models.Model):
    """What a notice says, once a language; {name} stands for the name of the record."""

    wording_ru = _wording(_("wording in Russian"))
    wording_sah = _wording(_("wording in Sakha"))
    wording_kk = _wording(_("wording in Kazakh"))
    wording_en = _wording(_("wording in English"))

    class Meta:
        abstract = True


WORDINGS = [field.name for field in Wordings._meta.fields]


class NoticeKind(Wordings):
    """A reason to say something of a person or an organization wherever it is named."""

    name = models.CharField(
        _("name"), max_length=100, unique=True, help_text=_("As the desk and the feed call it.")
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Readers see no notice of a kind not in use.")
    )

    class Meta:
        verbose_name = _("kind of notice")
        verbose_name_plural = _("kinds of notices")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(**dict.fromkeys(WORDINGS, "")),
                name="articles_noticekind_says_something",
            )
        ]

    def __str__(self) -> str:
        return self.name if self.is_active else _("%s (not in use)") % self.name

    def clean(self) -> None:
        name = f"wording_{settings.LANGUAGE_CODE}"
        if not getattr(self, name).strip():
            message = _("Write the main language: readers see it where there is no other.")
            raise ValidationError({name: message})


class NoticeQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "NoticeQuerySet":
        """Return those that readers must see on that day; an open end counts as in force."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            kind__is_active=True,
        )


class Notice(Wordings):
    """What readers must be told, and when, of a person or an organization that a post names."""

    kind = models.ForeignKey(
        NoticeKind, on_delete=models.PROTECT, related_name="notices", verbose_name=_("kind")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("person"),
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("organization"),
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()
    history = Kept()

    class Meta:
        verbose_name = _("notice to readers")
        verbose_name_plural = _("notices to readers")
        ordering = [F("valid_from").desc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, organization__isnull=True)
                    | Q(person__isnull=True, organization__isnull=False)
                ),
                name="articles_notice_of_one",
            ),
            models.CheckConstraint(
                condition=(
                    Q(valid_from__isnull=True)
                    | Q(valid_until__isnull=True)
                    | Q(valid_until__gte=F("valid_from"))
                ),
                name="articles_notice_ends_after_start",
                violation_error_message=_("A notice cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person or self.organization}"

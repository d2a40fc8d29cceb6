"""Where images stand: on posts, in what readers have seen, as portraits and as logos."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Edition, Image, Organization, Person, Post


@dataclass
class Use:
    """One record an image stands on."""

    model: type[Model]
    label: str
    url: str

    @property
    def kind(self) -> str:
        return capfirst(self.model._meta.verbose_name)


@dataclass
class Uses:
    """How many records an image stands on, and the first few of them."""

    count: int = 0
    shown: list[Use] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


def uses_of(images: Iterable[Image], user: AbstractBaseUser, limit: int = 3) -> dict[int, Uses]:
    """Return the uses of each image by its key, in a query for each kind the user may look at."""
    found = {image.pk: Uses() for image in images}
    for records, name, label in _places():
        model = records.model
        if user.has_perm(f"articles.view_{model._meta.model_name}"):
            for image, total, pk, text in _first(records, name, label, list(found), limit):
                _add(found[image], total, Use(model, text or _("Untitled"), _address(model, pk)))
    for uses in found.values():
        del uses.shown[limit:]
    return found


def _places() -> list[tuple[QuerySet, str, str]]:
    """Return where an image may stand: records, their field, and what they are called by."""
    return [
        (Post.objects.all(), "lead_image", "headline"),
        (_editions_alone(), "lead_image", "headline"),
        (Person.objects.all(), "photo", "name"),
        (Organization.objects.all(), "logo", "name"),
    ]


def _editions_alone() -> QuerySet:
    """Return the last edition of each post with an image that the post itself has no more."""
    later = Edition.objects.filter(
        post=OuterRef("post"), lead_image=OuterRef("lead_image"), number__gt=OuterRef("number")
    )
    kept = Post.objects.filter(pk=OuterRef("post"), lead_image=OuterRef("lead_image"))
    return Edition.objects.filter(~Exists(later.order_by()), ~Exists(kept.order_by()))


def _first(records: QuerySet, name: str, label: str, pks: list[int], limit: int) -> QuerySet:
    """Return (image, how many records in all, key, label) of the newest records of each image."""
    group = [F(f"{name}_id")]
    return (
        records.filter(**{f"{name}__in": pks})
        .order_by()
        .annotate(
            nth=Window(RowNumber(), partition_by=group, order_by="-id"),
            in_all=Window(Count("*"), partition_by=group),
        )
        .filter(nth__lte=limit)
        .order_by("nth")
        .values_list(f"{name}_id", "in_all", "pk", label)
    )


def _add(uses: Uses, total: int, use: Use) -> None:
    is_first_of_kind = not any(known.model is use.model for known in uses.shown)
    uses.count += total if is_first_of_kind else 0
    uses.shown.append(use)


def _address(model: type[Model], pk: int) -> str:
    return reverse(f"admin:articles_{model._meta.model_name}_change", args=[pk])

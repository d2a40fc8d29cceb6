"""Where images stand: on posts, in what readers have seen, as portraits, logos, and on pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Exists, F, Model, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import (
    Edition,
    EditionImage,
    Image,
    Organization,
    Page,
    PageImage,
    Person,
    Post,
    PostImage,
)


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
    for place in _places():
        if user.has_perm(f"articles.view_{place.model._meta.model_name}"):
            for image, nth, total, pk, text in _first(place, list(found), limit):
                use = Use(place.model, text or _("Untitled"), _address(place.model, pk))
                found[image].count += total if nth == 1 else 0
                found[image].shown.append(use)
    for uses in found.values():
        del uses.shown[limit:]
    return found


@dataclass
class Place:
    """Where an image may stand: rows, their field, and the record each row belongs to."""

    model: type[Model]
    rows: QuerySet
    field: str
    label: str
    key: str = "pk"


def _places() -> list[Place]:
    return [
        Place(Post, Post.objects.all(), "lead_image", "headline"),
        Place(Post, PostImage.objects.all(), "image", "post__headline", "post"),
        Place(Edition, _editions_alone(), "lead_image", "headline"),
        Place(Edition, _bodies_alone(), "image", "edition__headline", "edition"),
        Place(Person, Person.objects.all(), "photo", "name"),
        Place(Organization, Organization.objects.all(), "logo", "name"),
        Place(Page, PageImage.objects.all(), "image", "page__title", "page"),
    ]


def _editions_alone() -> QuerySet:
    """Return the last edition of each post with an image that the post itself has no more."""
    later = Edition.objects.filter(
        post=OuterRef("post"), lead_image=OuterRef("lead_image"), number__gt=OuterRef("number")
    )
    kept = Post.objects.filter(pk=OuterRef("post"), lead_image=OuterRef("lead_image"))
    return Edition.objects.filter(~Exists(later.order_by()), ~Exists(kept.order_by()))


def _bodies_alone() -> QuerySet:
    """Return the same for the images of bodies."""
    later = EditionImage.objects.filter(
        edition__post=OuterRef("edition__post"),
        image=OuterRef("image"),
        edition__number__gt=OuterRef("edition__number"),
    )
    kept = PostImage.objects.filter(post=OuterRef("edition__post"), image=OuterRef("image"))
    return EditionImage.objects.filter(~Exists(later), ~Exists(kept))


def _first(place: Place, pks: list[int], limit: int) -> QuerySet:
    """Return (image, nth, how many in all, key, label) of the newest records of each image."""
    group = [F(f"{place.field}_id")]
    return (
        place.rows.filter(**{f"{place.field}__in": pks})
        .order_by()
        .annotate(
            nth=Window(RowNumber(), partition_by=group, order_by="-id"),
            in_all=Window(Count("*"), partition_by=group),
        )
        .filter(nth__lte=limit)
        .order_by("nth")
        .values_list(f"{place.field}_id", "nth", "in_all", place.key, place.label)
    )


def _address(model: type[Model], pk: int) -> str:
    return reverse(f"admin:articles_{model._meta.model_name}_change", args=[pk])

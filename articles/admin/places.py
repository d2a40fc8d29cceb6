"""Where images are used: what an editor asks before changing one, and why it is not deleted."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Model, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition, Image, Organization, Person, Post

SHOWN = 20  # of each kind for one image, newest first: a stock picture is used a thousand times
USES = [(Post, "lead_image"), (Edition, "lead_image"), (Person, "photo"), (Organization, "logo")]


class Place(NamedTuple):
    """One use of an image: in a post, an edition, a person or an organization.

    ``state`` is that of an edition: live, scheduled or past; empty for the others.
    """

    kind: str
    pk: int
    label: str
    state: str = ""

    @property
    def url(self) -> str:
        """Return the address of the record on the desk."""
        return reverse(f"admin:articles_{self.kind}_change", args=[self.pk])


def places(images: Iterable[Image]) -> dict[int, list[Place]]:
    """Return where each of the images is used, by its id, in a query for each kind of record."""
    found = {image.pk: [] for image in images}
    for model, field in USES:
        for row in _uses(model, field, list(found)):
            found[row["image"]].append(_place(model, row))
    return found


def _uses(model: type[Model], field: str, pks: list[int]) -> Iterable[dict]:
    newest = Window(RowNumber(), partition_by=field, order_by="-pk")
    label = "headline" if model in (Post, Edition) else "name"
    stamp = ["live_from", "live_until", "number"] if model is Edition else []
    rows = model.objects.filter(**{f"{field}__in": pks}).order_by("-pk")
    return (
        rows.annotate(nth=newest, image=F(f"{field}_id"), label=F(label))
        .filter(nth__lte=SHOWN)
        .values("pk", "image", "label", *stamp)
    )


def _place(model: type[Model], row: dict) -> Place:
    state = _state(row) if model is Edition else ""
    return Place(model._meta.model_name, row["pk"], row["label"], state)


def _state(edition: dict) -> str:
    now, until = timezone.now(), edition["live_until"]
    if until is not None and until <= max(now, edition["live_from"]):
        return "past"
    return "live" if edition["live_from"] <= now else "scheduled"

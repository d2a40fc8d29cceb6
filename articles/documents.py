"""What an edition carries for its readers, prepared at publish.

Words are copied; whatever has a life of its own (persons, organizations, events, section, tags,
related posts) stands here as an id, and its facts are looked up when read.
"""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation
from rest_framework import serializers

from articles import markup, similar
from articles.images import digest_of
from articles.models import ENTITIES, Edition, EditionByline, Image, Mention

READ_IN_A_MINUTE = 180  # words, of a language with long ones


def iso(moment: datetime) -> str:
    """Return a time in the site's zone, to the second: 2022-11-24T10:52:00+09:00."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def post_path(language: str, pk: int, slug: str) -> str:
    """Return the address of a post's page under its own language, without the host."""
    with translation.override(language):
        return reverse("articles:post", kwargs={"pk": pk, "slug": slug})


class MomentField(serializers.DateTimeField):
    def to_representation(self, value: datetime) -> str:
        return iso(value)


class ImageDocument(serializers.ModelSerializer):
    """An image as it was published; ``file`` is its name in the media storage."""

    file = serializers.CharField(source="file.name")

    class Meta:
        model = Image
        fields = [
            "id",
            "file",
            "width",
            "height",
            "alt_text",
            "caption",
            "credit",
            "credit_person",
            "credit_organization",
            "licence",
            "focal_x",
            "focal_y",
        ]


class BylineDocument(serializers.ModelSerializer):
    """A maker of the post: the id of the person, and the role."""

    class Meta:
        model = EditionByline
        fields = ["person", "role"]


class CorrectionDocument(serializers.Serializer):
    """A note to readers that a fact was wrong."""

    kind = serializers.ChoiceField(Edition.CorrectionKind.choices, source="correction_kind")
    published_at = MomentField(source="live_from")
    text = serializers.CharField(source="correction")
    place = serializers.ChoiceField(Edition.CorrectionPlace.choices, source="correction_place")


class Card(serializers.ModelSerializer):
    """A post as lists show it."""

    id = serializers.IntegerField(source="post_id")
    path = serializers.SerializerMethodField()
    edition = serializers.IntegerField(source="number")
    first_published_at = MomentField()
    updated_at = MomentField(source="live_from")
    lead_image = serializers.SerializerMethodField()
    tags = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    persons = serializers.SerializerMethodField()
    organizations = serializers.SerializerMethodField()
    events = serializers.SerializerMethodField()
    about = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = [
            "id",
            "path",
            "edition",
            "language",
            "kind",
            "headline",
            "slug",
            "lead",
            "first_published_at",
            "updated_at",
            "age_mark",
            "is_paid",
            "advertiser",
            "section",
            "tags",
            "lead_image",
            "persons",
            "organizations",
            "events",
            "about",
        ]

    def get_path(self, edition: Edition) -> str:
        return post_path(edition.language, edition.post_id, edition.slug)

    def get_lead_image(self, edition: Edition) -> dict | None:
        if edition.lead_image is None:
            return None
        image = ImageDocument(edition.lead_image).data
        return image | {"caption": edition.lead_image_caption or image["caption"]}

    def get_persons(self, edition: Edition) -> list[int]:
        return _ids("person", self.context["mentions"])

    def get_organizations(self, edition: Edition) -> list[int]:
        return _ids("organization", self.context["mentions"])

    def get_events(self, edition: Edition) -> list[int]:
        return _ids("event", self.context["mentions"])

    def get_about(self, edition: Edition) -> dict[str, list[int]]:
        """Return which of them the post is about: {"persons": ids, "organizations", "events"}."""
        about = [mention for mention in self.context["mentions"] if mention.about]
        return {f"{kind}s": _ids(kind, about) for kind in ENTITIES}


class Document(Card):
    """A post whole."""

    body = serializers.SerializerMethodField()
    images = serializers.SerializerMethodField()
    bylines = BylineDocument(many=True)
    related_posts = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    similar = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField()
    previous_editions = serializers.SerializerMethodField()
    reading_minutes = serializers.SerializerMethodField()

    class Meta(Card.Meta):
        fields = [
            *Card.Meta.fields,
            "body",
            "images",
            "bylines",
            "related_posts",
            "similar",
            "corrections",
            "previous_editions",
            "reading_minutes",
            "source_name",
            "source_url",
            "erid",
        ]

    def get_body(self, edition: Edition) -> list:
        """Return the body in parts, joined with the facts of today when it is read."""
        return markup.split(edition.body)

    def get_images(self, edition: Edition) -> list[dict]:
        """Return the images of the body, in its order."""
        rows = edition.body_images.select_related("image")
        images = {row.image_id: row.image for row in rows}
        pks = markup.image_ids(edition.body)
        return ImageDocument([images[pk] for pk in pks if pk in images], many=True).data

    def get_corrections(self, edition: Edition) -> list[dict]:
        """Return the corrections readers have been told of up to this edition, newest first."""
        editions = edition.post.editions.opened(edition.live_from).exclude(correction="")
        return CorrectionDocument(editions.order_by("-live_from"), many=True).data

    def get_similar(self, edition: Edition) -> list[int]:
        """Return the ids of posts for whoever has read this one, if the editor chose none."""
        if edition.related_posts.exists():
            return []
        return similar.posts_like(edition, self.context["mentions"])

    def get_previous_editions(self, edition: Edition) -> list[int]:
        """Return the numbers of those before this one that readers saw and may see again."""
        opened = edition.post.editions.opened(edition.live_from).filter(number__lt=edition.number)
        numbers = []
        for number, ended_by in opened.order_by("number").values_list("number", "ended_by_id"):
            numbers = [] if ended_by else [*numbers, number]
        return numbers

    def get_reading_minutes(self, edition: Edition) -> int:
        words = f"{edition.lead} {self.context['text']}".split()
        return max(1, round(len(words) / READ_IN_A_MINUTE))


def describe(edition: Edition) -> dict:
    """Return what is prepared for a saved edition, by field: card, document and text."""
    # Whom it is about comes first, wherever they are listed.
    mentions = list(edition.mentions.order_by("-about", "id"))
    text = markup.to_text(edition.body)
    document = dict(Document(edition, context={"mentions": mentions, "text": text}).data)
    card = {name: document[name] for name in Card.Meta.fields}
    document |= social(edition, document)
    # A list shows less than the post, but the notices to readers are those of the whole.
    named = ids_in([document])
    card["named"] = {kind: sorted(named[kind]) for kind in ("person", "organization")}
    return {"card": card, "document": document, "text": text}


def social(edition: Edition, document: dict) -> dict[str, str]:
    """Return what the picture of the post for social networks is called: {"social": digest}."""
    section = edition.section.name if edition.section else ""
    return {"social": digest_of(edition.headline, section, document["lead_image"])}


def ids_in(documents: Iterable[dict]) -> dict[str, set[int]]:
    """Return the ids of all that cards or documents refer to, as live_facts() takes them."""
    ids = {"person": set(), "organization": set(), "event": set(), "section": set(), "tag": set()}
    for document in documents:
        for kind in ENTITIES:
            ids[kind].update(document[f"{kind}s"])
        ids["tag"].update(document["tags"])
        ids["section"].add(document["section"])
        ids["person"].update(byline["person"] for byline in document.get("bylines", ()))
        for kind, pk in markup.mentions(document.get("body", ())):
            ids[kind].add(pk)
        for image in [document["lead_image"] or {}, *document.get("images", ())]:
            ids["person"].add(image.get("credit_person"))
            ids["organization"].add(image.get("credit_organization"))
    return {kind: pks - {None} for kind, pks in ids.items()}


def _ids(kind: str, mentions: list[Mention]) -> list[int]:
    pks = (getattr(mention, f"{kind}_id") for mention in mentions)
    return [pk for pk in pks if pk is not None]

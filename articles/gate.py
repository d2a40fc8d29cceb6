"""The gate: what keeps a post from its readers, and what an editor is warned of.

A rule is a function of the post and the time it shall open; it yields (field, message) for what
it finds. Those in BLOCKS look at nothing but the post and its images, because a form asks
them before anything is saved; those in WARNINGS look at a saved post and all it refers to.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from articles import marking, markup
from articles.linking import Words
from articles.models import ENTITIES, Edition, Image, Post, live_facts
from articles.watching import unlinked

Found = Iterator[tuple[str, str]]

# Search engines and social networks cut a longer one.
HEADLINE_LENGTH = 110
# Nobody writes more, and a hostile body must not make a query no database takes.
LINKS = 200
LANGUAGES = "|".join(code for code, _name in settings.LANGUAGES)
OWN_PAGE = re.compile(
    rf"(?:/(?:{LANGUAGES}))?/(post|{'|'.join(ENTITIES)})s/([0-9]{{1,18}})(?:-[-\w]*)?/?"
)


def words_missing(post: Post, at: datetime) -> Found:
    for name in ["headline", "lead", "section_id", "slug"]:
        if not getattr(post, name):
            yield name.removesuffix("_id"), _("A post cannot be published without this.")


def body_missing(post: Post, at: datetime) -> Found:
    if not markup.clean(post.body):
        yield "body", _("A post cannot be published without this.")


def age_mark_missing(post: Post, at: datetime) -> Found:
    if post.age_mark is None:
        yield "age_mark", _("Say from what age the post may be read.")


def advertiser_missing(post: Post, at: datetime) -> Found:
    if post.is_paid and not post.advertiser:
        yield "advertiser", _("Paid material must name its advertiser.")


def embargo_not_over(post: Post, at: datetime) -> Found:
    if post.embargo_until and at < post.embargo_until:
        until = date_format(timezone.localtime(post.embargo_until), "SHORT_DATETIME_FORMAT")
        yield "embargo_until", _("Nobody can publish this before %(until)s.") % {"until": until}


def image_without_credit(post: Post, at: datetime) -> Found:
    for field, image in _images(post):
        if not _is_credited(image):
            message = _("This image has no credit: write in its record whose it is.")
            yield field, _about(image, field, message)


def image_without_alt_text(post: Post, at: datetime) -> Found:
    for field, image in _images(post):
        if not image.alt_text.strip():
            message = _("This image has no alternative text: write in its record what it shows.")
            yield field, _about(image, field, message)


def licence_expired(post: Post, at: datetime) -> Found:
    opening = timezone.localdate(_opening(at))
    for field, image in _images(post):
        if image.licence_until and opening > image.licence_until:
            day = date_format(image.licence_until, "SHORT_DATE_FORMAT")
            message = _("The licence of this image ends on %(day)s.") % {"day": day}
            yield field, _about(image, field, message)


def image_gone(post: Post, at: datetime) -> Found:
    pks = _body_images(post)
    if pks and Image.objects.filter(pk__in=pks).count() < len(pks):
        yield "body", _("An image in the text is no longer in the library: take it out.")


def headline_long(post: Post, at: datetime) -> Found:
    if len(post.headline) > HEADLINE_LENGTH:
        yield (
            "headline",
            _("%(length)d characters: search engines and social networks cut after %(limit)d.")
            % {"length": len(post.headline), "limit": HEADLINE_LENGTH},
        )


def record_without_page(post: Post, at: datetime) -> Found:
    named = {kind: Q(pk__in=getattr(post, f"{kind}s").values("pk")) for kind in ENTITIES}
    named["person"] |= Q(pk__in=post.bylines.values("person"))
    if post.lead_image:
        named["person"] |= Q(pk=post.lead_image.credit_person_id)
        named["organization"] |= Q(pk=post.lead_image.credit_organization_id)
    hidden = {
        kind: ENTITIES[kind].objects.filter(condition, is_published=False)
        for kind, condition in named.items()
    }
    for kind, names in _by_kind(_names(hidden)).items():
        yield f"{kind}s", _("Not published, so readers will not see them: %s") % names


def named_nowhere(post: Post, at: datetime) -> Found:
    if names := _names({kind: getattr(post, f"{kind}s") for kind in ENTITIES}):
        body = markup.clean(post.body)
        day = timezone.localdate(_opening(at))
        words = Words(post.headline, post.lead, body, post.language, day)
        missing = {record: names[record] for record in marking.unnamed(words, names)}
        for kind, of_kind in _by_kind(missing).items():
            yield f"{kind}s", _("The text does not name: %s") % of_kind


def link_to_hidden_page(post: Post, at: datetime) -> Found:
    own = ((link, _own_page(link)) for link in markup.links(post.body)[:LINKS])
    links = {link: page for link, page in own if page}
    visible = _visible(set(links.values()), at) | {("post", post.pk)}
    for link, page in links.items():
        if page not in visible:
            shown = Truncator(link).chars(100)
            yield "body", _("This link leads to a page readers cannot see: %s") % shown


def related_post_hidden(post: Post, at: datetime) -> Found:
    live = Edition.objects.live(_opening(at)).values("post")
    for other in post.related_posts.exclude(pk__in=live).only("headline"):
        yield "related_posts", _("Readers cannot see this post: %s") % other


def notice_without_link(post: Post, at: datetime) -> Found:
    for one in unlinked(post, timezone.localdate(_opening(at))):
        if one.is_sure:
            message = _(
                "“%(words)s” is %(name)s, of whom readers must see the notice “%(notice)s”: "
                "choose %(name)s among the named, or they will not."
            )
        else:
            message = _(
                "“%(words)s” may be %(name)s, of whom readers must see the notice “%(notice)s”: "
                "choose %(name)s among the named if so."
            )
        said = {"words": one.words, "name": one.name, "notice": one.notice}
        yield f"{one.kind}s", message % said


def translation_behind(post: Post, at: datetime) -> Found:
    if post.translation_of_id and Post.objects.behind().filter(pk=post.pk).exists():
        yield "translation_of", _("What it is translated from has changed since.")


BLOCKS = (
    *(words_missing, body_missing, age_mark_missing, advertiser_missing, embargo_not_over),
    *(image_without_credit, image_without_alt_text, licence_expired, image_gone),
)
WARNINGS = (
    *(headline_long, record_without_page, named_nowhere),
    *(link_to_hidden_page, related_post_hidden, notice_without_link, translation_behind),
)


def blockers(post: Post, at: datetime | None = None) -> dict[str, list[str]]:
    """Return why the post cannot be published at that time (now by default), by field."""
    found = {}
    for field, message in _ask(BLOCKS, post, at):
        found.setdefault(field, []).append(message)
    return found


def warnings(post: Post, at: datetime | None = None) -> list[str]:
    """Return what to look at before the saved post opens at that time (now by default)."""
    return [in_words(*found) for found in _ask(WARNINGS, post, at)]


def in_words(field: str, message: str) -> str:
    """Return what was found with the name of its field, for where no field stands beside it."""
    if field == NON_FIELD_ERRORS:
        return message
    return f"{capfirst(Post._meta.get_field(field).verbose_name)}: {message}"


def _ask(rules, post: Post, at: datetime | None) -> Found:
    at = at or timezone.now()
    for rule in rules:
        yield from rule(post, at)


def _opening(at: datetime) -> datetime:
    """Return when readers begin to see it: what is dated back is still opened now."""
    return max(at, timezone.now())


def _images(post: Post) -> Iterator[tuple[str, Image]]:
    """Yield the lead image and those of the body, each with the field it stands in."""
    if post.lead_image:
        yield "lead_image", post.lead_image
    if pks := _body_images(post):
        for image in Image.objects.filter(pk__in=pks).order_by("pk"):
            yield "body", image


def _body_images(post: Post) -> list[int]:
    return markup.image_ids(markup.clean(post.body)) if "data-image" in post.body else []


def _names(records: dict[str, QuerySet]) -> dict[marking.Record, str]:
    """Return the names of the records, given by kind, in one query for all."""
    parts = [
        rows.order_by().values_list("pk", "name").annotate(kind=Value(kind))
        for kind, rows in records.items()
    ]
    rows = parts[0].union(*parts[1:], all=True)
    return {(kind, pk): name for pk, name, kind in sorted(rows)}


def _by_kind(names: dict[marking.Record, str]) -> dict[str, str]:
    """Return the names of each kind of which there are some: {"person": "A, B"}."""
    found = {
        kind: ", ".join([name for (of, _pk), name in names.items() if of == kind])
        for kind in ENTITIES
    }
    return {kind: text for kind, text in found.items() if text}


def _about(image: Image, field: str, message: str) -> str:
    """Say which image is meant, where there may be several."""
    return message if field == "lead_image" else f"{message} ({image})"


def _is_credited(image: Image) -> bool:
    return bool(image.credit.strip() or image.credit_person_id or image.credit_organization_id)


def _own_page(link: str) -> tuple[str, int] | None:
    """Return what a link leads to on this site, such as ("post", 7); None if elsewhere."""
    try:
        address = urlsplit(urljoin(settings.SITE_URL, link))
    except ValueError:  # a browser cannot follow it either
        return None
    match = OWN_PAGE.fullmatch(address.path)
    if match and address.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower():
        return match[1], int(match[2])
    return None


def _visible(pages: set[tuple[str, int]], at: datetime) -> set[tuple[str, int]]:
    """Return those of the pages readers can see at that time, in two queries at most."""
    ids = {kind: {pk for of, pk in pages if of == kind} for kind in ("post", *ENTITIES)}
    live = Edition.objects.live(_opening(at)).filter(post_id__in=ids.pop("post"))
    posts = {("post", pk) for pk in live.order_by().values_list("post_id", flat=True)}
    return posts | set(live_facts(ids))

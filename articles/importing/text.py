"""Posts from plain text files: an optional title, paragraphs, and the line that dates them."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles import markup
from articles.models import Post, Section, make_slug
from articles.publishing import publish

DATELINE = re.compile(
    r"(?:published\s+on|опубликован[аоы]?)\D{0,20}?"
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+г\.?)?(?:,|\s+в|\s+at)?\s+(\d{1,2}):(\d{2})\s*\.?\s*$",
    re.IGNORECASE,
)
# A sentence ends before a capital letter, and not after initials or a short form such as «г.».
SENTENCE_END = re.compile(r"(?<=\w{3})[»\")]*[.!?…]+(?=\s+[«\"„(—–-]*\s*[^\W\d_a-zа-яё])")
FIRST_NEWSPAPER = 1702  # in Russia; an earlier year is a slip of the keyboard
TITLE_LENGTH = 200
LEAD_LENGTH = Post._meta.get_field("lead").max_length


class MalformedText(ValueError):
    """The file cannot be a post; ``line`` says where, counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Article:
    """What a text file holds."""

    headline: str
    has_title: bool
    lead: str
    paragraphs: list[str]  # of the body, after the lead
    published_at: datetime
    key: str  # the same for the same words, whatever the line ends and blank lines


def decode(content: bytes) -> str:
    """Return the text of a UTF-8 file. Raises MalformedText."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise MalformedText(line, _("This is not text in UTF-8.")) from error


def parse(text: str) -> Article:
    """Return the article in a text. Raises MalformedText."""
    lines = [" ".join(markup.strip_unprintable(line).split()) for line in text.splitlines()]
    filled = [(number, line) for number, line in enumerate(lines, 1) if line]
    if not filled:
        raise MalformedText(1, _("The file is empty."))
    number, last = filled.pop()
    published_at = parse_dateline(last, number)
    paragraphs = [line for _number, line in filled]
    key = hashlib.sha256("\n".join([*paragraphs, last]).encode()).hexdigest()
    title = paragraphs.pop(0) if paragraphs and _is_title(paragraphs[0]) else ""
    if not paragraphs:
        raise MalformedText(number, _("There is no paragraph before the date."))
    headline = title or _headline_from(paragraphs[0])
    lead, body = _split_lead(paragraphs)
    return Article(headline, bool(title), lead, body, published_at, f"text:{key}")


def parse_dateline(line: str, number: int) -> datetime:
    """Return the time a line such as "… published on 24.11.2022 10:52" names, in the site's zone.

    Raises MalformedText, for a time to come too.
    """
    match = DATELINE.search(line)
    if match is None:
        raise MalformedText(number, _("The last line must end: published on DD.MM.YYYY HH:MM"))
    day, month, year, hour, minute = map(int, match.groups())
    try:
        moment = timezone.make_aware(datetime(year, month, day, hour, minute))  # noqa: DTZ001
    except ValueError as error:
        raise MalformedText(number, _("There is no such date or time.")) from error
    if year < FIRST_NEWSPAPER:
        raise MalformedText(number, _("The date lies before the first newspaper."))
    if moment > timezone.now():
        raise MalformedText(number, _("The date lies in the future."))
    return moment


@transaction.atomic
def import_article(article: Article, *, section: Section, by: AbstractBaseUser) -> Post | None:
    """Publish the article under its own date; None if it has been imported before.

    A post whose headline had to be made up is left in review. Raises ValidationError.
    """
    if Post.objects.filter(imported_from=article.key).exists():
        return None
    post = Post(
        headline=article.headline,
        slug=make_slug(article.headline),
        lead=article.lead,
        body=markup.from_paragraphs(article.paragraphs),
        section=section,
        age_mark=Post.AgeMark.ZERO,
        stage=Post.Stage.APPROVED if article.has_title else Post.Stage.IN_REVIEW,
        imported_from=article.key,
    )
    post.full_clean()
    post.save()
    publish(post, by=by, at=article.published_at)
    return post


def _is_title(line: str) -> bool:
    return len(line) <= TITLE_LENGTH and line[-1] not in ".…:;," and not SENTENCE_END.search(line)


def _first_sentence(paragraph: str) -> str:
    end = SENTENCE_END.search(paragraph)
    return paragraph[: end.end()] if end else paragraph


def _headline_from(paragraph: str) -> str:
    return Truncator(_first_sentence(paragraph).rstrip(".")).chars(TITLE_LENGTH)


def _split_lead(paragraphs: list[str]) -> tuple[str, list[str]]:
    """Take the first paragraph for the lead, or the beginning of it if it is too long or alone."""
    first, rest = paragraphs[0], paragraphs[1:]
    if rest and len(first) <= LEAD_LENGTH:
        return first, rest
    return Truncator(_first_sentence(first)).chars(LEAD_LENGTH), paragraphs

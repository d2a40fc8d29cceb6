"""The demo newsroom, written as the desk would write it: records first, posts through the doors."""

from datetime import datetime, time, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles.demo.read import day_of, read_pages, read_posts, read_table
from articles.demo.records import Records, save
from articles.history import record_words
from articles.models import (
    BreakingLine,
    Event,
    Image,
    Note,
    Organization,
    Page,
    Person,
    Post,
    PostByline,
    Section,
    Slot,
    Tag,
    make_slug,
)
from articles.pages import save_page
from articles.publishing import publish, relate, unpublish
from articles.translating import bring_up_to_date

LINKS = ["tags", "persons", "organizations", "events"]
# What stands in a post's file under the name of the post's own field.
PLAIN = [
    *("language", "kind", "headline", "lead", "body", "age_mark", "lead_image_caption"),
    *("source_name", "source_url", "is_paid", "advertiser", "erid"),
]


def is_empty() -> bool:
    """Return whether nobody has put anything of their own into the newsroom yet."""
    models = [Post, Person, Organization, Event, Section, Tag, Image, Page]
    return not any(model.objects.exists() for model in models)


def load(*, reporter: AbstractBaseUser, editor: AbstractBaseUser, width: int = 1600) -> None:
    """Write all demo content, or nothing if anything fails. ``width`` is that of the pictures."""
    now = timezone.localtime()
    records = Records(now.date(), width)
    try:
        with transaction.atomic():
            records.load()
            Desk(records, now, reporter, editor).load()
    except BaseException:
        records.delete_files()
        raise


class Desk:
    """Writes the posts as ``reporter`` and lets them out as ``editor``."""

    def __init__(
        self, records: Records, now: datetime, reporter: AbstractBaseUser, editor: AbstractBaseUser
    ) -> None:
        self.records = records
        self.now = now
        self.reporter = reporter
        self.editor = editor

    def load(self) -> None:
        """Write every post, then let them out, both in the order of time."""
        entries = [(self._moment(entry), key, entry) for key, entry in read_posts().items()]
        entries.sort(key=lambda item: item[:2])
        self.posts = {key: self._write(entry, moment) for moment, key, entry in entries}
        for moment, key, entry in entries:
            post = self.posts[key]
            post.related_posts.set(self.posts[other] for other in entry.get("related", ()))
            if "translation_of" in entry:
                relate(post, self.posts[entry["translation_of"]])
            self._let_out(post, entry, moment)
        self._follow()
        self._lay_out(**read_table("front"))
        for entry in read_pages():
            self._add_page(**entry)

    def _moment(self, entry: dict) -> datetime:
        """Return when a post came out, to come only if its day is: 09:00 today may be yesterday."""
        day = day_of(entry, self.now.date())
        clock = time.fromisoformat(entry["time"])
        moment = datetime.combine(day, clock, self.now.tzinfo)
        too_early = day == self.now.date() and moment > self.now
        return moment - timedelta(days=1) if too_early else moment

    def _write(self, entry: dict, moment: datetime) -> Post:
        post = Post(
            **{"age_mark": Post.AgeMark.ZERO}
            | {name: entry[name] for name in PLAIN if name in entry}
            | {"body": self.records.with_ids(entry["body"])},
            slug=make_slug(entry["headline"]),
            section=self.records.sections[entry["section"]],
            lead_image=self.records.images[entry["image"]] if "image" in entry else None,
            stage=entry.get("stage", Post.Stage.APPROVED),
            created_by=self.reporter,
        )
        save(post)
        for name in LINKS:
            getattr(post, name).set(self.records.pick(name, entry.get(name, [])))
        for position, (role, key) in enumerate(entry.get("bylines", ())):
            person = self.records.persons[key]
            save(PostByline(post=post, person=person, role=role, position=position))
        # The columns set themselves to now, and the desk's list would show one day's work.
        post.created_at = min(moment, self.now) - timedelta(hours=1)
        Post.objects.filter(pk=post.pk).update(
            created_at=post.created_at, updated_at=post.created_at
        )
        return post

    def _let_out(self, post: Post, entry: dict, moment: datetime) -> None:
        """Publish the post unless it says at what stage it stopped; then what happened to it."""
        record_words(post, self.reporter)
        if "stage" in entry:
            self._pass_on(post, **entry.get("work", {}))
            return
        publish(post, by=self.editor, at=moment)
        if "change" in entry:
            self._change(post, **entry["change"])
        if "unpublish" in entry:
            self._unpublish(post, **entry["unpublish"])

    def _pass_on(self, post: Post, *, due_in_hours: int | None = None, note: str = "") -> None:
        """Say when the post is due; with a note, give it back to its writer."""
        if due_in_hours is not None:
            full_hour = self.now.replace(minute=0, second=0, microsecond=0)
            post.due_at = full_hour + timedelta(hours=due_in_hours)
        if note:
            post.assignee = self.reporter
            save(Note(post=post, author=self.editor, text=note))
        Post.objects.filter(pk=post.pk).update(due_at=post.due_at, assignee=post.assignee)

    def _change(self, post: Post, *, replace: dict[str, str], correction: str = "") -> None:
        """Replace words of the post; and publish it anew if there is a correction to tell of."""
        for name in ["headline", "lead", "body"]:
            for old, new in replace.items():
                setattr(post, name, getattr(post, name).replace(old, new))
        save(post)
        record_words(post, self.editor)
        if correction:
            publish(post, by=self.editor, correction=correction)

    def _unpublish(
        self, post: Post, *, reason: str, reader_note: str = "", redirect_to: str = ""
    ) -> None:
        other = self.posts[redirect_to] if redirect_to else None
        unpublish(post, by=self.editor, reason=reason, reader_note=reader_note, redirect_to=other)

    def _follow(self) -> None:
        """Let translations follow the first edition of their source; some are behind by now."""
        for post in Post.objects.exclude(translation_of=None).order_by("pk"):
            bring_up_to_date(post, post.translation_of.editions.get(number=1))

    def _lay_out(self, slots: dict[str, dict], lines: dict[str, dict]) -> None:
        """Say what stands on the front pages."""
        for model, entries in [(Slot, slots), (BreakingLine, lines)]:
            for entry in entries.values():
                save(model(**self._standing(**entry)))

    def _add_page(self, *, body: str, **fields) -> None:
        page = Page(body=self.records.with_ids(body), is_published=True, **fields)
        page.full_clean()
        save_page(page, by=self.editor)

    def _standing(
        self,
        *,
        post: str = "",
        section: str = "",
        since: dict | None = None,
        until: dict | None = None,
        **fields,
    ) -> dict:
        return fields | {
            "post": self.posts[post] if post else None,
            **({"section": self.records.sections[section]} if section else {}),
            "valid_from": self._moment(since) if since else None,
            "valid_until": self._moment(until) if until else None,
        }

from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles import gate
from articles.importing.text import MalformedText, decode, import_article, parse
from articles.models import Post, Section


class Command(BaseCommand):
    help = "Import posts from text files: title, paragraphs, published on DD.MM.YYYY HH:MM"

    def add_arguments(self, parser):
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--section", metavar="SLUG", help="the section, else the first one")
        parser.add_argument("--by", metavar="LOGIN", help="who publishes, else the user «import»")

    def handle(self, *args, files, section, by, **options):
        section, by = find_section(section), find_user(by)
        imported, known, failed = [], 0, 0
        for file in files:
            try:
                post = import_article(parse(decode(file.read_bytes())), section=section, by=by)
            except MalformedText as error:
                self.stderr.write(f"{file}:{error.line}: {error}")
            except OSError as error:
                self.stderr.write(f"{file}: {error.strerror}")
            except ValidationError as error:
                self.stderr.write(f"{file}: {reasons(error)}")
            else:
                known += post is None
                imported += [post] if post else []
                continue
            failed += 1
        self.report(imported, known, failed)

    def report(self, imported, known, failed):
        self.stdout.write(
            _("Imported: %(imported)d, known already: %(known)d, refused: %(failed)d")
            % {"imported": len(imported), "known": known, "failed": failed}
        )
        doubtful = [post for post in imported if post.stage == Post.Stage.IN_REVIEW]
        if doubtful:
            self.stdout.write(_("Their headlines were made from the first sentence; review them:"))
        for post in doubtful:
            self.stdout.write(f"  {line_of(post)}")
        self.report_warnings(imported)
        if failed:
            raise CommandError(_("Some files were not imported."))

    def report_warnings(self, imported):
        found = [(post, texts) for post in imported if (texts := gate.warnings(post))]
        if found:
            self.stdout.write(_("Published with warnings: %d") % len(found))
        for post, texts in found:
            self.stdout.write(f"  {line_of(post)}")
            for text in texts:
                self.stdout.write(f"    {text}")


def reasons(error: ValidationError) -> str:
    """Return what is wrong with a post, each field by its name."""
    found = error.message_dict.items()
    return " ".join(gate.in_words(field, text) for field, texts in found for text in texts)


def line_of(post: Post) -> str:
    return f"/admin/articles/post/{post.pk}/change/  {post.headline}"


def find_section(slug: str | None) -> Section:
    """Return the section named, else the first, else a new one for news. Raises CommandError."""
    if slug is None:
        return Section.objects.first() or Section.objects.create(
            name=pgettext("section", "News"), slug="news"
        )
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        known = ", ".join(Section.objects.values_list("slug", flat=True)) or "—"
        raise CommandError(
            _("There is no section %(slug)s. There are: %(known)s") % {"slug": slug, "known": known}
        )
    return section


def find_user(login: str | None):
    """Return the user named, who must be allowed to publish, else the one that stands for imports.

    Raises CommandError.
    """
    users = get_user_model().objects
    if login is None:
        # Nobody can log in as this one; it says in the history where the post came from.
        return users.get_or_create(username="import", defaults={"is_active": False})[0]
    user = users.filter(username=login).first()
    if user is None:
        raise CommandError(_("There is no user %(login)s.") % {"login": login})
    if not user.has_perm("articles.publish_post"):
        raise CommandError(_("%(login)s may not publish.") % {"login": login})
    return user

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.demo.accounts import Account, make_accounts
from articles.demo.address import Address, check_free, follow_address, parse_address
from articles.demo.load import is_empty, load
from articles.images import keep_social
from articles.models import Post


class Command(BaseCommand):
    """Make a newsroom to try out, and serve it on this machine."""

    def add_arguments(self, parser):
        # Not in ``help``: argparse would be handed a lazy text there and fail.
        parser.description = _(
            "Prepares the database, loads demo content if it is empty, creates one account for "
            "each role and prints the log-ins once, and serves the site on this machine."
        )
        parser.add_argument(
            "address",
            nargs="?",
            default="127.0.0.1:8000",
            metavar="address:port",
            help=_("Where to serve: 127.0.0.1:8000 by default."),
        )

    def handle(self, *, address, **options):
        address = parse_address(address)
        check_free(address)
        self.prepare(address)
        call_command("runserver", str(address), use_reloader=False)

    def prepare(self, address: Address, *, width: int = 1600) -> None:
        """Do everything but serve. ``width`` is that of the pictures drawn, in pixels."""
        follow_address(address)
        self._say(_("Preparing the database."))
        call_command("migrate", interactive=False, verbosity=0)
        accounts = self._fill(width)
        self._tell_accounts(accounts)
        self._say(_("Collecting static files."))
        call_command("collectstatic", interactive=False, verbosity=0)
        self._tell_addresses()

    @transaction.atomic
    def _fill(self, width: int) -> list[Account]:
        """Make what is missing, all of it or nothing; return the accounts made."""
        accounts = make_accounts()
        if not is_empty():
            self._say(_("The database is not empty: its content stays as it is."))
            return accounts
        self._say(_("Loading demo content, half a minute at most."))
        users = get_user_model().objects
        try:
            load(
                reporter=users.get(username="reporter"),
                editor=users.get(username="editor"),
                width=width,
            )
        except ValidationError as error:
            reasons = "; ".join(error.messages)
            raise CommandError(_("Demo content was not loaded: %s") % reasons) from error
        # No worker runs beside the demo.
        for pk in Post.objects.values_list("pk", flat=True):
            keep_social(pk)
        return accounts

    def _tell_accounts(self, accounts: list[Account]) -> None:
        if accounts:
            self._say(_("Accounts; the passwords are shown this once:"))
        for account in accounts:
            self._say(f"{account.role} {account.login} {account.password}")
        if not accounts:
            self._say(
                _("Accounts exist already. For a new password: manage.py changepassword LOGIN")
            )

    def _tell_addresses(self) -> None:
        self._say(_("Open:"))
        for path, what in [
            ("/", _("the site")),
            ("/admin/", _("the desk")),
            ("/api/v1/docs/", _("the REST feed")),
        ]:
            self._say(f"{settings.SITE_URL}{path}  {what}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()  # serving does not end, and a pipe would wait for more

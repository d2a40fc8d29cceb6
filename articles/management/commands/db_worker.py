import os

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker

from articles.webhooks import Courier, deliver_due


class Command(db_worker.Command):
    help = "Do what waits in the background, and tell webhooks what changed, until stopped"

    def handle(self, *, batch, reload, **options):
        if batch:
            super().handle(batch=batch, reload=reload, **options)
            deliver_due()
        elif reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true":
            # Only starts the process that does the work.
            super().handle(batch=batch, reload=reload, **options)
        else:
            with Courier():
                super().handle(batch=batch, reload=reload, **options)

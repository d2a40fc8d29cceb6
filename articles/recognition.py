"""Names that the optional network finds in a text: by the worker, once, kept a day by its hash.

Where the extra is not installed, or switched off, nothing is asked for and nothing is found.
"""

import hashlib
import re
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from articles.mentions import ner
from articles.models import FoundNames

LANGUAGES = ("ru",)
KEPT = timedelta(days=1)
PATIENCE = timedelta(minutes=1)  # then nobody waits for the worker any more
MOST_AWAITED = 50  # texts; more are not asked for while no worker runs
LONGEST = 200_000  # characters of a text
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def recognized(text: str, language: str) -> list[ner.Found]:
    """Return what was found in a text; the first time nothing, and the worker is asked."""
    if not _is_for_it(text, language):
        return []
    kept = FoundNames.objects.filter(fingerprint=fingerprint(text, language)).first()
    if kept is None:
        _ask(text, language)
    return [tuple(span) for span in kept.spans or ()] if kept else []


def is_pending(text: str, language: str) -> bool:
    """Return whether the worker has been asked about a text, and may yet answer soon."""
    if not _is_for_it(text, language):
        return False
    asked = FoundNames.objects.filter(fingerprint=fingerprint(text, language), made_at=None)
    return asked.filter(asked_at__gt=timezone.now() - PATIENCE).exists()


def fingerprint(text: str, language: str) -> str:
    """Return what a text is known by."""
    return hashlib.sha256(f"{language}\0{text}".encode()).hexdigest()


@task()
def find_in(pk: int) -> int:
    """Find the names of a text that waits; return how many were found."""
    found = FoundNames.objects.filter(pk=pk, made_at=None).first()
    if found is None or not ner.is_installed():
        return 0
    found.spans, found.text, found.made_at = ner.find_names(found.text), "", timezone.now()
    found.save(update_fields=["spans", "text", "made_at"])
    _forget_old()
    return len(found.spans)


def _is_for_it(text: str, language: str) -> bool:
    return bool(
        settings.NER
        and language in LANGUAGES
        and text.strip()
        and len(text) <= LONGEST
        and _is_storable(text)
        and ner.is_installed()
    )


def _is_storable(text: str) -> bool:
    """Return whether any database takes a text: without NUL and halves of characters."""
    return not _UNSTORABLE.search(text)


def _ask(text: str, language: str) -> None:
    """Ask the worker about a text, unless too many wait for it as it is."""
    if FoundNames.objects.filter(made_at=None).count() >= MOST_AWAITED:
        _forget_old()
        return
    found, is_new = FoundNames.objects.get_or_create(
        fingerprint=fingerprint(text, language), defaults={"language": language, "text": text}
    )
    if is_new:
        # Robust: the rules have found what they find, even if nobody can be asked for more.
        transaction.on_commit(partial(find_in.enqueue, found.pk), robust=True)


def _forget_old() -> None:
    FoundNames.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()

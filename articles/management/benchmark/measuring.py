"""What a request costs inside the process that answers it, as a multiple of an empty view."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandError
from django.test import RequestFactory, override_settings
from django.utils.translation import gettext as _

from articles.api import bodies
from articles.management.benchmark import urls
from articles.management.benchmark.subjects import Subject

HOST = "localhost"
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def own_settings(folder: Path) -> Iterator[None]:
    """Answer as the site does where it is not developed, apart from the site's cache and files."""
    with override_settings(
        DEBUG=False,
        ALLOWED_HOSTS=[HOST],
        ROOT_URLCONF=urls.__name__,
        API_LIMIT=10**9,  # counted, and never refused
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        # Whether style sheets were collected, and of which version, is not what is measured.
        STORAGES=settings.STORAGES | {"staticfiles": PLAIN_FILES},
        STATIC_ROOT=str(folder),
        WHITENOISE_USE_FINDERS=False,
    ):
        yield


def measure(
    subjects: list[Subject], rounds: int, tell: Callable[[int, int], None]
) -> tuple[float, dict[str, float]]:
    """Return the seconds of CPU an empty view takes, and by name how many times that a subject.

    An empty view is asked for before each page, so that whatever else the machine does falls on
    both. Raises CommandError for a page that is not there.
    """
    ask, costs = WSGIHandler(), {subject.name: [] for subject in subjects}
    nothing = Subject("", 1, [urls.EMPTY])
    empty = []
    for subject in [nothing, *subjects]:  # what is made ready once in a process
        for path in subject.paths:
            if (status := cost(ask, subject, path)[1]) != subject.status:
                words = {"path": path, "status": status}
                raise CommandError(_("%(path)s was answered with %(status)d.") % words)
    for number in range(rounds):
        for subject in subjects:
            empty.append(cost(ask, nothing, urls.EMPTY)[0])
            path = subject.paths[number % len(subject.paths)]
            costs[subject.name].append(cost(ask, subject, path)[0])
        tell(number + 1, rounds)
    least = median(empty)
    return least, {name: median(taken) / least for name, taken in costs.items()}


def cost(ask: Callable, subject: Subject, path: str) -> tuple[float, int]:
    """Return the seconds of CPU a request took, and the status of its answer."""
    if subject.kept is not None:
        bodies.forget()
    if subject.kept:
        _ask(ask, subject, path)
    return _ask(ask, subject, path)


def _ask(ask: Callable, subject: Subject, path: str) -> tuple[float, int]:
    secure = settings.SECURE_SSL_REDIRECT
    headers = subject.headers | ({"x-forwarded-proto": "https"} if secure else {})
    request = RequestFactory(SERVER_NAME=HOST).get(path, headers=headers, secure=secure)
    statuses = []
    start = time.process_time()
    answer = ask(request.environ, lambda status, _headers: statuses.append(status))
    for _part in answer:
        pass
    answer.close()
    return time.process_time() - start, int(statuses[0].partition(" ")[0])

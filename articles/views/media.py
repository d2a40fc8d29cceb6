from pathlib import PurePosixPath

from csp.decorators import csp_replace
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.images.renditions import file_of

# By us: the tables of the machine may not know the newer ones.
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
}
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a picture; its name holds a random part, so it may be kept for ever.

    A rendition that is not made yet is answered for by the clean copy, to be asked for again soon.
    Nothing is made here: whoever asks for many sizes would have us draw them all.
    """
    try:
        return _serve(request, path, FOR_EVER)
    except Http404:
        if (file := file_of(path)) is None:
            raise
        return _serve(request, file, FOR_A_MINUTE)


def _serve(request: HttpRequest, path: str, cache_control: str) -> FileResponse:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in TYPES:
        raise Http404
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:  # a name the file system cannot even look up
        raise Http404 from error
    if response.status_code == 200:
        response.headers["Content-Type"] = TYPES[suffix]
    response.headers["Cache-Control"] = cache_control
    return response

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.static import serve


def media(request: HttpRequest, path: str) -> FileResponse:
    """Serve an uploaded file; its name holds a random part, so it may be kept for ever."""
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:  # a name the file system cannot even look up
        raise Http404 from error
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response

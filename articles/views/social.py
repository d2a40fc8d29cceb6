from csp.decorators import csp_replace
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.api.links import image_url
from articles.images import jpeg_of, open_social
from articles.models import Edition
from articles.views.media import FOR_A_MINUTE, FOR_EVER


@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def social(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of a live post for social networks; one of older words leads to that of today.

    Until it is drawn the lead image stands for it. Nothing is drawn here.
    """
    live = Edition.objects.live().filter(post_id=pk).values_list("document", flat=True).first()
    if live is None or "social" not in live:
        raise Http404
    if digest != live["social"]:
        return _elsewhere(reverse("machines:social", args=[pk, live["social"]]))
    try:
        response = FileResponse(open_social(pk, digest), content_type="image/jpeg")
    except FileNotFoundError as error:
        if (image := live["lead_image"]) is None:
            raise Http404 from error
        return _elsewhere(image_url(image["file"]) + jpeg_of(image).suffix)
    response.headers["Cache-Control"] = FOR_EVER
    return response


def _elsewhere(address: str) -> HttpResponse:
    response = redirect(address)
    response.headers["Cache-Control"] = FOR_A_MINUTE
    return response

"""The library of images: what its cards say, and what other forms pick from and upload to it."""

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.formats import date_format

from articles.admin.base import is_key
from articles.images import facts_of, renditions_of
from articles.markup import strip_unprintable
from articles.models import Image

from .uses import uses_of

PAGE = 24
CARD = 640  # pixels, for screens that put two where others have one
LONGEST_QUERY = 200


class Library(ChangeList):
    """Django's list whose images know where they are used."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        uses = uses_of(self.result_list, request.user)
        for image in self.result_list:
            image.uses = uses[image.pk]


def pick_view(model_admin, request: HttpRequest) -> HttpResponse:
    """Answer a page of the library: {"images": [...], "next": key or null}.

    ``q`` are words to find, ``before`` the key a page before this one named as its next.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    images = _found(model_admin, request)
    page = list(images[: PAGE + 1])
    following = page[PAGE - 1].pk if len(page) > PAGE else None
    uses = uses_of(page[:PAGE], request.user, limit=1)
    shown = [as_json(image) | {"uses": uses[image.pk].count} for image in page[:PAGE]]
    return JsonResponse({"images": shown, "next": following})


def upload_view(model_admin, request: HttpRequest) -> HttpResponse:
    """Take an image in: {"image": {...}} when it is stored, else nothing is.

    What is missing is answered with {"errors": {field: [message]}, "proposals": {field: text}},
    the latter being what the file says of itself. So a file sent alone is asked what it knows.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = model_admin.upload_form(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors, "proposals": form.proposals})
    with transaction.atomic():
        image = form.save(commit=False)
        model_admin.save_model(request, image, form, change=False)
        model_admin.log_addition(request, image, [{"added": {}}])
    return JsonResponse({"image": as_json(image)}, status=201)


def as_json(image: Image) -> dict:
    """Return what a form needs to show an image and to say whose it is."""
    until = image.licence_until
    return {
        "id": image.pk,
        "url": image.file.url,
        "thumbnail": _thumbnail(image),
        "width": image.width,
        "height": image.height,
        "alt_text": image.alt_text,
        "caption": image.caption,
        "credit": image.credit_line,
        "licence": image.licence,
        "licence_until": date_format(until, "SHORT_DATE_FORMAT") if until else "",
        "is_expired": image.is_expired,
    }


def _thumbnail(image: Image) -> str:
    """Return the address of a rendition wide enough for a card."""
    in_webp = [made for made in renditions_of(facts_of(image)) if made.mime_type == "image/webp"]
    wide_enough = [made for made in in_webp if made.width >= CARD]
    return image.file.url + (wide_enough or in_webp[-1:])[0].suffix


def _found(model_admin, request: HttpRequest):
    before = request.GET.get("before", "")
    if before and not is_key(before):
        raise BadRequest("Not a key of an image.")
    words = strip_unprintable(request.GET.get("q", ""))[:LONGEST_QUERY]
    images = model_admin.get_queryset(request)
    images, _may_repeat = model_admin.get_search_results(request, images, words)
    images = images.select_related("credit_person", "credit_organization").order_by("-pk")
    return images.filter(pk__lt=before) if before else images

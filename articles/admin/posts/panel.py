"""What the panel beside a text asks while somebody writes: whom the text names."""

from datetime import date

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import markup
from articles.admin.base import is_key
from articles.linking import Words
from articles.models import ENTITIES, Edition, Post

from .autosave import post_to_write
from .decisions import read, refused_in
from .found import shown
from .naming import ASKED

FIELDS = {"person": "persons", "organization": "organizations", "event": "events"}


def names_view(model_admin, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
    """POST the fields of the form that count: answers with what found.py finds in its words."""
    post = post_to_write(model_admin, request, object_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        words, accepted = _words(request, post), _accepted(request)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    decided = read(request.POST.get("decided", ""))
    answer = shown(
        words,
        accepted=accepted,
        refused=refused_in(post) | decided.refused.keys(),
        back=decided.back,
        meant=decided.meant,
        kinds=_kinds(request, "view"),
    )
    return JsonResponse(answer | {"create": _kinds(request, "add")})


def _kinds(request: HttpRequest, verb: str) -> list[str]:
    return [kind for kind in ENTITIES if request.user.has_perm(f"articles.{verb}_{kind}")]


def _words(request: HttpRequest, post: Post | None) -> Words:
    """Return the words to look through. Raises ValidationError if they are none of a post."""
    language = request.POST.get("language", "")
    if language not in dict(Post._meta.get_field("language").flatchoices):
        raise ValidationError(_("There is no such language here."))
    plain = [" ".join(request.POST.get(name, "").split()) for name in ("headline", "lead")]
    for name, words in zip(("headline", "lead"), plain, strict=True):
        if len(words) > Post._meta.get_field(name).max_length:
            raise ValidationError(_("This text is too long."))
    headline, lead = map(markup.strip_unprintable, plain)
    return Words(headline, lead, markup.clean(request.POST.get("body", "")), language, _day(post))


def _day(post: Post | None) -> date | None:
    """Return the day readers first saw the post, None before they do."""
    editions = post.editions.order_by("number") if post else Edition.objects.none()
    first = editions.values_list("first_published_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def _accepted(request: HttpRequest) -> set[tuple[str, int]]:
    """Return whom the fields name. Raises ValidationError for what are no ids."""
    accepted = set()
    for kind, name in FIELDS.items():
        pks = request.POST.getlist(name)
        if len(pks) > ASKED or not all(map(is_key, pks)):
            raise ValidationError(_("These are no ids: %s") % kind)
        accepted |= {(kind, int(pk)) for pk in pks}
    return accepted

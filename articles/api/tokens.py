"""Partners' tokens: whose a request is, and what that opens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from rest_framework.exceptions import APIException, PermissionDenied

from articles.api.problems import problem
from articles.models import Token, hash_of

MINUTE = timedelta(minutes=1)


class Unauthorized(APIException):
    """Nobody may have this without a token."""

    status_code = HTTPStatus.UNAUTHORIZED


@dataclass(frozen=True, slots=True)
class Partner:
    """Whoever holds a token that works."""

    pk: int
    opens_embargoed: bool


def secret_of(request: HttpRequest) -> str | None:
    """Return what the request carries as a token, right or wrong (RFC 6750).

    Other schemes are not ours: a proxy may ask for a password in front of a site on trial.
    """
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


@sensitive_variables("secret")
def find_partner(secret: str) -> Partner | None:
    """Return who holds the token, or None if it does not work, for whatever reason.

    It is looked up by its hash, whose letters nobody chooses: how long that takes tells nothing.
    """
    now = timezone.now()
    tokens = Token.objects.working(now).filter(token_hash=hash_of(secret)).order_by()
    row = tokens.values("pk", "opens_embargoed", "last_used_at").first()
    if row is None:
        return None
    _note_use(row["pk"], row["last_used_at"], now)
    return Partner(row["pk"], row["opens_embargoed"])


def refusal() -> HttpResponse:
    """Return the answer to a token that does not work: the same for every reason."""
    detail = _("This token does not work: it is unknown, has expired or was revoked.")
    response = problem(HTTPStatus.UNAUTHORIZED, detail)
    response.headers["Cache-Control"] = "no-store"
    response.headers["WWW-Authenticate"] = f'{challenge()}, error="invalid_token"'
    return response


def challenge() -> str:
    """Return what says that a token is asked for."""
    return f'Bearer realm="{settings.SITE_URL}/api/"'


def require_embargoed(partner: Partner | None) -> None:
    """Raise Unauthorized, or PermissionDenied if the token is not marked for what is scheduled."""
    if partner is None:
        raise Unauthorized(_("This is for partners alone: send a token."))
    if not partner.opens_embargoed:
        raise PermissionDenied(_("This token does not open what is scheduled."))


def _note_use(pk: int, last: datetime | None, now: datetime) -> None:
    """Keep when a token was used, to the minute: a write a request would be one too many."""
    if last is None or last <= now - MINUTE:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=now - MINUTE)
        Token.objects.filter(stale, pk=pk).update(last_used_at=now)

"""What the views beside the form of a record have in common."""

from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse

from .base import is_key


def address_of(record: Model, page: str) -> str:
    """Return where a page of a record stands on the desk."""
    return reverse(f"admin:articles_{record._meta.model_name}_{page}", args=[record.pk])


def find_record(model_admin, object_id: str) -> Model:
    """Return a record, a merged one too, which the lists do not show. Raises Http404."""
    key = unquote(object_id)
    record = model_admin.model.objects.filter(pk=key).first() if is_key(key) else None
    if record is None:
        raise Http404
    return record


def find_listed(model_admin, request: HttpRequest, object_id: str) -> Model:
    """Return a record as the lists have it, with what they say of it. Raises Http404."""
    record = model_admin.get_object(request, unquote(object_id))
    if record is None:
        raise Http404
    return record

"""What a browser would send from the forms of the desk."""

import re
from datetime import datetime
from html import unescape

from django.urls import reverse
from django.utils import timezone

from articles.models import Person, Post


def url(model, page: str, *args) -> str:
    return reverse(f"admin:articles_{model._meta.model_name}_{page}", args=args)


def change_url(record) -> str:
    return url(type(record), "change", record.pk)


def no_rows(prefix: str) -> dict:
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def rows(prefix: str, *added: dict) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": str(len(added)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(added):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def split(name: str, moment: datetime | None) -> dict:
    if moment is None:
        return {f"{name}_0": "", f"{name}_1": ""}
    local = timezone.localtime(moment)
    return {f"{name}_0": f"{local:%d.%m.%Y}", f"{name}_1": f"{local:%H:%M}"}


def post_data(post: Post | None = None, button: str = "_save", **changes) -> dict:
    """Return the form of a post, filled from it, with some fields changed and a button pressed."""
    words = {"headline": "Мост открыт", "lead": "Первые машины.", "body": "<p>Текст.</p>"}
    post = post or Post(**words, age_mark=Post.AgeMark.ZERO)
    names = ["headline", "slug", "lead", "body", "language", "kind", "stage", "age_mark"]
    names += ["lead_image_caption", "source_name", "source_url", "is_paid", "advertiser", "erid"]
    data = {name: getattr(post, name) for name in names}
    for name in ("section", "lead_image", "assignee"):
        data[name] = getattr(post, f"{name}_id") or ""
    for name in ("tags", "persons", "organizations", "events", "related_posts"):
        data[name] = [record.pk for record in getattr(post, name).all()] if post.pk else []
    last = post.revisions.first() if post.pk else None
    data["revision"] = str(last.number) if last else ""
    data |= split("embargo_until", post.embargo_until) | split("due_at", post.due_at)
    data |= no_rows("bylines") | {button: "1"}
    return data | changes


def person_data(person: Person | None = None, **changes) -> dict:
    person = person or Person(given_name="Туйаара", family_name="Николаева")
    names = ["name", "given_name", "family_name", "patronymic_name", "slug", "aliases"]
    data = {name: getattr(person, name) for name in [*names, "biography", "links"]}
    data |= {"wikidata_id": "", "birth_date": "", "photo": "", "_save": "1"}
    return data | no_rows("positions") | changes


def errors(response) -> dict:
    """Return the form's errors by field; fails if the form was taken."""
    assert response.status_code == 200, response.status_code
    return response.context["adminform"].form.errors


def framed(response) -> str:
    """Return the page of the readers that stands in the frame of a preview."""
    assert response.status_code == 200, response.status_code
    return unescape(re.search(r'srcdoc="([^"]*)"', response.content.decode())[1])

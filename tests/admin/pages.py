"""What a browser would send from the forms of the desk."""

import re
from datetime import datetime, timedelta
from html import unescape
from html.parser import HTMLParser

from django.urls import reverse
from django.utils import timezone

from articles.models import Person, Post, Token

# A webhook, as its form has it.
WEBHOOK = {"url": "https://203.0.114.5/", "description": "Агентство", "topics": ["post.*"]}


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
    names = ["headline", "slug", "lead", "body", "language", "kind", "age_mark"]
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


def token_data(token: Token | None = None, **changes) -> dict:
    token = token or Token(name="Агентство", expires_at=timezone.now() + timedelta(days=30))
    return {"name": token.name} | split("expires_at", token.expires_at) | {"_save": "1"} | changes


def errors(response) -> dict:
    """Return the form's errors by field; fails if the form was taken."""
    assert response.status_code == 200, response.status_code
    return response.context["adminform"].form.errors


def framed(response) -> str:
    """Return the page of the readers that stands in the frame of a preview."""
    assert response.status_code == 200, response.status_code
    return unescape(re.search(r'srcdoc="([^"]*)"', response.content.decode())[1])


class _Form(HTMLParser):
    """The fields of the largest form of a page, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.templates = 0  # what lies in a template element is not in the page
        self.forms, self.inside, self.select, self.area = [{}], False, None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "template":
            self.templates += 1
        elif self.templates:
            return
        elif tag == "form":
            self.forms.append({})
            self.inside = True
        elif not self.inside or "disabled" in at:
            return
        elif tag == "input" and at.get("name") and at.get("type") not in ("submit", "file"):
            if at.get("type") not in ("checkbox", "radio") or "checked" in at:
                self._add(at["name"], at.get("value") or "on" * ("checked" in at))
        elif tag == "select":
            self.select = at["name"], "multiple" in at, []
        elif tag == "option" and self.select:
            self.select[2].append((at.get("value", ""), "selected" in at))
        elif tag == "textarea":
            self.area = at.get("name"), []

    def handle_data(self, data):
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag):
        if tag == "template":
            self.templates -= 1
        elif self.templates:
            return
        elif tag == "form":
            self.inside = False
        elif tag == "select" and self.select:
            name, is_multiple, options = self.select
            chosen = [value for value, is_selected in options if is_selected]
            if not (chosen or is_multiple):
                chosen = [value for value, _is_selected in options[:1]]
            for value in chosen:
                self._add(name, value)
            self.select = None
        elif tag == "textarea" and self.area:
            # A browser drops the line break that follows the tag.
            self._add(self.area[0], "".join(self.area[1]).removeprefix("\n"))
            self.area = None

    def _add(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


def filled(response, button: str = "_save") -> dict:
    """Return what a browser would send if that button of the shown form were pressed now."""
    parser = _Form()
    parser.feed(response.content.decode())
    form = max(parser.forms, key=len)
    form.pop("csrfmiddlewaretoken", None)
    # The empty row that a script copies is sent too, as by a browser.
    return form | {button: "1"}

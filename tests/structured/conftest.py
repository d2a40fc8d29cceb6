"""What pages say to machines, taken out of them: schema.org, Open Graph."""

import json
import re
from datetime import datetime
from html import unescape

import pytest
from django.utils import timezone

SITE = "http://localhost:8000"
THEN = datetime(2022, 11, 24, 10, 52, tzinfo=timezone.get_default_timezone())
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
META = re.compile(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">')


@pytest.fixture
def page(reader):
    def get(path):
        response = reader.get(path)
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def things(page):
    """Return what the page at a path describes: {type: thing}, each type once."""

    def get(path):
        ((attributes, text),) = SCRIPT.findall(page(path))
        assert attributes == ' type="application/ld+json"'
        data = json.loads(text)
        assert data["@context"] == "https://schema.org"
        found = {thing["@type"]: thing for thing in data["@graph"]}
        assert len(found) == len(data["@graph"])
        return found

    return get


@pytest.fixture
def cards(page):
    """Return the social card of the page at a path: {"og:title": ..., ...}."""
    return lambda path: {name: unescape(text) for name, text in META.findall(page(path))}


def path_of(post):
    return f"/posts/{post.pk}-{post.slug}/"


def steps(thing):
    items = thing["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert all(item["@type"] == "ListItem" for item in items)
    return [(item["name"], item["item"].removeprefix(SITE)) for item in items]

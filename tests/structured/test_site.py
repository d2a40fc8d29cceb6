"""What the pages of the site say to search engines: schema.org."""

import pytest

from tests.factories import make_section, make_tag
from tests.structured.conftest import SITE, steps

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/sah"])
def test_front_page_is_the_site_and_how_to_search_it(things, prefix):
    found = things(f"{prefix}/")
    site = found["WebSite"]
    assert (site["name"], site["url"]) == ("Newsroom", f"{SITE}{prefix}/")
    action = site["potentialAction"]
    assert action["@type"] == "SearchAction"
    assert action["target"]["urlTemplate"] == f"{SITE}{prefix}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"
    assert site["publisher"]["@id"] == found["NewsMediaOrganization"]["@id"]


@pytest.mark.parametrize("make", [make_section, make_tag])
def test_list_of_posts_says_where_it_stands(things, make):
    record = make()
    found = things(f"/sah{record.get_absolute_url()}")
    assert steps(found["BreadcrumbList"]) == [
        ("Newsroom", "/sah/"),
        (record.name, f"/sah{record.get_absolute_url()}"),
    ]

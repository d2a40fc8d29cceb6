"""Who may do what with sections and tags, as tables that matrix.py tries."""

import pytest

from articles.publishing import publish
from tests import factories
from tests.admin.matrix import COMMON, ROLES, again, cells, compare_with, took
from tests.admin.pages import change_url

pytestmark = pytest.mark.django_db

# f used nowhere, w in a working copy, e in an edition
SECTIONS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       .         .       *      *
delete                .         .       .         .       f      f
delete from the list  .         .       .         .       f      f
"""
TAGS = """
                      stranger  nobody  reporter  editor  chief  administrator
open                  .         .       *         *       *      *
edit                  .         .       .         *       *      *
delete                .         .       .         fw      fw     fw
delete from the list  .         .       .         fw      fw     fw
"""


def edits_term(client, term):
    data = {"name": "Иначе", "slug": term.slug, "position": "0", "_save": "1"}
    return took(client.post(change_url(term), data)) and again(term).name == "Иначе"


@pytest.mark.parametrize(
    ("table", "make", "field"),
    [(SECTIONS, factories.make_section, "section"), (TAGS, factories.make_tag, "tags")],
    ids=["sections", "tags"],
)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_with_terms(client_of, editor, role, table, make, field):
    made = {letter: make() for letter in "fwe"}
    for letter in "we":
        value = [made[letter]] if field == "tags" else made[letter]
        post = factories.make_post(**{field: value})
    publish(post, by=editor)
    compare_with(cells(table, role), COMMON | {"edit": edits_term}, client_of(role), made)

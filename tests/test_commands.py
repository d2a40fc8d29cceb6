from io import StringIO

import pytest
from django.core.management import call_command

from articles.models import Edition
from articles.publishing import publish
from tests.factories import make_person, make_post, make_tag

pytestmark = pytest.mark.django_db


def test_prepare_editions_writes_again_what_was_prepared(editor):
    publish(make_post(persons=[make_person()], tags=[make_tag()]), by=editor)
    before = Edition.objects.values("card", "document", "text").get()
    Edition.objects.update(card={}, document={}, text="")
    out = StringIO()
    call_command("prepare_editions", stdout=out)
    assert Edition.objects.values("card", "document", "text").get() == before
    assert "1" in out.getvalue()

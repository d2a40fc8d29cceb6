"""The command that looks for an entity in old posts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles import rescans
from articles.models import RescanFind
from articles.rescans import running

pytestmark = pytest.mark.django_db


def test_command_looks_and_accepts_nothing(ermek, live):
    post, out = live(), StringIO()
    call_command("rescan", person=ermek.pk, stdout=out)
    assert "1" in out.getvalue()
    assert f"/admin/articles/person/{ermek.pk}/rescan/" in out.getvalue()
    assert RescanFind.objects.open().get().post == post
    assert not post.persons.exists()


def test_command_draws_on_a_terminal_how_far_it_is(ermek, live, monkeypatch):
    monkeypatch.setattr(running, "BATCH", 1)
    live("Без имён.")
    live("Без имён.")
    terminal = StringIO()
    terminal.isatty = lambda: True
    call_command("rescan", person=ermek.pk, stdout=terminal)
    half, full = "#" * 15 + "." * 15, "#" * 30
    assert terminal.getvalue().startswith(f"\r[{half}] 1/2\r[{full}] 2/2\n")


def test_command_refuses_a_record_that_is_not_there_or_at_work(ermek):
    with pytest.raises(CommandError):
        call_command("rescan", organization=999)
    rescans.begin(ermek)
    with pytest.raises(CommandError):
        call_command("rescan", person=ermek.pk)

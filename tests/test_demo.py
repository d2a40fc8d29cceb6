import os
import socket
from collections import Counter
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import override_settings

from articles.demo.accounts import ROLES, make_accounts
from articles.demo.address import check_free, follow_address, parse_address
from articles.demo.read import day_of
from articles.management.commands import demo
from articles.models import Edition, Image, Person, Post, Section, State
from tests.factories import make_section


@pytest.fixture
def commands(monkeypatch) -> list[tuple]:
    """The commands the demo calls, which are only noted."""
    called = []
    monkeypatch.setattr(
        demo, "call_command", lambda *args, **options: called.append((*args, options))
    )
    return called


@pytest.fixture
def small(monkeypatch) -> None:
    """Load the whole content, with pictures nobody could make anything out in."""
    load = demo.load
    monkeypatch.setattr(demo, "load", lambda **options: load(**options | {"width": 32}))


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def run(*args: str) -> list[str]:
    output = StringIO()
    call_command("demo", *args, stdout=output)
    return output.getvalue().splitlines()


def accounts_in(lines: list[str]) -> list[tuple[str, str, str]]:
    found = (tuple(line.split()) for line in lines)
    return [words for words in found if len(words) == 3 and words[0] in ROLES]


@pytest.mark.usefixtures("db", "small")
def test_demo_loads_and_prints_accounts_once(commands, free_port):
    where = f"127.0.0.1:{free_port}"
    first = run(where)
    posts, editions = Post.objects.count(), Edition.objects.count()
    assert posts > 50
    assert [words[0] for words in accounts_in(first)] == list(ROLES)
    assert any(line.startswith(f"http://{where}/admin/") for line in first)

    second = run(where)
    assert (Post.objects.count(), Edition.objects.count()) == (posts, editions)
    assert not accounts_in(second)
    assert any("changepassword" in line for line in second)
    assert [name for name, *_rest in commands] == ["migrate", "collectstatic", "runserver"] * 2
    assert commands[-1] == ("runserver", where, {"use_reloader": False})


def test_demo_help_says_what_it_does(capsys):
    with pytest.raises(SystemExit):
        demo.Command().run_from_argv(["manage.py", "demo", "--help"])
    assert "address:port" in capsys.readouterr().out


@pytest.mark.django_db
def test_accounts_have_groups_and_working_passwords():
    accounts = make_accounts()
    groups = {
        account.role: [group.name for group in user.groups.all()]
        for account in accounts
        if (user := authenticate(username=account.login, password=account.password))
        and user.is_staff
    }
    assert groups == {
        "reporter": ["reporter"],
        "editor": ["editor"],
        "chief": ["chief editor"],
        "administrator": [],
    }
    assert [user.username for user in get_user_model().objects.filter(is_superuser=True)] == [
        "administrator"
    ]
    assert len({account.password for account in accounts}) == len(accounts)


@pytest.mark.django_db
def test_accounts_only_missing_are_made(editor):
    editor.set_password("as it was")
    editor.save()
    assert [account.login for account in make_accounts()] == ["reporter", "chief", "administrator"]
    assert authenticate(username="editor", password="as it was") == editor


@pytest.mark.usefixtures("db", "commands")
def test_demo_leaves_a_newsroom_in_use_alone(free_port):
    section = make_section()
    lines = run(f"127.0.0.1:{free_port}")
    assert list(Section.objects.all()) == [section]
    assert not Post.objects.exists()
    assert len(accounts_in(lines)) == len(ROLES)


@pytest.mark.usefixtures("db", "commands", "small")
def test_demo_failure_leaves_nothing(monkeypatch, settings, free_port):
    def refuse(*_args, **_options):
        raise ValidationError("There is no ink.")

    monkeypatch.setattr("articles.demo.load.publish", refuse)
    with pytest.raises(CommandError, match="There is no ink"):
        run(f"127.0.0.1:{free_port}")
    assert not any(
        model.objects.exists() for model in (get_user_model(), Post, Person, Section, Image)
    )
    assert not [name for _root, _folders, files in os.walk(settings.MEDIA_ROOT) for name in files]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment",
    [
        "2027-01-01T00:05+09:00",  # all of yesterday was last year
        "2027-02-13T12:00+09:00",  # the second of three days of an event
    ],
)
def test_content_loads_on_any_day(moment, reporter, editor):
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        demo.load(reporter=reporter, editor=editor, width=32)
        states = Counter(Post.objects.with_state().values_list("state", flat=True))
        assert set(states) == set(State.values)
        assert states[State.SCHEDULED] == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8000"),
        ("8001", "127.0.0.1:8001"),
        ("[::1]:9000", "[::1]:9000"),
        ("newsroom.local:80", "newsroom.local:80"),
    ],
)
def test_address_is_read(text, expected):
    assert str(parse_address(text)) == expected


@pytest.mark.parametrize(
    "text",
    ["", "here", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:80", "a b:1"],
)
def test_address_bad_is_refused(text, commands):
    with pytest.raises(CommandError, match="127.0.0.1:8000"):
        run(text)
    assert not commands


def test_address_in_use_is_refused(commands):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=str(port)):
            run(f"127.0.0.1:{port}")
    assert not commands


@pytest.mark.parametrize("text", ["192.0.2.1:8000", "999.1.1.1:8000"])
def test_address_of_another_machine_is_refused(text):
    with pytest.raises(CommandError, match="8000"):
        check_free(parse_address(text))


@override_settings(SECRET_KEY="django-insecure-x", ALLOWED_HOSTS=["localhost"])
def test_settings_follow_the_address(monkeypatch, settings):
    monkeypatch.delenv("SITE_URL", raising=False)
    follow_address(parse_address("[::1]:9000"))
    assert settings.SITE_URL == "http://[::1]:9000"
    assert settings.CSRF_TRUSTED_ORIGINS == ["http://[::1]:9000"]
    assert settings.ALLOWED_HOSTS == ["localhost", "[::1]"]
    assert not settings.SECRET_KEY.startswith("django-insecure")


@override_settings(SECRET_KEY="one of their own", SITE_URL="https://news.example.org")
def test_settings_from_the_environment_stand(monkeypatch, settings):
    monkeypatch.setenv("SITE_URL", settings.SITE_URL)
    follow_address(parse_address("0.0.0.0:8000"))
    assert settings.SITE_URL == "https://news.example.org"
    assert settings.SECRET_KEY == "one of their own"
    assert "*" in settings.ALLOWED_HOSTS


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"days_ago": 0}, date(2026, 3, 1)),
        ({"days_ago": -1}, date(2026, 3, 2)),
        ({"date": "03-01"}, date(2026, 3, 1)),
        ({"date": "02-28"}, date(2026, 2, 28)),
        ({"date": "03-02"}, date(2025, 3, 2)),
        ({"date": "12-18", "years_ago": 1}, date(2024, 12, 18)),
        ({"date": "06-21", "years_ago": -1}, date(2026, 6, 21)),
    ],
)
def test_day_is_the_last_in_season(entry, expected):
    assert day_of(entry, date(2026, 3, 1)) == expected

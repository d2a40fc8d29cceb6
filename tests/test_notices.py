"""Notices to readers: what may be said of whom, when it holds, and what merges do to it."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.merging import merge, undo_merge
from articles.models import WORDINGS, Notice, NoticeKind
from articles.notices import notices_for, notices_of
from tests.factories import make_notice, make_notice_kind, make_organization, make_person
from tests.test_plans import explain

pytestmark = pytest.mark.django_db
YAKUTSK = timezone.get_default_timezone()
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on(settings):
    settings.NOTICES = True


def told(record, language="ru") -> list[str]:
    return [notice.text for notice in notices_of(record._meta.model_name, record.pk, language)]


# What a notice may say.


def test_every_language_of_the_site_has_a_wording():
    assert [f"wording_{code}" for code, _name in site.LANGUAGES] == WORDINGS


@pytest.mark.parametrize(
    "text",
    ["{name} — учредитель", "Издание учреждено {name}, {name}", "Без имени", "<b>{name}</b>"],
)
def test_wording_may_name_the_record(text):
    NoticeKind(name="Вид", wording_ru=text).full_clean()


@pytest.mark.parametrize(
    "text", ["{}", "{0}", "{name!r}", "{name.pk}", "{{name}}", "{ name }", "name}", "{имя}", "{"]
)
def test_wording_has_nothing_else_in_braces(text):
    for language in ("ru", "sah"):
        said = {"wording_ru": "{name}"} | {f"wording_{language}": text}
        with pytest.raises(ValidationError) as error:
            NoticeKind(name="Вид", **said).full_clean()
        assert list(error.value.message_dict) == [f"wording_{language}"]
    with pytest.raises(ValidationError):
        Notice(kind=make_notice_kind(), person=make_person(), wording_ru=text).full_clean()


def test_kind_needs_the_words_of_the_main_language(settings):
    kind = NoticeKind(name="Вид", wording_en="{name} owns us.")
    with pytest.raises(ValidationError, match="Write|Напишите"):
        kind.full_clean()
    settings.LANGUAGE_CODE = "en"
    kind.full_clean()


def test_kind_without_any_words_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeKind.objects.create(name="Вид")


def test_notice_is_of_a_person_or_an_organization():
    for wrong in ({}, {"person": make_person(), "organization": make_organization()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(kind=make_notice_kind(), **wrong)


def test_notice_does_not_end_before_it_starts():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_notice(make_person(), valid_from=TUESDAY, valid_until=MONDAY)
    assert make_notice(make_person(), valid_from=MONDAY, valid_until=MONDAY)


def test_kind_in_use_cannot_be_deleted():
    notice = make_notice(make_person())
    with pytest.raises(ProtectedError):
        notice.kind.delete()


# What is told.


def test_wording_of_the_language_or_else_of_the_main_one():
    person = make_person(name="Айталина Петрова")
    kind = make_notice_kind(wording_ru="{name} — учредитель.", wording_en="Founded by {name}.")
    make_notice(person, kind=kind)
    (in_sakha,) = notices_of("person", person.pk, "sah")
    assert (in_sakha.text, in_sakha.language) == ("Айталина Петрова — учредитель.", "ru")
    (in_english,) = notices_of("person", person.pk, "en")
    assert (in_english.text, in_english.language) == ("Founded by Айталина Петрова.", "en")


def test_own_wording_stands_before_that_of_the_kind():
    person = make_person(name="Айталина Петрова")
    kind = make_notice_kind(wording_ru="{name} — учредитель.", wording_en="Founded by {name}.")
    make_notice(person, kind=kind, wording_ru="У {name} 51 %.")
    assert told(person) == told(person, "en") == ["У Айталина Петрова 51 %."]


def test_name_with_braces_is_a_name():
    person = make_person(name="{name} {0}")
    make_notice(person, kind=make_notice_kind(wording_ru="{name}, {name}."))
    assert told(person) == ["{name} {0}, {name} {0}."]


def test_same_words_are_told_once():
    person = make_person()
    kind = make_notice_kind()
    for start in (None, MONDAY):
        make_notice(person, kind=kind, valid_from=start)
    assert len(told(person)) == 1


def test_kind_not_in_use_is_not_told():
    person = make_person()
    make_notice(person, kind=make_notice_kind(is_active=False))
    assert told(person) == []


@pytest.mark.parametrize("make", [make_person, make_organization])
def test_nothing_is_asked_while_switched_off(settings, django_assert_num_queries, make):
    record = make()
    make_notice(record)
    assert told(record)
    settings.NOTICES = False
    with django_assert_num_queries(0):
        assert told(record) == []


@pytest.mark.parametrize("start", [None, MONDAY, TUESDAY])
@pytest.mark.parametrize("end", [None, TUESDAY, WEDNESDAY])
def test_readers_and_the_desk_mean_the_same_by_in_force(start, end):
    person = make_person()
    make_notice(person, valid_from=start, valid_until=end)
    for day in (MONDAY - DAY, MONDAY, TUESDAY, WEDNESDAY, WEDNESDAY + DAY):
        with time_machine.travel(datetime.combine(day, time(12), YAKUTSK), tick=False):
            holds = (start or day) <= day <= (end or day)
            assert [bool(told(person)), Notice.objects.in_force(day).exists()] == [holds] * 2


def test_notices_are_found_by_whom_they_are_of(editor):
    person, company = make_person(), make_organization()
    for record in (person, company):
        make_notice(record)
        merge(type(record).objects.create(name="Ещё"), into=record, by=editor)
    with CaptureQueriesContext(connection) as captured:
        document = {"named": {"person": [person.pk], "organization": [company.pk]}}
        assert len(notices_for([document | {"language": "ru"}])[0]) == 2
    (query,) = captured
    with connection.cursor() as cursor:
        plan = explain(cursor, query["sql"])
    # PostgreSQL may come to so few notices by their kinds as well.
    if connection.vendor == "sqlite":
        assert "articles_notice_person_id" in plan, plan
        assert "articles_notice_organization_id" in plan, plan
    assert "SCAN" not in plan.replace("SCAN k\n", ""), plan
    assert "Seq Scan" not in plan, plan


# What follows a merge.


@pytest.mark.parametrize("make", [make_person, make_organization])
def test_notice_follows_a_merge_and_comes_back(editor, make):
    duplicate, record = make(), make()
    notice = make_notice(duplicate)
    done = merge(duplicate, into=record, by=editor)
    assert told(record) == told(duplicate) == [f"{record.name} — учредитель издания."]
    last = Notice.history.filter(id=notice.pk).first()
    assert (last.history_user, last.history_date) == (editor, done.at)
    assert undo_merge(done, by=editor) == []
    assert (told(record), len(told(duplicate))) == ([], 1)


def test_merge_of_two_with_one_notice_leaves_one(editor):
    duplicate, record = make_person(), make_person()
    kind = make_notice_kind()
    for person in (duplicate, record):
        make_notice(person, kind=kind, valid_from=MONDAY)
    make_notice(duplicate, kind=kind, valid_from=TUESDAY)
    done = merge(duplicate, into=record, by=editor)
    assert record.notices.count() == 2
    undo_merge(done, by=editor)
    assert (record.notices.count(), duplicate.notices.count()) == (1, 2)

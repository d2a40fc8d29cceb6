"""Who is told of changes, as chief editors keep it."""

from datetime import timedelta
from html import unescape

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.models import Webhook
from articles.webhooks import make_secret
from tests.admin.pages import change_url, errors, url

pytestmark = pytest.mark.django_db
DATA = {"url": "https://203.0.114.5/hooks", "description": "Агентство", "topics": ["post.*"]}
NEW = DATA | {"start": "now", "_save": "1"}


@pytest.fixture
def webhook() -> Webhook:
    return Webhook.objects.create(**DATA, secret=make_secret(), cursor="here")


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


@pytest.mark.parametrize(("start", "is_from_start"), [("now", False), ("all", True)])
def test_new_webhook_shows_its_secret_once(chief_client, start, is_from_start):
    page = text(chief_client.post(url(Webhook, "add"), NEW | {"start": start}))
    webhook = Webhook.objects.get()
    assert page.count(webhook.secret) == 1
    assert "Скопируйте его сейчас" in page
    assert (webhook.cursor == "") == is_from_start
    for address in ("change", "secret", "deliveries", "history"):
        assert webhook.secret not in text(chief_client.get(url(Webhook, address, webhook.pk)))
    assert webhook.secret not in text(chief_client.get(url(Webhook, "changelist")))
    assert webhook.secret not in str(LogEntry.objects.values_list())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"url": "https://127.0.0.1/"}, "Адрес ведёт в сеть, которая для нас закрыта."),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "Адрес ведёт в сеть, которая для нас закрыта."),
        ({"url": "http://example.org/"}, "Адрес должен начинаться с https://."),
        ({"url": "https://user:word@example.org/"}, "В адресе не должно быть имени"),
        ({"url": "https://example.org/\0"}, "ноль-байт"),
        ({"url": f"https://example.org/{'a' * 500}"}, "не более 500"),
        ({"topics": ["post.nothing"]}, "post.nothing"),
        ({"topics": []}, "Обязательное поле"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(chief_client, changes, message):
    response = chief_client.post(url(Webhook, "add"), NEW | changes)
    found = errors(response)
    assert list(found) == list(changes)
    assert message in str(found)
    assert not Webhook.objects.exists()


def test_form_changes_nothing_that_the_worker_writes(chief_client, webhook):
    page = chief_client.get(change_url(webhook))
    assert page.context["adminform"].form.initial["topics"] == ["post.*"]
    Webhook.objects.update(cursor="there", failures=2, lease="worker")
    response = chief_client.post(
        change_url(webhook), DATA | {"topics": ["event.*"], "is_active": "on", "_save": "1"}
    )
    assert response.status_code == 302
    webhook.refresh_from_db()
    assert (webhook.topics, webhook.cursor) == (["event.*"], "there")
    assert (webhook.failures, webhook.lease) == (2, "worker")


def test_one_that_was_switched_off_is_switched_on_by_its_form(chief_client, webhook):
    now = timezone.now()
    later = now + timedelta(hours=6)
    off = {"is_active": False, "disabled_at": now, "failures": 9, "next_attempt_at": later}
    Webhook.objects.update(failing_since=now, **off)
    assert "Ничего не потеряно" in text(chief_client.get(change_url(webhook)))
    # Saved as it is, it stays off.
    chief_client.post(change_url(webhook), DATA | {"_save": "1"})
    assert not Webhook.objects.due(later).exists()
    chief_client.post(change_url(webhook), DATA | {"is_active": "on", "_save": "1"})
    assert Webhook.objects.due(timezone.now()).get().cursor == "here"


def test_new_secret_is_shown_once_and_the_old_one_counts_for_a_day(chief_client, webhook):
    old, now = webhook.secret, timezone.now()
    page = text(chief_client.get(url(Webhook, "secret", webhook.pk)))
    assert old not in page
    page = text(chief_client.post(url(Webhook, "secret", webhook.pk)))
    webhook.refresh_from_db()
    assert webhook.secret in page
    assert old not in page
    assert webhook.secrets(now + timedelta(hours=23)) == [webhook.secret, old]
    assert webhook.secrets(now + timedelta(hours=25)) == [webhook.secret]


def test_log_tells_what_was_sent_and_sends_it_again(chief_client, webhook):
    row = {"topic": "post.upsert", "body": '{"id":1}', "milliseconds": 80}
    for number in range(60):
        webhook.deliveries.create(message=f"msg_{number}", attempt=1, status=204, **row)
    failed = webhook.deliveries.create(
        message="msg_bad", attempt=3, status=500, error="status", answer="<script>oops", **row
    )
    page = text(chief_client.get(url(Webhook, "deliveries", webhook.pk)))
    assert "ответил ошибкой" in page
    assert "попытка 3" in page
    assert (
        "<script>oops"
        not in chief_client.get(url(Webhook, "deliveries", webhook.pk)).content.decode()
    )
    assert "msg_59" in page
    assert "msg_9<" not in page
    shown = chief_client.get(url(Webhook, "deliveries", webhook.pk)).context
    older = text(
        chief_client.get(url(Webhook, "deliveries", webhook.pk), {"before": shown["older"]})
    )
    assert "msg_9<" in older
    response = chief_client.post(
        url(Webhook, "deliveries", webhook.pk), {"redeliver": failed.pk}, follow=True
    )
    assert "Отправляется снова" in text(response)
    assert webhook.deliveries.asked().get() == failed


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "\0", ""])
def test_log_passes_over_what_is_no_place_in_it(chief_client, webhook, before):
    address = url(Webhook, "deliveries", webhook.pk)
    assert chief_client.get(address, {"before": before}).status_code == 200
    assert chief_client.post(address, {"redeliver": before}).status_code == 302


def test_waiting_one_is_tried_at_once_when_asked(chief_client, webhook):
    later = timezone.now() + timedelta(hours=6)
    Webhook.objects.update(failing_since=timezone.now(), failures=7, next_attempt_at=later)
    address = url(Webhook, "deliveries", webhook.pk)
    assert "Попробовать сейчас" in text(chief_client.get(address))
    chief_client.post(address, {"_now": "1"})
    assert Webhook.objects.due(timezone.now()).exists()


def test_webhook_is_deleted_with_its_log(chief_client, webhook):
    row = {"topic": "post.upsert", "body": "{}", "milliseconds": 80, "attempt": 1}
    webhook.deliveries.create(message="msg_1", **row)
    assert "msg_1" not in text(chief_client.get(url(Webhook, "delete", webhook.pk)))
    chief_client.post(url(Webhook, "delete", webhook.pk), {"post": "yes"})
    assert not Webhook.objects.exists()

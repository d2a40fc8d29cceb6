import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.models import Token, hash_of
from tests.admin.pages import change_url, errors, split, token_data, url
from tests.factories import make_token

pytestmark = pytest.mark.django_db


def test_new_token_is_shown_once_and_kept_nowhere(chief_client, chief):
    page = chief_client.post(url(Token, "add"), token_data(opens_embargoed="on"))
    assert page.status_code == 200
    secret = re.search(r'value="(newsroom_[\w-]{43})"', page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    token = Token.objects.get()
    assert token.token_hash == hash_of(secret)
    assert (token.created_by, token.opens_embargoed) == (chief, True)
    for address in (change_url(token), url(Token, "changelist"), url(Token, "history", token.pk)):
        shown = chief_client.get(address).content.decode()
        assert secret not in shown
        assert token.token_hash not in shown
    assert secret[:12] in chief_client.get(change_url(token)).content.decode()
    assert secret not in str(list(LogEntry.objects.values()))


def test_new_token_works_at_the_feed(chief_client, client):
    page = chief_client.post(url(Token, "add"), token_data(opens_embargoed="on")).content.decode()
    secret = re.search(r"newsroom_[\w-]{43}", page)[0]
    bearer = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/embargoed/", headers=bearer).status_code == 200
    chief_client.post(change_url(Token.objects.get()), {"_revoke": "1"})
    assert client.get("/api/v1/embargoed/", headers=bearer).status_code == 401


def test_revoked_token_stays_so(chief_client, chief):
    token, _ = make_token(chief)
    chief_client.post(change_url(token), {"_revoke": "1"})
    token.refresh_from_db()
    assert token.revoked_at
    later = token_data(token, **split("expires_at", timezone.now() + timedelta(days=900)))
    assert chief_client.post(change_url(token), later).status_code == 403
    page = chief_client.get(change_url(token)).content.decode()
    assert 'name="_revoke"' not in page
    assert 'name="_save"' not in page


def test_who_gave_and_revoked_a_token_is_kept(chief_client, chief):
    chief_client.post(url(Token, "add"), token_data())
    token = Token.objects.get()
    chief_client.post(change_url(token), token_data(token, name="Другое агентство"))
    data = {"action": "revoke_chosen", "_selected_action": [token.pk]}
    chief_client.post(url(Token, "changelist"), data)
    entries = LogEntry.objects.filter(user=chief, object_id=token.pk).order_by("pk")
    assert [entry.action_flag for entry in entries] == [1, 2, 2]
    assert "отозван" in str(entries.last()).lower()


def test_time_past_is_refused(chief_client):
    past = split("expires_at", timezone.now() - timedelta(days=1))
    response = chief_client.post(url(Token, "add"), token_data(**past))
    assert "expires_at" in errors(response)
    assert not Token.objects.exists()


def test_list_says_how_tokens_stand(chief_client, chief):
    make_token(chief)
    expired, _ = make_token(chief)
    Token.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    revoked, _ = make_token(chief)
    Token.objects.filter(pk=revoked.pk).update(revoked_at=timezone.now())
    page = chief_client.get(url(Token, "changelist")).content.decode()
    for state in ("state-live", "state-draft", "state-unpublished"):
        assert page.count(state) == 1

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.urls import path

from newsroom import urls


def broken(request):
    raise RuntimeError("внутренности")


def closed(request):
    raise PermissionDenied


class planted:  # noqa: N801  (a URLconf)
    urlpatterns = [path("broken/", broken), path("closed/", closed), *urls.urlpatterns]


@pytest.mark.parametrize(
    ("address", "headers", "status", "words"),
    [
        ("/broken/", {}, 500, "Ошибка сервера"),
        ("/closed/", {}, 403, "Доступ закрыт"),
        ("/closed/", {"host": "evil.example"}, 400, "Неверный запрос"),
    ],
)
def test_error_page_speaks_to_readers_without_the_database(address, headers, status, words):
    # No database is allowed in this test: the pages must stand when it does not.
    client = Client(raise_request_exception=False, headers=headers)
    with override_settings(ROOT_URLCONF=planted):
        response = client.get(address)
    assert response.status_code == status
    page = response.content.decode()
    assert words in page
    assert "внутренности" not in page


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "Страница не найдена"), ("/sah", "Сирэй көстүбэтэ"), ("/kk", "Бет табылмады")],
)
def test_missing_page_speaks_the_language_of_its_address(reader, prefix, words):
    response = reader.get(f"{prefix}/nothing/")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_form_without_its_token_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()

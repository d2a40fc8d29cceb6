import pytest
from django.test import Client

from tests.conftest import as_user, make_user


@pytest.fixture
def client_of(request):
    def find(role: str) -> Client:
        if role == "stranger":
            return Client()
        return as_user(make_user(role) if role == "nobody" else request.getfixturevalue(role))

    return find

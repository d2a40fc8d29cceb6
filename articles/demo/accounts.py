"""One account for each role of the desk."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

# The role, which is the login too, and its group; the administrator needs none.
ROLES = {
    "reporter": "reporter",
    "editor": "editor",
    "chief": "chief editor",
    "administrator": None,
}
# Without letters and digits that are mistaken for each other when copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Account:
    """An account as it is told once to whoever started the demo."""

    role: str
    login: str
    password: str


def make_accounts() -> list[Account]:
    """Create the accounts that do not exist yet and return them with their passwords."""
    taken = get_user_model().objects.filter(username__in=ROLES)
    missing = ROLES.keys() - set(taken.values_list("username", flat=True))
    return [_make_account(role) for role in ROLES if role in missing]


def make_password() -> str:
    """Return a random password of four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _make_account(role: str) -> Account:
    password = make_password()
    group = ROLES[role]
    user = get_user_model().objects.create_user(
        role, password=password, is_staff=True, is_superuser=group is None
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    return Account(role, role, password)

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "pattern", "found"),
    [
        ("Петрова", "%петров%", True),
        ("ҔҮҺӨ", "ҕүһө", True),
        ("Ivanov", "iv_nov", True),
        ("две\nстроки", "две%строки", True),
        ("100%", r"100\%", True),
        ("1000", r"100\%", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("Петрова", "етров", False),
        (None, "%", None),
        ("x", None, None),
    ],
)
def test_like_knows_the_case_of_every_letter(value, pattern, found):
    upper = "{}" if connection.vendor == "sqlite" else "UPPER({}::text)"
    sides = f"{upper.format('%s')} LIKE {upper.format('%s')}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sides} ESCAPE '\\'", [value, pattern])  # noqa: S608
        (answer,) = cursor.fetchone()
    assert answer is None if found is None else bool(answer) is found

from time import process_time

import pytest

from articles.differences import diff_lines


def told(rows):
    """Return the rows with [-what was taken out-] and {+what was put in+}."""
    marks = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}"}
    return ["".join(marks[kind].format(text) for kind, text in row) or "…" for row in rows]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("Одно.\nДругое.", "Одно.\nДругое.", []),
        ("", "Новое.", ["{+Новое.+}"]),
        ("Старое.", "", ["[-Старое.-]"]),
        ("Мост открыт утром.", "Мост открыт вечером.", ["Мост открыт [-утром-]{+вечером+}."]),
        ("А.\nБ.\nВ.", "А.\nБ!\nВ.", ["…", "Б[-.-]{+!+}", "…"]),
        ("А.\nВ.", "А.\nБ.\nВ.", ["…", "{+Б.+}", "…"]),
        ("А.\nБ.\nВ.\nГ.\nД.", "а.\nБ.\nВ.\nГ.\nд.", ["[-А-]{+а+}.", "…", "[-Д-]{+д+}."]),
        ("Первый 5.", "Первый 6.\nВторой.", ["Первый [-5-]{+6+}.{+\nВторой.+}"]),
    ],
)
def test_lines_that_differ_are_told_by_words(old, new, expected):
    assert told(diff_lines(old, new)) == expected


def test_parts_make_up_both_texts():
    old, new = "Лёд хороший,\nпрозрачный, без каши.", "Лёд плохой,\nпрозрачный и без снега."
    rows = diff_lines(old, new)
    for kind, text in [("removed", old), ("added", new)]:
        parts = [text for row in rows for which, text in row if which in ("same", kind)]
        assert "".join(parts) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("а\n" * 100_000, "б\n" + "а\n" * 90_000 + "б"),
        ("а б " * 25_000, "б а " * 25_000),
        ("\n".join(map(str, range(20_000))), "\n".join(map(str, range(20_000, 0, -1)))),
    ],
)
def test_texts_however_long_take_a_moment(old, new):
    before = process_time()
    assert diff_lines(old, new)
    assert process_time() - before < 3

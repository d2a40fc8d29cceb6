"""Addresses in ASCII from names in Russian, Sakha and Kazakh."""

import unicodedata

from django.utils.text import slugify

# Letter for letter, as the Russian passport does but for й and ё; Django's own table and
# the libraries lack the Sakha and Kazakh letters or give them a Turkish reading.
LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
        "ё": "e",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
        "ҕ": "gh",
        "ҥ": "ng",
        "ө": "o",
        "һ": "h",
        "ү": "u",
        "қ": "q",
        "ғ": "gh",
        "ң": "ng",
        "ұ": "u",
        "ә": "a",
        "і": "i",
    }
)


def make_slug(text: str, max_length: int = 80) -> str:
    """Return text as a lower-case ASCII slug, cut at a word; empty if no letter is left."""
    # A letter may come in two parts, as a Mac writes й in the name of a file.
    text = unicodedata.normalize("NFC", text)
    slug = slugify(text.lower().translate(LATIN))
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]

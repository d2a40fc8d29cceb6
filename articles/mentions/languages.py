"""The languages whose texts can be searched, and their endings."""

from articles.mentions import english, kazakh, sakha
from articles.mentions.endings import Endings

_ENDINGS = {"sah": sakha.endings, "kk": kazakh.endings, "en": english.endings}
LANGUAGES = ("ru", *_ENDINGS)


def endings_of(language: str) -> Endings | None:
    """Return the endings of a language; None for Russian. Raises ValueError for one unknown."""
    if language not in LANGUAGES:
        raise ValueError(f"no rules for the names of {language!r}")
    return _ENDINGS[language]() if language in _ENDINGS else None

"""Why a span was found, in words an editor reads."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.mentions.spans import Reason

_CASES = {
    "n": pgettext_lazy("grammatical case", "nominative"),
    "g": pgettext_lazy("grammatical case", "genitive"),
    "d": pgettext_lazy("grammatical case", "dative"),
    "a": pgettext_lazy("grammatical case", "accusative"),
    "i": pgettext_lazy("grammatical case", "instrumental"),
    "p": pgettext_lazy("grammatical case", "prepositional"),
    "b": pgettext_lazy("grammatical case", "ablative"),
    "l": pgettext_lazy("grammatical case", "locative"),
    "c": pgettext_lazy("grammatical case", "comitative"),
    "r": pgettext_lazy("grammatical case", "comparative"),
    "t": pgettext_lazy("grammatical case", "partitive"),
}
_WORDS = {
    "full": gettext_lazy("full name"),
    "initials": gettext_lazy("family name with initials"),
    "name": gettext_lazy("name in the registry"),
    "alias": gettext_lazy("alias %(detail)s"),
    "rule": gettext_lazy("another form of the name: %(detail)s"),
    "bare": gettext_lazy("short name: %(detail)s"),
    "acronym": gettext_lazy("first letters of the name: %(detail)s"),
    "seen": gettext_lazy("linked so by editors before"),
    "refused": gettext_lazy("editors said of these words that they mean somebody else"),
    "role": gettext_lazy("position on that day: %(detail)s"),
    "prior": gettext_lazy("several are called so, this one is linked far more often"),
    "several": gettext_lazy("several are called so"),
    "family": gettext_lazy("family name alone"),
    "given": gettext_lazy("given name alone"),
    "near": gettext_lazy("spelt otherwise: %(detail)s"),
    "common": gettext_lazy("also an ordinary word in this text"),
    "place": gettext_lazy("also the name of a place"),
    "opens": gettext_lazy("has a capital only where a sentence begins"),
    "part": gettext_lazy("may be part of another name"),
    "stranger": gettext_lazy("the text gives this family name to somebody else"),
    "later family": gettext_lazy("family name, full name in paragraph %(detail)s"),
    "later given": gettext_lazy("given name, full name in paragraph %(detail)s"),
}


def in_words(reason: Reason) -> str:
    """Return a reason in the language of the one who reads it."""
    words = str(_WORDS[reason.code]) % {"detail": reason.detail}
    if not reason.case:
        return words
    return _("%(reason)s, %(case)s") % {"reason": words, "case": _CASES[reason.case]}

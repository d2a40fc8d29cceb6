"""Other names of a record, one in a line, some of them of one language: «sah: Ил Түмэн»."""

import re

LANGUAGES = ("ru", "sah", "kk", "en")
_OF_LANGUAGE = re.compile(rf"({'|'.join(LANGUAGES)})\s*:\s*(?=\S)", re.IGNORECASE)


def parse(line: str) -> tuple[str, str]:
    """Return the language of a name, "" if it is of all, and the name without it."""
    name = " ".join(line.split())
    found = _OF_LANGUAGE.match(name)
    return (found.group(1).lower(), name[found.end() :]) if found else ("", name)


def names(text: str) -> list[str]:
    """Return the names in a field, each once, without their languages."""
    return list(dict.fromkeys(name for _, name in map(parse, text.splitlines()) if name))


def tidy(text: str) -> str:
    """Return a field as it is kept: no empty line, one space after a language."""
    pairs = [pair for pair in map(parse, text.splitlines()) if pair[1]]
    return "\n".join(f"{language}: {name}" if language else name for language, name in pairs)

"""What an organization or an event may be called, told from its name by rule."""

import re

from articles.mentions.countries import ADJECTIVES, GENITIVES, agreeing, country_in
from articles.mentions.declension import adjective
from articles.mentions.lists import words as listed
from articles.mentions.tokens import words_of

# What follows «Министерство»: what follows «Мин».
_MINISTRIES = {
    "обороны": "обороны",
    "здравоохранения": "здрав",
    "финансов": "фин",
    "юстиции": "юст",
    "культуры": "культуры",
    "образования": "обрнауки обр образования",
    "просвещения": "просвещения",
    "труда": "труд",
    "транспорта": "транс",
    "энергетики": "энерго",
    "спорта": "спорт",
    "сельского хозяйства": "сельхоз",
    "экономического развития": "экономразвития эк",
    "экономики": "экономики",
    "промышленности": "промторг пром",
    "природных ресурсов": "природы",
    "строительства": "строй",
    "связи": "комсвязи комсвязь связи",
    "цифрового развития": "цифры",
    "регионального развития": "регион",
    "науки": "обрнауки науки",
    "внутренних дел": "",
    "иностранных дел": "",
}
_BODIES = {"министерство внутренних дел": "мвд", "министерство иностранных дел": "мид"}
_SHORT_HEADS = {
    "государственная дума": "госдума",
    "генеральная прокуратура": "генпрокуратура",
    "государственный совет": "госсовет",
    "совет безопасности": "совбез",
    "центральный банк": "центробанк",
    "генеральный штаб": "генштаб",
    "избирательная комиссия": "избирком",
    "государственный департамент": "госдеп",
    "верховная рада": "рада",
}
# What bodies of many countries are called in short.
COMMON = frozenset(
    [
        *(f"мин{end}" for ends in _MINISTRIES.values() for end in ends.split()),
        *(*_BODIES.values(), *_SHORT_HEADS.values(), "нацбанк", "центризбирком"),
    ]
)
# Adjectives that run together with the noun after them.
_RUN_TOGETHER = {"государствен": "гос", "национальн": "нац", "генеральн": "ген", "московск": "мос"}
_PREFIXES = ("мин", *_RUN_TOGETHER.values())
_RANKS = ("государствен", "федеральн", "всероссийск", "республиканск")
_LEGAL = listed("company inc corp corporation group ltd llc limited co plc gmbh ag holdings")
_OMITTED = listed("и в по за на с о об от для к у при the of and")
_INNER = re.compile(r"[«\"“]([^«»\"“”]{3,80})[»\"”]")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")


def variants(name: str) -> dict[str, str]:
    """Return {another name: by what rule}, rules being rule, bare and acronym."""
    words = words_of(_PARENTHESIS.sub("", name))
    found: dict[str, str] = {}
    if not words:
        return found
    for base in [words, *_short_heads(words), *_without_rank(words), *_shrunk(words)]:
        if base is not words:
            found[" ".join(base)] = "rule"
        _beside_country(base, found)
    _named_after(words, found)
    for inner in _INNER.findall(name):
        found.setdefault(inner, "rule")
    for word in _acronyms(words) if '"' not in name and "«" not in name else ():
        found.setdefault(word, "acronym")
    found.pop(" ".join(words), None)
    return found


def _beside_country(words: list[str], found: dict[str, str]) -> None:
    """Add the name with its country said otherwise, before it, or not at all."""
    at, country = country_in(words)
    if not country:
        return
    head = words[:at]
    for other in GENITIVES[country]:
        found.setdefault(" ".join([*head, other]), "rule")
    noun = next((word for word in head if not adjective(word)), head[-1])
    if not head[0].startswith(ADJECTIVES[country][:-2]):
        found.setdefault(" ".join([agreeing(ADJECTIVES[country], noun), *head]), "rule")
    if len(head) > 1 or len(head[0]) > 5 and head[0].startswith(_PREFIXES):
        found.setdefault(" ".join(head), "bare")


def _short_heads(words: list[str]) -> list[list[str]]:
    """Return the name with its first words run together: Минобороны, Госдума, МВД, Нацбанк."""
    result = []
    if (triple := " ".join(words[:3])) in _BODIES:
        result.append([_BODIES[triple], *words[3:]])
    if (pair := " ".join(words[:2])) in _SHORT_HEADS:
        result.append([_SHORT_HEADS[pair], *words[2:]])
    for long, short in _RUN_TOGETHER.items():
        if len(words) > 1 and words[0].startswith(long) and adjective(words[0]):
            if short == "мос" and words[1].startswith("город") and adjective(words[1]):
                result += [[f"мосгор{word}"] for word in words[2:3]]  # Мосгорсуд
            else:
                result.append([short + words[1], *words[2:]])
    if words[0] == "министерство":
        result += _ministry(words)
    return result


def _ministry(words: list[str]) -> list[list[str]]:
    """Return a ministry in one word, and with but the first of its matters."""
    at, country = country_in(words)
    rest = words[at:] if country else []
    for size in (2, 1):
        matter = words[1 : 1 + size]
        if ends := _MINISTRIES.get(" ".join(matter), ""):
            more = words[1 + size : at] if country else words[1 + size :]
            if more[:2] == ["и", "науки"]:
                ends = "обрнауки"
            short = [[f"мин{end}", *rest] for end in ends.split()]
            return [*short, ["министерство", *matter, *rest]] if more else short
    return []


def _without_rank(words: list[str]) -> list[list[str]]:
    """Return the name without «государственный» and the like, and without Company."""
    kept = [word for word in words if not word.startswith(_RANKS) or not adjective(word)]
    result = [kept] if len(words) > len(kept) > 1 else []
    if len(words) > 1 and words[-1] in _LEGAL:
        result.append(words[:-1])
    return result


def _shrunk(words: list[str]) -> list[list[str]]:
    """Return the name with all but its first word as letters: Михайловский ГОК, ГУ МВД."""
    at, country = country_in(words)
    head, rest = (words[:at], words[at:]) if country else (words, [])
    if len(head) < 2 or not adjective(head[0]) or any(word in _OMITTED for word in head):
        return []
    parts = [part for word in head[1:] for part in word.split("-")]
    letters = "".join(part[0] for part in parts)
    return [[head[0], letters, *rest]] if len(letters) > 2 and letters.isalpha() else []


def _named_after(words: list[str], found: dict[str, str]) -> None:
    """Add the name without «имени …», and its first noun with that name: «Институт Пушкина»."""
    if "имени" not in words:
        return
    at = words.index("имени")
    if at > 1:
        found.setdefault(" ".join(words[:at]), "bare")
    for base in _without_rank(words):
        found.setdefault(" ".join(base), "rule")
    noun = next((word for word in words[:at] if not adjective(word)), "")
    if noun and at + 1 < len(words):
        found.setdefault(f"{noun} {words[-1]}", "bare")


def _acronyms(words: list[str]) -> set[str]:
    """Return the first letters of a long name, with and without its small words."""
    if "имени" in words:
        words = words[: words.index("имени")]
    parts = [part for word in words for part in word.split("-") if part]
    full = "".join(part[0] for part in parts)
    bare = "".join(part[0] for part in parts if part not in _OMITTED)
    at, country = country_in(parts)
    homeless = "".join(part[0] for part in parts[:at] if part not in _OMITTED) if country else ""
    return {word.upper() for word in (full, bare, homeless) if 2 < len(word) < 8}

"""What an organization or an event may be called, told from its name by rule."""

import re

from articles.mentions.countries import ADJECTIVES, GENITIVES, agreeing, country_in
from articles.mentions.declension import adjective
from articles.mentions.lists import words as listed
from articles.mentions.tokens import split

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
    "верховный суд": "верховный суд",
    "верховная рада": "рада",
}
_OMITTED = listed("и в по за на с о об от для к у при the of and")
_INNER = re.compile(r"[«\"“]([^«»\"“”]{3,80})[»\"”]")
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")


def variants(name: str) -> dict[str, str]:
    """Return {another name: by what rule}, rules being rule, bare and acronym."""
    words = [token.low for token in split(_PARENTHESIS.sub("", name))]
    found: dict[str, str] = {}
    if not words:
        return found
    for base in [words, *_short_heads(words)]:
        if base is not words:
            found[" ".join(base)] = "rule"
        _beside_country(base, found)
    _named_after(words, found)
    for inner in _INNER.findall(name):
        found.setdefault(inner, "rule")
    for word in _acronyms(name):
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
    if len(head) > 1 or head[0].startswith("мин") and len(head[0]) > 5 or head[0][:3] == "гос":
        found.setdefault(" ".join(head), "bare")


def _short_heads(words: list[str]) -> list[list[str]]:
    """Return the name with its first words run together: Минобороны, Госдума, МВД."""
    result = []
    pair, triple = " ".join(words[:2]), " ".join(words[:3])
    if triple in _BODIES:
        result.append([_BODIES[triple], *words[3:]])
    if pair in _SHORT_HEADS:
        result.append([_SHORT_HEADS[pair], *words[2:]])
    if words[0] == "министерство":
        for size in (2, 1):
            ends = _MINISTRIES.get(" ".join(words[1 : 1 + size]), "")
            at, country = country_in(words)
            rest = words[at:] if country else words[1 + size :]
            result += [[f"мин{end}", *rest] for end in ends.split()]
            if ends:
                break
    return result


def _named_after(words: list[str], found: dict[str, str]) -> None:
    """Add the name without «имени …»."""
    for word in ("имени", "им"):
        if word in words:
            at = words.index(word)
            if at > 1:
                found.setdefault(" ".join(words[:at]), "bare")


def _acronyms(name: str) -> set[str]:
    """Return the first letters of a long name, with and without its small words."""
    if '"' in name or "«" in name:
        return set()
    parts = [part for token in split(name) for part in token.low.split("-")]
    full = "".join(part[0] for part in parts)
    bare = "".join(part[0] for part in parts if part not in _OMITTED)
    at, country = country_in(parts)
    homeless = "".join(part[0] for part in parts[:at] if part not in _OMITTED) if country else ""
    return {word.upper() for word in (full, bare, homeless) if 2 < len(word) < 8}

"""Endings of Kazakh: two harmonies, and first letters that follow the sound before them."""

from functools import cache

from articles.mentions.endings import Change, Endings, by_case, chained, spelt

HARMONIES = ("АЫҒҚ", "аығқ", "еігк")
KINDS = {
    **dict.fromkeys("аәеоөұүэяё", "vowel"),
    **dict.fromkeys("иую", "glide"),
    **dict.fromkeys("ыі", "owned"),  # as the name of a body that is somebody's ends
    **dict.fromkeys("р", "р"),
    **dict.fromkeys("йл", "liquid"),
    **dict.fromkeys("мнң", "nasal"),
    **dict.fromkeys("зж", "buzz"),
    **dict.fromkeys("кқптсфхһцчшщ", "voiceless"),
    **dict.fromkeys("бвгғд", "loan"),
}
# Genitive, dative, accusative, locative, ablative, instrumental; of that place, whose, like it.
CASES = "gdalbi***"
SINGLE = {
    "vowel": "нЫң ҒА нЫ дА дАн мен дАҒЫ нікі дАй",
    "glide": "нЫң|дЫң ҒА нЫ|дЫ дА дАн мен дАҒЫ нікі|дікі дАй",
    "owned": "нЫң ҒА|нА нЫ|н дА|ндА дАн|нАн мен дАҒЫ|ндАҒЫ нікі дАй|ндАй",
    "р": "дЫң ҒА дЫ дА дАн мен дАҒЫ дікі дАй",
    "liquid": "дЫң ҒА дЫ дА дАн мен дАҒЫ дікі дАй",
    "nasal": "нЫң ҒА дЫ дА нАн мен дАҒЫ нікі дАй",
    "buzz": "дЫң ҒА дЫ дА дАн бен дАҒЫ дікі дАй",
    "voiceless": "тЫң ҚА тЫ тА тАн пен тАҒЫ тікі тАй",
    "loan": "тЫң|дЫң ҚА|ҒА тЫ|дЫ тА|дА тАн|дАн пен|бен тАҒЫ|дАҒЫ тікі|дікі тАй|дАй",
}
MANY = {
    **dict.fromkeys(("vowel", "glide", "owned", "р"), "лАр"),
    **dict.fromkeys(("nasal", "buzz"), "дАр"),
    **dict.fromkeys(("liquid", "loan"), "лАр|дАр|тАр"),
    "voiceless": "тАр",
}
# Whose it is: his, and ours.
HIS = {"vowel": "сЫ", "glide": "сЫ|Ы", "owned": "сЫ"}
OURS = {"vowel": "мЫз", "glide": "мЫз|ЫмЫз", "owned": "мЫз"}
CHANGES = tuple(Change(letter, becomes, "ыі") for letter, becomes in ("кг", "қғ", "пб"))


@cache
def endings() -> Endings:
    """Return the endings of Kazakh."""
    tables = {kind: by_case(CASES, line, HARMONIES) for kind, line in SINGLE.items()}
    people, bodies = {}, {}
    for kind, single in tables.items():
        many = spelt(MANY[kind], HARMONIES)
        his, ours = spelt(HIS.get(kind, "Ы"), HARMONIES), spelt(OURS.get(kind, "ЫмЫз"), HARMONIES)
        people[kind] = {**single, **dict.fromkeys(many, "n"), **chained(many, tables["р"])}
        several = chained(many, dict.fromkeys(spelt("Ы", HARMONIES), "n"))
        owned = his | several.keys()
        bodies[kind] = {
            **chained(owned, tables["owned"]),
            **chained(ours, tables["buzz"]),
            **dict.fromkeys(owned | ours, "n"),
            **people[kind],
        }
    inner = {ending for single in tables.values() for ending in single if single[ending] == "g"}
    return Endings(KINDS, people, bodies, CHANGES, inner=frozenset(inner))

"""Endings of Sakha: four harmonies, and first letters that follow the sound before them."""

from functools import cache

from articles.mentions.endings import Change, Endings, by_case, chained, spelt

HARMONIES = ("АЫ", "аы", "эи", "оу", "өү", "ау", "эү")
VOWELS = "аэоөыиуүеёюя"
KINDS = {
    **dict.fromkeys(VOWELS, "vowel"),
    **dict.fromkeys("л", "л"),
    **dict.fromkeys("рй", "voiced"),
    **dict.fromkeys("мнҥ", "nasal"),
    **dict.fromkeys("кптсфцчшщһ", "voiceless"),
    **dict.fromkeys("х", "х"),
    **dict.fromkeys("бвгджзҕ", "loan"),
}
# Partitive, dative, accusative, ablative, instrumental, comitative, comparative.
CASES = "tdabicr"
SINGLE = {
    "vowel": "тА ҕА|гА нЫ ттАн нАн лЫЫн тААҕАр",
    "л": "лА гА Ы тАн ЫнАн лЫЫн лААҕАр",
    "voiced": "дА гА Ы тАн ЫнАн дЫЫн дААҕАр",
    "nasal": "нА ҥА Ы тАн ЫнАн нЫЫн нААҕАр",
    "voiceless": "тА кА Ы тАн ЫнАн тЫЫн тААҕАр",
    "х": "тА хА Ы тАн ЫнАн тЫЫн тААҕАр",
    "loan": "тА|дА кА|гА Ы тАн ЫнАн тЫЫн|дЫЫн тААҕАр|дААҕАр",
}
# «Many», «who has», «of that place».
MORE = {
    "vowel": "лАр лААх тААҕЫ",
    "л": "лАр лААх лААҕЫ",
    "voiced": "дАр|лАр дААх дААҕЫ",
    "nasal": "нАр нААх нААҕЫ",
    "voiceless": "тАр тААх тААҕЫ",
    "х": "тАр тААх тААҕЫ",
    "loan": "тАр|дАр тААх|дААх тААҕЫ|дААҕЫ",
}
# Whose it is, in the nominative and the cases above; the vowel of possession narrows before them.
OWNED = "А ЫнА ЫгАр Ын ЫттАн ЫнАн ЫнЫЫн ЫнААҕАр"
OURS = "бЫт|пЫт|мЫт бЫтЫнА|пЫтЫнА|мЫтЫнА бЫтЫгАр|пЫтЫгАр|мЫтЫгАр бЫтЫн|пЫтЫн|мЫтЫн"
NARROWED = {"а": "ыу", "э": "иү", "о": "у", "ө": "ү"}
CHANGES = (
    *(Change(letter, becomes, VOWELS) for letter, becomes in ("кг", "хҕ", "пб", "сһ")),
    Change("н", "ҥ", "ҥ"),
    Change("н", "м", "м"),
    Change("т", "к", "к"),
    Change("т", "п", "п"),
)


@cache
def endings() -> Endings:
    """Return the endings of Sakha."""
    owned = by_case("n" + CASES, OWNED, HARMONIES)
    people, bodies = {}, {}
    for kind, line in SINGLE.items():
        many, having, of_place = MORE[kind].split()
        single = by_case(CASES, line, HARMONIES)
        several = spelt(many, HARMONIES)
        people[kind] = {
            **single,
            **dict.fromkeys(several, "n"),
            **chained(several, by_case(CASES, SINGLE["voiced"], HARMONIES)),
            **by_case("**", f"{having} {of_place}", HARMONIES),
        }
        bodies[kind] = {
            **chained(several, owned),
            **(chained("т", owned) if kind == "vowel" else owned),
            **by_case("ntda", OURS, HARMONIES),
            **people[kind],
        }
    narrowed = {
        vowel: {ending: case for ending, case in owned.items() if ending[0] in begins}
        for vowel, begins in NARROWED.items()
    }
    return Endings(KINDS, people, bodies, CHANGES, narrowed)

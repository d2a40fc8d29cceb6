"""Countries as they stand beside the name of a body: «… России», «… РФ», «российский …»."""

import re

from articles.mentions.keys import key_of

# Genitive, other genitives, adjective.
_TABLE = """
россии|рф|российской федерации|российский
сша|соединенных штатов америки|соединенных штатов|американский
украины||украинский
белоруссии|белорусии|беларуси|республики беларусь|белорусский
казахстана|рк|республики казахстан|казахстанский
узбекистана||узбекский
киргизии|кыргызстана|киргизский
таджикистана||таджикский
туркменистана|туркмении|туркменский
азербайджана||азербайджанский
армении||армянский
грузии||грузинский
молдавии|молдовы|молдавский
латвии||латвийский
литвы||литовский
эстонии||эстонский
польши||польский
германии|фрг|немецкий
франции||французский
великобритании|соединенного королевства|британский
испании||испанский
италии||итальянский
португалии||португальский
греции||греческий
турции||турецкий
сирии||сирийский
ирака||иракский
ирана||иранский
израиля||израильский
египта||египетский
индии||индийский
пакистана||пакистанский
афганистана||афганский
китая|кнр|китайской народной республики|китайский
японии||японский
монголии||монгольский
вьетнама||вьетнамский
таиланда||таиландский
северной кореи|кндр|северокорейский
южной кореи|республики корея|южнокорейский
канады||канадский
мексики||мексиканский
бразилии||бразильский
аргентины||аргентинский
венесуэлы||венесуэльский
чили||чилийский
кубы||кубинский
австралии||австралийский
новой зеландии||новозеландский
швеции||шведский
норвегии||норвежский
финляндии||финский
дании||датский
нидерландов|голландии|нидерландский
бельгии||бельгийский
швейцарии||швейцарский
австрии||австрийский
венгрии||венгерский
чехии||чешский
словакии||словацкий
болгарии||болгарский
румынии||румынский
сербии||сербский
хорватии||хорватский
ссср|советского союза|советский
якутии|республики саха|рс(я)|саха якутии|якутский
"""
_WORD = re.compile(r"\w+")
GENITIVES: dict[str, tuple[str, ...]] = {}  # any genitive: all of the same country
ADJECTIVES: dict[str, str] = {}  # genitive: adjective
LANDS: dict[str, str] = {}  # key of a country's first word, or of its adjective: the country
HOME = "россии"  # whose bodies are named without it
_FIRST_OF_MANY = {"республики", "северной", "южной", "новой", "советского", "саха"}

for _line in _TABLE.split("\n"):
    if _line:
        *_names, _adjective = _line.split("|")
        _names = tuple(name for name in _names if name)
        for _name in _names:
            for _form in (_name, " ".join(_WORD.findall(_name))):
                GENITIVES[_form] = _names
                ADJECTIVES[_form] = _adjective
            if _name.split()[0] not in _FIRST_OF_MANY or " " not in _name:
                LANDS[key_of(_WORD.findall(_name)[0])] = _names[0]
        LANDS[key_of(_adjective)] = _names[0]


_BEGINNINGS = {key[:2] for key in LANDS}  # spares most words of most names their key
_ENDS = {name.split()[-1] for name in GENITIVES}


def country_in(words: list[str]) -> tuple[int, str]:
    """Return where a country in the genitive ends a name begins, and it; (0, "") for none."""
    if not words or words[-1] not in _ENDS:
        return 0, ""
    for size in (3, 2, 1):
        tail = " ".join(words[-size:])
        if len(words) > size and tail in GENITIVES:
            return len(words) - size, tail
    return 0, ""


def land_of(words: list[str]) -> str:
    """Return the country a name names at its end or by an adjective, "" for none."""
    at, country = country_in(words)
    if country:
        return GENITIVES[country][0]
    keys = (key_of(word) for word in words if word[:2] in _BEGINNINGS)
    return next((LANDS[key] for key in keys if key in LANDS), "")


def agreeing(adjective: str, noun: str) -> str:
    """Return a country's adjective, in the nominative, beside that noun."""
    ending = {"а": "ая", "я": "ая", "о": "ое", "е": "ое", "ы": "ие", "и": "ие"}.get(noun[-1], "ий")
    return adjective[:-2] + ending

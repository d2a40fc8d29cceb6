"""Persons, organizations and events nobody has heard of, and articles that name them.

For measuring: from one seed always the same, and of two numbers the smaller is the beginning of
the larger.
"""

from collections.abc import Iterator
from random import Random

from articles.mentions import people
from articles.mentions.given import MEN, WOMEN
from articles.mentions.lists import words
from articles.mentions.spans import EVENT, ORGANIZATION, PERSON

NAMED = 1_000  # the first of the entities, whom the articles name
LENGTH = 2_000  # letters of an article
GENITIVE, DATIVE, INSTRUMENTAL = "gdi"


def _listed(text: str) -> list[str]:
    return sorted(words(text))


_MEN, _WOMEN = sorted(MEN), sorted(WOMEN)
_FATHERS = _listed("Алексеев Борисов Викторов Гаврильев Иванов Максимов Николаев Петров Семёнов")
_BEGINNINGS = _listed("Ал Бар Ве Гор Дья Ер Жир Заб Ис Кар Лу Мар Не Ос Пав Ро Сле Тар Уль Фе Хар")
_MIDDLES = _listed("ант бел вич га до ем жен зи ин кош лап ма нов орт пят раш сам тун уш фин ход")
_LASTS = _listed("ан б вч г дн ем ж з ик л м н ок п р с т уш хт ц чк ш щ")
_ADJECTIVES = _listed(
    "Северный Полярный Речной Алмазный Ленский Намский Вилюйский Городской Западный Народный"
    " Высокий Сосновый Таёжный Ледовый Звёздный Озёрный Лесной Снежный Золотой Медный Светлый"
    " Алданский Амгинский Анабарский Булунский Верхоянский Горный Жиганский Кобяйский Мирнинский"
    " Момский Нерюнгринский Нюрбинский Олёкминский Сунтарский Таттинский Томпонский Якутский"
    " Чурапчинский Оймяконский Абыйский Усть-Майский Среднеколымский Восточный Южный Центральный"
    " Береговой Боровой Весенний Зимний Летний Осенний Утренний Вечерний Дальний Ближний Верхний"
    " Нижний Средний Старый Новый Молодёжный Детский Семейный Рабочий Сельский Районный Областной"
    " Межрайонный Степной Луговой Каменный Железный Серебряный Янтарный Зелёный Синий Красный Белый"
    " Чёрный Кедровый Берёзовый Еловый Ивовый Соболиный Олений Лебединый Журавлиный Орлиный Хлебный"
    " Молочный Рыбный Пушной Меховой Книжный Музыкальный Научный Технический Учебный Спортивный"
)
_BODIES = _listed(
    "музей театр институт завод комбинат центр союз колледж банк комитет фонд совет лицей техникум"
    " архив клуб хор ансамбль журнал канал рынок питомник заповедник холдинг трест приют цех склад"
    " аэропорт порт вокзал парк стадион бассейн каток санаторий пансионат интернат детсад интернат"
    " кооператив кинотеатр оркестр лагерь полигон участок отдел штаб альянс концерн хутор зоопарк"
)
_MATTERS = (
    "мерзлоты",
    "оленеводства",
    "речного флота",
    "народных ремёсел",
    "алмазной огранки",
    "северного дизайна",
    "деревянного зодчества",
    "ледовых переправ",
    "якутской лошади",
    "охраны лесов",
)
_TITLES = _listed("Аврора Берег Восход Горизонт Диалог Енисей Заря Исток Компас Луч Мост Огонёк")
_GATHERINGS = _listed("форум фестиваль чемпионат саммит конкурс турнир съезд")
_SENTENCES = (
    "Утром на берегу собрались жители посёлка, чтобы проводить последний паром.",
    "По прогнозу синоптиков, мороз продержится до конца недели, затем пойдёт снег.",
    "Дорога вдоль реки закрыта: вода поднялась выше отметки и подошла к домам.",
    "Школьники показали гостям, как ставят чум и чем кормят оленей зимой.",
    "Цены на дрова выросли на десятую часть, и хозяйства просят помощи.",
    "В Якутске открыли новый мост через протоку, движение пустили вечером.",
    "Врачи советуют не выходить без шарфа и чаще греться, особенно детям.",
    "Зрители стоя встретили артистов и долго не отпускали их со сцены.",
    "Работы начали в мае, а закончить их хотят до первых заморозков.",
    "Гости из Казахстана и Монголии осмотрели выставку и обещали вернуться.",
)
_NAMING = (
    "Об этом рассказал {person}.",
    "Встреча с {person_i} прошла в здании, где работает {body}.",
    "{body} и {other} подписали соглашение на три года.",
    "Слова {person_g} подтвердили в редакции.",
    "Награду вручили {person_d}, а {family} поблагодарил земляков.",
    "В программу, которую готовит {event}, вошли двадцать встреч.",
    "Раньше {stranger} говорил, что {other} проверит расчёты.",
    "Как сообщил {family}, спорить больше не о чем.",
)


def entities(count: int, seed: int = 1) -> Iterator[dict]:
    """Yield so many entities as rows_of() takes them: six of ten are persons, three are bodies."""
    random = Random(seed)  # noqa: S311  (nothing secret)
    makers = [_person] * 6 + [_body] * 3 + [_event]
    for number in range(count):
        kind, name = makers[number % len(makers)](random)
        yield {"id": f"{kind} {number}", "type": kind, "name": name, "aliases": [], "seen": []}


def articles(count: int, seed: int = 1) -> Iterator[str]:
    """Yield so many articles of about LENGTH letters."""
    random = Random(seed)  # noqa: S311
    known: dict[str, list[str]] = {PERSON: [], ORGANIZATION: [], EVENT: []}
    for entity in entities(NAMED, seed):
        known[entity["type"]].append(entity["name"])
    for _ in range(count):
        yield _article(random, known)


def _article(random: Random, known: dict) -> str:
    parts, length = [], 0
    while length < LENGTH:
        name = random.choice(known[PERSON])
        sentence = random.choice(_SENTENCES + _NAMING).format(
            person=name,
            person_g=in_case(name, GENITIVE),
            person_d=in_case(name, DATIVE),
            person_i=in_case(name, INSTRUMENTAL),
            family=name.split()[-1],
            body=random.choice(known[ORGANIZATION]),
            other=random.choice(known[ORGANIZATION]),
            event=random.choice(known[EVENT]),
            stranger=_person(random)[1],
        )
        sentence = sentence[0].upper() + sentence[1:]
        parts.append(sentence)
        length += len(sentence) + 1
    return "\n".join(" ".join(parts[at : at + 4]) for at in range(0, len(parts), 4))


def in_case(name: str, case: str) -> str:
    """Return a person's name in a case: «Ивана Иванова»."""
    person = people.parse(name)
    tables = [people.given_forms(person.given, person.gender)]
    tables += [people.patronymic_forms(word, person.gender) for word in person.middle]
    tables.append(people.family_forms(person.family, person.gender))
    return " ".join(
        next(form for form, cases in forms.items() if case in cases).title() for forms in tables
    )


def _person(random: Random) -> tuple[str, str]:
    """Return a name; some families are common and most are rare, as families are."""
    man = random.random() < 0.5
    parts = [_often_the_first(random, known) for known in (_BEGINNINGS, _MIDDLES, _LASTS)]
    family = f"{''.join(parts)}{random.choice(['ов', 'ев', 'ин'])}{'' if man else 'а'}"
    given = _often_the_first(random, _MEN if man else _WOMEN).title()
    father = f"{random.choice(_FATHERS)}{'ич' if man else 'на'}"
    return PERSON, f"{given} {father} {family}" if random.random() < 0.3 else f"{given} {family}"


def _often_the_first(random: Random, known: list[str]) -> str:
    return known[int(len(known) * random.random() ** 2)]


def _body(random: Random) -> tuple[str, str]:
    body = f"{random.choice(_ADJECTIVES)} {random.choice(_BODIES)}"
    kind = random.random()
    if kind < 0.6:
        return ORGANIZATION, f"{body} {random.choice(_MATTERS)} № {random.randint(1, 900)}"
    if kind < 0.9:
        return ORGANIZATION, f"{body} «{random.choice(_TITLES)}-{random.randint(1, 900)}»"
    return ORGANIZATION, f"{body} имени {in_case(_person(random)[1], GENITIVE)}"


def _event(random: Random) -> tuple[str, str]:
    gathering = f"{random.choice(_ADJECTIVES)} {random.choice(_GATHERINGS)}"
    return EVENT, f"{gathering} {random.choice(_MATTERS)} {random.randint(1950, 2050)} года"

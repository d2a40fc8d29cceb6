"""State bodies as records: loaded by choice, never twice, and found in texts."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.importing.bodies import PARTS, load_bodies
from articles.linking import Words, names_in
from articles.lookalikes import keep_names
from articles.mentions import declension
from articles.mentions.bodies import IN_ANOTHER_LANGUAGE, read_bodies
from articles.mentions.tokens import split
from articles.models import MentionKey, Organization

pytestmark = pytest.mark.django_db

# What two bodies are called in fact: the court and the army.
SHARED = {"ВС РФ"}
KAZAKHSTAN = {"Астана", "Алматы", "Шымкент"}


def load(*options) -> str:
    out = StringIO()
    call_command("load_bodies", *options, stdout=out)
    return out.getvalue()


def genitive(name: str) -> str:
    """Return a name in the genitive as far as its first noun, which is what declines."""
    parts, end = [], 0
    for token in split(name):
        if len(token.word) < 3 or token.word[:2].isupper():
            break
        parts.append(name[end : token.start])
        end = token.end
        forms = declension.adjective(token.low)
        is_noun = not forms
        forms = forms or declension.noun(token.low)
        form = next((form for form, cases in forms.items() if "g" in cases), token.low)
        parts.append(form.capitalize() if token.capital else form)
        if is_noun:
            break
    return "".join(parts) + name[end:]


def linked(text: str) -> set[int]:
    named = names_in(Words(headline="", lead="", body=f"<p>{text}</p>", language="ru"))
    return {each.span.entity[1] for each in named if each.span.level == "link"}


def test_bodies_are_loaded_hidden_and_with_what_is_known_of_them():
    load()
    health = Organization.objects.get(name="Министерство здравоохранения Республики Саха (Якутия)")
    assert (health.short_name, health.kind, health.place) == (
        "Минздрав Якутии",
        "authority",
        "Якутск",
    )
    assert health.parent.name == "Правительство Республики Саха (Якутия)"
    assert "sah: Доруобуйа харыстабылын министиэристибэтэ" in health.aliases.splitlines()
    assert not health.is_published
    assert health.slug
    assert Organization.objects.count() > 150


def test_loading_twice_makes_nothing_and_changes_nothing():
    load("--region", "sakha")
    Organization.objects.filter(short_name="Ил Тумэн").update(aliases="Парламент", place="")
    before = list(Organization.objects.order_by("pk").values())
    assert load("--region", "sakha") == "Создано: 0, уже были: 43\n"
    assert list(Organization.objects.order_by("pk").values()) == before


def test_record_of_the_newsroom_is_taken_for_the_body_and_left_as_it_is():
    own = Organization.objects.create(name="Минздрав Якутии", description="Пишем о них часто.")
    keep_names(own)
    load("--region", "sakha")
    own.refresh_from_db()
    assert (own.name, own.aliases, own.parent) == ("Минздрав Якутии", "", None)
    assert not Organization.objects.filter(name__startswith="Министерство здравоохр").exists()


def test_name_two_bodies_share_does_not_make_one_the_other():
    army = Organization.objects.create(name="Вооружённые силы России", aliases="ВС РФ")
    keep_names(army)
    load("--country", "ru")
    assert Organization.objects.filter(name="Верховный Суд Российской Федерации").exists()
    assert Organization.objects.get(name__startswith="Вооружённые") == army


def test_one_above_that_was_not_chosen_is_found_if_it_is_there():
    load("--region", "sakha")
    police = Organization.objects.filter(
        name="Министерство внутренних дел по Республике Саха (Якутия)"
    )
    assert police.get().parent is None
    police.delete()
    load("--country", "ru")
    assert police.get().parent.short_name == "МВД России"


@pytest.mark.parametrize(
    ("options", "count"),
    [(["--country", "kz"], "kazakhstan"), (["--region", "sakha"], "sakha")],
)
def test_only_what_was_chosen_is_loaded(options, count):
    load(*options)
    assert Organization.objects.count() == len(read_bodies()[count])


def test_region_of_another_country_is_refused():
    with pytest.raises(CommandError):
        load("--country", "kz", "--region", "sakha")


def test_dry_run_says_what_would_be_made_and_makes_nothing():
    assert "+ Акимат города Астаны" in load("--dry-run", "--country", "kz")
    assert not Organization.objects.exists()
    assert not MentionKey.objects.exists()


def test_published_if_asked():
    load("--publish", "--region", "sakha")
    assert not Organization.objects.filter(is_published=False).exists()


def test_no_name_stands_for_two_bodies_but_where_it_does_in_fact():
    names = Counter()
    for part in PARTS:
        for body in read_bodies()[part]:
            own = [body["name"], body.get("short_name"), *body.get("aliases", ())]
            names.update({name for name in [*own, *body.get("known_as", ())] if name})
    assert {name for name, times in names.items() if times > 1} == SHARED


def test_each_body_is_found_by_all_its_names():
    made, _ = load_bodies(PARTS)
    missed = []
    for record in made:
        for name in [record.name, record.short_name, *record.aliases.splitlines()]:
            if not name or name in SHARED or IN_ANOTHER_LANGUAGE.match(name):
                continue
            # Of what is short for a body of many countries, a text says which.
            place = "В Казахстане. " if record.place in KAZAKHSTAN else ""
            for text in (f"{place}Вчера {name} отвечает.", f"{place}Слова {genitive(name)} верны."):
                if record.pk not in linked(text):
                    missed.append((record.name, text))
    assert missed == []


DECLINED = [
    ("в Министерстве здравоохранения Республики Саха (Якутия)", "Минздрав Якутии"),
    ("с Минздравом Якутии", "Минздрав Якутии"),
    ("якутскому Минздраву", "Минздрав Якутии"),
    ("депутатам Ил Тумэна", "Ил Тумэн"),
    ("в Правительстве Якутии", "Правительство Якутии"),
    ("с ФСБ", "ФСБ России"),
    ("Роспотребнадзором", "Роспотребнадзор"),
    ("в Федеральной налоговой службе", "ФНС России"),
    ("Государственной Думой", "Государственная Дума"),
    ("о решении Мажилиса", "Мажилис"),
    ("в МИД Казахстана", "МИД Казахстана"),
    ("Генпрокуратурой РК", "Генпрокуратура Казахстана"),
    ("в Комитете национальной безопасности Казахстана", "КНБ РК"),
    ("в акимате Астаны", "Акимат Астаны"),
]


def test_bodies_are_found_declined():
    load_bodies(PARTS)
    bodies = dict(Organization.objects.values_list("short_name", "pk"))
    wrong = [
        (text, name)
        for text, name in DECLINED
        if linked(f"Вчера сообщили {text}, что всё готово.") != {bodies[name]}
    ]
    assert wrong == []

"""What every page of the site shows around its own subject."""

from datetime import date, datetime
from functools import cache, lru_cache
from html import escape
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from articles import images, menu
from articles.languages import path_in
from articles.models import TERMS, Image, entity_url, term_url
from articles.templatetags.cards import as_minute

register = template.Library()

KEPT = 2_000  # of what was made for a page or a record
FEEDS = (("rss+xml", "RSS"), ("atom+xml", "Atom"), ("feed+json", "JSON"))
CURRENT = ' aria-current="true"'
# Plain links: nobody learns of a reader who does not follow one.
SHARE = {
    "Telegram": "https://t.me/share/url?url={url}&amp;text={title}",
    "ВКонтакте": "https://vk.com/share.php?url={url}&amp;title={title}",
    "WhatsApp": "https://wa.me/?text={title}%20{url}",
    "Одноклассники": "https://connect.ok.ru/offer?url={url}&amp;title={title}",
    "{mail}": "mailto:?subject={title}&amp;body={url}",
}
SHARE_LINKS = "".join(
    f'<li><a href="{link}" rel="noopener nofollow">{name}</a></li>' for name, link in SHARE.items()
)


@register.simple_tag(takes_context=True)
def site_menu(context: dict) -> dict:
    """Return the site's name, its sections and pages, and the languages to switch to."""
    path = context["request"].path
    # A page of its own in each language, as a post is, says where the others are.
    others = context.get("translations")
    told = tuple([(row["language"], row["path"]) for row in others or ()])
    current = get_language()
    # A page that had to read the sections itself hands them on.
    around = context.get("around") or menu.read_menu()
    return {
        **around,
        **_languages(current, path, others is not None, told, settings.SITE_URL),
        "name": settings.SITE_NAME,
        "canonical": settings.SITE_URL + path,
        "feeds": _feeds(current),
        "year": timezone.localdate().year,
    }


@lru_cache(maxsize=KEPT)
def _languages(
    current: str, path: str, is_told: bool, told: tuple[tuple[str, str], ...], site: str
) -> dict[str, list[dict]]:
    """Return the languages to switch to, and those in which the same page is, "alternates".

    ``told`` are the addresses in other languages of a page that says where they are.
    """
    has_own = is_told or path_in(current, path) != path
    paths = dict(told) | ({current: path} if told else {})
    languages = [
        {
            "code": code,
            "name": name,
            "path": paths.get(code) or path_in(code, path),
            "current": code == current,
            "is_same": code in paths or not has_own,
        }
        for code, name in _own_names().items()
    ]
    alternates = [
        {"code": item["code"], "url": site + item["path"]} for item in languages if item["is_same"]
    ]
    return {"languages": languages, "alternates": alternates}


@cache
def _own_names() -> dict[str, str]:
    """Return what each language calls itself."""
    return {code: get_language_info(code)["name_local"] for code, _name in settings.LANGUAGES}


@cache
def _feeds(_language: str) -> str:
    return reverse("articles:front") + "feeds/posts"  # under the language of the page


@register.simple_tag
def moment(value: datetime | str) -> SafeString:
    """Return a time, or one as a card has it, as <time>: 24.11.2022 10:52, in the site's zone."""
    local = timezone.localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)
    # HTML allows three digits of a second at most; seconds are enough here.
    stamp = local.isoformat(timespec="seconds")
    return mark_safe(f'<time datetime="{stamp}">{as_minute(stamp)}</time>')


@register.simple_tag
def language_links(languages: list[dict]) -> SafeString:
    """Return the items of a list: the page in each language."""
    return mark_safe(
        "".join(
            [
                f'<li><a href="{escape(item["path"])}" lang="{item["code"]}"'
                f' hreflang="{item["code"]}"{CURRENT if item["current"] else ""}>'
                f"{escape(item['name'])}</a></li>"
                for item in languages
            ]
        )
    )


@register.simple_tag
def choice_links(choices: list[dict]) -> SafeString:
    """Return the ways to narrow a list, as views.lists.choice() has them."""
    return mark_safe("\n".join([_way(**way) for way in choices]))


def _way(label: str, options: list[dict]) -> str:
    links = option_links(options)
    return f'<nav class="choice" aria-label="{escape(label)}">\n{links}\n</nav>'


@register.simple_tag
def option_links(options: list[dict]) -> SafeString:
    """Return the links of choice()."""
    return mark_safe(
        "\n    ".join(
            [
                f'<a href="{escape(option["href"])}"{CURRENT if option["current"] else ""}>'
                f"{escape(option['label'])}</a>"
                for option in options
            ]
        )
    )


@register.simple_tag
def named_links(facts: list[dict]) -> SafeString:
    """Return the items of a list: records by their facts, and how many times they are named."""
    language, names = get_language(), ("kind", "id", "slug", "name", "times")
    return mark_safe("\n".join([_named(language, *[fact[n] for n in names]) for fact in facts]))


@lru_cache(maxsize=KEPT)
def _named(_language: str, kind: str, pk: int, slug: str, name: str, times: int) -> str:
    path = escape(url_of({"kind": kind, "id": pk, "slug": slug}))
    return f'<li><a href="{path}">{escape(name)}</a> <span class="quiet">{times:d}</span></li>'


@register.simple_tag
def alternate_links(alternates: list[dict]) -> SafeString:
    """Return what the head of a page says of its versions in each language."""
    return mark_safe(
        "\n    ".join(
            [
                f'<link rel="alternate" hreflang="{item["code"]}" href="{escape(item["url"])}">'
                for item in alternates
            ]
        )
    )


@register.simple_tag(takes_context=True)
def feed_links(context: dict, title: str) -> SafeString:
    """Return what the head of a page says of the feeds of its subject, in each format."""
    title, at = escape(title), f"{escape(context['request'].path)}feed"
    return mark_safe(
        "\n    ".join(
            [
                f'<link rel="alternate" type="application/{kind}" title="{title} ({name})"'
                f' href="{at}.{name.lower()}">'
                for kind, name in FEEDS
            ]
        )
    )


@register.simple_tag
def event_dates(event: dict) -> SafeString:
    """Return when an event takes place: a day, or from and until, with hours where known."""
    if "start_time" in event:
        return _span(_moment_of(event, "start"), _moment_of(event, "end"))
    lasts = event["end_date"] != event["start_date"]
    return _span(_day(event["start_date"]), _day(event["end_date"]) if lasts else None)


@register.simple_tag
def event_hour(event: dict) -> SafeString:
    """Return the hour an event starts at, with its zone if that is not the site's."""
    return format_html(
        '<time datetime="{}">{}{}</time>',
        f"{event['start_time']:%H:%M}",
        time_format(event["start_time"], "H:i"),
        _zone_of(event["time_zone"]),
    )


@register.simple_tag
def url_of(fact: dict) -> str:
    """Return the address of an entity or a term known by its facts."""
    if fact["kind"] in TERMS:
        return term_url(fact["kind"], fact["slug"])
    return entity_url(fact["kind"], fact["id"], fact["slug"])


@register.simple_tag
def entity_page(kind: str, row: dict) -> str:
    """Return the address of an entity known by a row of a list."""
    return entity_url(kind, row["id"], row["slug"])


@register.simple_tag
def page_of(kind: str, pk: int, slug: str) -> str:
    """Return the address of an entity known by its id and slug."""
    return entity_url(kind, pk, slug)


@register.simple_tag
def picture(
    image: Image | dict,
    sizes: str,
    css_class: str = "",
    eager: bool = False,
    alt: str | None = None,
) -> SafeString:
    """Return an image, or its document, as HTML: images.picture() says how."""
    document = images.facts_of(image) if isinstance(image, Image) else image
    return images.picture(document, sizes=sizes, css_class=css_class, eager=bool(eager), alt=alt)


@register.simple_tag
def share_links(path: str, title: str) -> SafeString:
    """Return the items of a list: where to tell others of a page."""
    return _shared(get_language(), settings.SITE_URL + path, title)


@lru_cache(maxsize=KEPT)
def _shared(_language: str, url: str, title: str) -> SafeString:
    # What is quoted holds nothing that HTML would have to escape.
    words = {"title": quote(title, safe=""), "url": quote(url, safe="")}
    return mark_safe(SHARE_LINKS.format(mail=escape(_("Mail")), **words))


@register.filter
def get(mapping: dict, key: object) -> object:
    """Return the value for a key that is only known when the page is made."""
    return mapping.get(key)


def _span(start: SafeString, end: SafeString | None) -> SafeString:
    return format_html("{} — {}", start, end) if end else start


def _day(day: date | None) -> SafeString | None:
    if day is None:
        return None
    return _written(get_language(), day)


@lru_cache(maxsize=5_000)
def _written(_language: str, day: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), date_format(day))


def _moment_of(event: dict, edge: str) -> SafeString | None:
    """Return the day of the start or the end, its hour, and the zone if it is not the site's."""
    day, hour = event[f"{edge}_date"], event[f"{edge}_time"]
    if edge == "end" and day == event["start_date"]:
        day = None  # said already
    if hour is None:
        return _day(day)
    at = datetime.combine(day or event["start_date"], hour, ZoneInfo(event["time_zone"]))
    return format_html(
        '<time datetime="{}">{}{}{}</time>',
        at.isoformat(timespec="minutes"),
        f"{date_format(day)}, " if day else "",
        time_format(hour, "H:i"),
        _zone_of(event["time_zone"]),
    )


def _zone_of(name: str) -> str:
    return "" if name == settings.TIME_ZONE else f" ({name})"


def joined(parts: list[str]) -> SafeString:
    """Return lines of HTML together, without the empty ones."""
    return mark_safe("\n".join([part for part in parts if part]))

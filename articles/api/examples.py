"""Examples for the schema: answers of a small invented site; tests hold them to the schema."""

SITE = "https://news.example"
API = f"{SITE}/api/v1"


def _link(kind: str, pk: int, name: str, slug: str) -> dict:
    page, address = f"{SITE}/{kind}s/{pk}-{slug}/", f"{API}/{kind}s/{pk}/"
    return {"id": pk, "name": name, "url": page, "api_url": address}


def _term(kind: str, pk: int, name: str, slug: str) -> dict:
    page, address = f"{SITE}/{kind}s/{slug}/", f"{API}/{kind}s/{pk}/"
    return {"id": pk, "name": name, "slug": slug, "url": page, "api_url": address}


PERSON = _link("person", 7, "Айталина Петрова", "aytalina-petrova")
OFFICE = _link("organization", 3, "Музей мерзлоты", "muzey-merzloty")
MINISTRY = _link("organization", 1, "Министерство культуры", "ministerstvo-kultury")
FORUM = _link("event", 5, "Форум оленеводов", "forum-olenevodov")
SECTION = _term("section", 2, "Культура", "kultura")
TAG = _term("tag", 4, "Мерзлота", "merzlota")
FILE = f"{SITE}/media/images/2026/11/5f0c.jpg"
IMAGE = {
    "id": 12,
    "url": FILE,
    "renditions": [
        {"url": f"{FILE}.320.webp", "width": 320, "height": 213, "format": "image/webp"}
    ],
    "width": 1600,
    "height": 1067,
    "alt_text": "Вход в музей",
    "caption": "Музей открыт до восьми вечера",
    "credit": "Фото редакции",
    "credit_person": None,
    "credit_organization": None,
    "licence": "CC BY 4.0",
    "focal_x": 0.5,
    "focal_y": 0.4,
}
HEADLINE = "В Якутске открыли Музей мерзлоты"
PAGE_OF_POST = f"{SITE}/posts/42-v-yakutske-otkryli-muzey-merzloty/"
CARD = {
    "id": 42,
    "url": PAGE_OF_POST,
    "api_url": f"{API}/posts/42/",
    "edition": 2,
    "language": "ru",
    "kind": "news",
    "headline": HEADLINE,
    "slug": "v-yakutske-otkryli-muzey-merzloty",
    "lead": "Первые гости прошли по подземным залам.",
    "first_published_at": "2026-11-24T10:52:00+09:00",
    "updated_at": "2026-11-24T12:10:00+09:00",
    "age_mark": 6,
    "is_paid": False,
    "advertiser": "",
    "section": SECTION,
    "tags": [TAG],
    "lead_image": IMAGE,
    "persons": [PERSON | {"about": False}],
    "organizations": [OFFICE | {"about": True}],
    "events": [],
    "notices": [],
}
OBJECT = CARD | {
    "body": f'<p>Гостей встретила <a href="{PERSON["url"]}">Айталина Петрова</a>.</p>',
    "images": [],
    "bylines": [{"person": PERSON, "role": "author"}],
    "corrections": [
        {
            "kind": "correction",
            "published_at": "2026-11-24T12:10:00+09:00",
            "text": "Залов не пять, а шесть.",
            "place": "top",
        }
    ],
    "reading_minutes": 1,
    "source_name": "",
    "source_url": "",
    "erid": "",
}
POST = OBJECT | {
    "related_posts": [
        {
            "id": 40,
            "url": f"{SITE}/posts/40-muzey-zhdut/",
            "api_url": f"{API}/posts/40/",
            "headline": "Музей ждут к зиме",
            "first_published_at": "2026-10-02T09:00:00+09:00",
        }
    ],
    "previous_editions": [f"{PAGE_OF_POST}editions/1/"],
    "translations": [
        {
            "language": "sah",
            "is_source": False,
            "id": 43,
            "url": f"{SITE}/sah/posts/43-dokuuskay/",
            "api_url": f"{API}/posts/43/",
        }
    ],
}
UNTIL = {"embargoed_until": "2026-11-24T12:10:00+09:00"}
CALLED = {"wikidata_id": None, "updated_at": "2026-11-20T18:30:00+09:00"}
EXAMPLES = {
    "feed": {
        f"{kind}s": f"{API}/{kind}s/"
        for kind in (
            *("post", "person", "organization", "event", "section", "tag", "image", "change"),
        )
    },
    "PostCard": CARD,
    "Post": POST,
    "PostObject": OBJECT,
    "EmbargoedCard": CARD | UNTIL,
    "Embargoed": POST | UNTIL,
    "Person": PERSON
    | CALLED
    | {
        "names": {"sah": "Петрова Айталыына"},
        "aliases": ["А. Петрова", "Петрова Айталыына"],
        "given_name": "Айталина",
        "family_name": "Петрова",
        "patronymic_name": "Ивановна",
        "birth_date": "1980-02-29",
        "biography": "Директор музея.",
        "photo": None,
        "links": ["https://museum.example/director"],
        "positions": [
            {
                "title": "Директор",
                "organization": OFFICE,
                "valid_from": "2020-01-01",
                "valid_until": None,
            }
        ],
    },
    "Organization": OFFICE
    | CALLED
    | {
        "names": {"sah": "Ирбэт тоҥ музейа"},
        "aliases": ["Ирбэт тоҥ музейа"],
        "short_name": "ММ",
        "kind": "culture",
        "parent": MINISTRY,
        "place": "Якутск",
        "logo": None,
        "website": "https://museum.example/",
        "description": "Музей под землёй.",
    },
    "Event": FORUM
    | CALLED
    | {
        "names": {},
        "aliases": [],
        "start_date": "2026-12-03",
        "start_time": "10:00:00",
        "end_date": "2026-12-04",
        "end_time": None,
        "time_zone": "Asia/Yakutsk",
        "place": "Якутск",
        "organizers": [MINISTRY],
        "participants": [PERSON],
        "parent": None,
        "status": "planned",
        "website": "",
        "description": "Встречаются раз в год.",
    },
    "Section": SECTION | {"names": {"sah": "Култуура"}, "description": "", "position": 2},
    "Tag": TAG | {"names": {}},
    "ImageRecord": IMAGE | {"api_url": f"{API}/images/12/"},
    "EditionRow": {
        "edition": 1,
        "api_url": f"{API}/posts/42/editions/1/",
        "live_from": "2026-11-24T10:52:00+09:00",
        "live_until": "2026-11-24T12:10:00+09:00",
        "correction": None,
    },
    "changes": {
        "next": f"{API}/changes/?cursor=WyIyMDI2Il0",
        "cursor": "WyIyMDI2Il0",
        "has_more": False,
        "results": [
            {
                "kind": "post",
                "id": 42,
                "action": "correct",
                "at": "2026-11-24T12:10:00+09:00",
                "api_url": f"{API}/posts/42/",
                "edition": 2,
                "into": None,
            }
        ],
    },
}
PAGE = {"next": f"{API}/posts/?cursor=WyIyMDI2LTExLTI0Il0"}


def _problem(status: int, title: str, detail: str, errors: list[dict] | None = None) -> dict:
    known = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return known | {"errors": errors or []}


PROBLEMS = {
    400: _problem(
        400,
        "Bad Request",
        "These parameters are not right: person.",
        [
            {
                "parameter": "person",
                "detail": "There is nothing published with this id or slug.",
            }
        ],
    ),
    401: _problem(401, "Unauthorized", "This is for partners alone: send a token."),
    403: _problem(403, "Forbidden", "This token does not open what is scheduled."),
    404: _problem(404, "Not Found", "Not found."),
    410: _problem(410, "Gone", "This post has been unpublished."),
    429: _problem(429, "Too Many Requests", "Too many requests. Ask again in 42 seconds."),
}

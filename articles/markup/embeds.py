"""Whose pages a body may show as a card: a link, never their script, picture or frame."""

from urllib.parse import urlsplit

# {key: (name, hosts)}
PROVIDERS = {
    "youtube": ("YouTube", ["youtube.com", "youtu.be"]),
    "rutube": ("Rutube", ["rutube.ru"]),
    "vkvideo": ("VK Видео", ["vkvideo.ru"]),
    "vk": ("ВКонтакте", ["vk.com", "vk.ru"]),
    "ok": ("Одноклассники", ["ok.ru"]),
    "telegram": ("Telegram", ["t.me"]),
    "yandexmusic": ("Яндекс Музыка", ["music.yandex.ru"]),
    "dzen": ("Дзен", ["dzen.ru"]),
}
OF_HOST = {host: key for key, (_name, hosts) in PROVIDERS.items() for host in hosts}


def provider_of(address: str) -> str | None:
    """Return the key of the provider an https address leads to; None if it is not listed."""
    try:
        parts = urlsplit(address)
        is_plain = parts.scheme == "https" and parts.port in (None, 443)
    except ValueError:
        return None
    if not is_plain or "@" in parts.netloc or "\\" in address or parts.path in ("", "/"):
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    return OF_HOST.get(host)

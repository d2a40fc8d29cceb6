"""The demo content as it stands in files: tables in TOML, a text file for each post.

A post's file begins with its header in TOML between two lines of +++. Blocks of text follow,
parted by blank lines: the first is the lead, the others the body. A block is a paragraph unless
it begins with a tag of its own; mentions and images name their record by its key. The file's
folder is its language, its name is its key. A page that is no news is the same without a lead; its
name is its address.
"""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
BLOCK = re.compile(r"<(?:h2|h3|ul|ol|blockquote|table|figure)\b")


def read_table(name: str) -> dict[str, dict]:
    """Return the records of a TOML file by key."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8"))


def read_posts() -> dict[str, dict]:
    """Return every post by key: its header with language, lead and body."""
    return {path.stem: _read_post(path) for path in sorted(CONTENT.glob("posts/*/*.txt"))}


def read_pages() -> list[dict]:
    """Return every page that is no news: its header with language, slug and body."""
    return [_read_page(path) for path in sorted(CONTENT.glob("pages/*/*.txt"))]


def day_of(entry: dict, today: date) -> date:
    """Return the day an entry stands for, so that the content is fresh and in season.

    Either ``days_ago``, negative for days to come; or ``date``, a month and day such as "12-18":
    the last one that has come, or ``years_ago`` before it (negative for those to come).
    """
    if "days_ago" in entry:
        return today - timedelta(days=entry["days_ago"])
    day = date.fromisoformat(f"{today.year}-{entry['date']}")
    years = entry.get("years_ago", 0) + (day > today)
    return day.replace(year=day.year - years)


def _read_post(path: Path) -> dict:
    header, (lead, *blocks) = _read(path)
    return header | {"lead": lead, "body": _body(blocks)}


def _read_page(path: Path) -> dict:
    header, blocks = _read(path)
    return header | {"slug": path.stem, "body": _body(blocks)}


def _read(path: Path) -> tuple[dict, list[str]]:
    """Return the header, with the language, and the blocks of text."""
    _nothing, header, text = path.read_text("utf-8").split("+++\n", 2)
    return tomllib.loads(header) | {"language": path.parent.name}, text.strip().split("\n\n")


def _body(blocks: list[str]) -> str:
    return "\n".join(block if BLOCK.match(block) else f"<p>{block}</p>" for block in blocks)

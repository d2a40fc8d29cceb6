"""The demo content as it stands in files: tables in TOML, a text file for each post.

A post's file begins with its header in TOML between two lines of +++. Blocks of text follow,
parted by blank lines: the first is the lead, the others the body. A block is a paragraph unless
it begins with a tag of its own; mentions and images name their record by its key. The file's
folder is its language, its name is its key.
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
    _nothing, header, text = path.read_text("utf-8").split("+++\n", 2)
    lead, *blocks = text.strip().split("\n\n")
    body = "\n".join(block if BLOCK.match(block) else f"<p>{block}</p>" for block in blocks)
    return {**tomllib.loads(header), "language": path.parent.name, "lead": lead, "body": body}

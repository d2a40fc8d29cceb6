"""Persons and organizations by a small neural network, where the optional extra is installed.

The weights come with the package natasha, which is never imported: it asks for what newer Pythons
lack. slovnet reads them where they lie. Nothing is fetched.
"""

import json
import os
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

from articles.mentions import morphology
from articles.mentions.spans import ORGANIZATION, PERSON, PLACE
from articles.mentions.tokens import UNSEEN

TYPES = {"PER": PERSON, "ORG": ORGANIZATION, "LOC": PLACE}
PARTS = ("natasha", "navec", "numpy", "razdel", "slovnet")
EMBEDDING = "emb/navec_news_v1_1B_250K_300d_100q.tar"
MODEL = "model/slovnet_ner_news_v1.tar"
# The network reads a piece at once and needs memory for all of it.
PIECE = re.compile(r".{1,2000}(?=\n|\Z)\n?|.{1,2000}(?<=[.!?…»])\s|.{1,2000}|\n", re.DOTALL)
_UNSEEN = re.compile(f"[{UNSEEN}]")

Found = tuple[int, int, str, str]  # start and end in the text, type, nominative or ""


@cache
def is_installed() -> bool:
    """Return whether all parts of the extra are there."""
    return all(find_spec(part) for part in PARTS)


def find_names(text: str) -> list[Found]:
    """Return the persons, organizations and places in a Russian text, in their order.

    Loads 150 MB at the first call of a process. Raises ImportError without the extra.
    """
    plain, places = _without_unseen(text)
    found = []
    for piece in PIECE.finditer(plain):
        if not piece.group().strip():
            continue
        for span in _network()(piece.group()).spans:
            start, end = span.start + piece.start(), span.stop + piece.start()
            name = _nominative(plain[start:end]) if span.type == "ORG" else ""
            found.append((places[start], places[end - 1] + 1, TYPES[span.type], name))
    return found


def _nominative(name: str) -> str:
    return morphology.nominative(name) if morphology.is_installed() else ""


def _without_unseen(text: str) -> tuple[str, range | list[int]]:
    """Return the text as one sees it, and where each of its characters stands in the one given."""
    if not _UNSEEN.search(text):
        return text, range(len(text))
    places = [place for place, char in enumerate(text) if not _UNSEEN.match(char)]
    return "".join(text[place] for place in places), places


@lru_cache(1)
def _network():
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: threads cost more than help
    from slovnet import NER

    weights = Path(find_spec("natasha").origin).parent / "data"
    return NER.load(weights / MODEL).navec(_embedding(weights / EMBEDDING))


def _embedding(path: Path) -> SimpleNamespace:
    """Return what the network takes of an embedding.

    Navec.load() would also compute the length of each vector, for which it takes 100 MB, and keep
    a second list of the words.
    """
    from navec.pq import PQ
    from navec.tar import Tar

    class Codes(PQ):
        def precompute(self) -> None:
            pass

    with Tar(path) as tar:
        meta = json.load(tar.load("meta.json"))
        return SimpleNamespace(
            meta=SimpleNamespace(id=meta["id"]), pq=Codes.from_file(tar.load("pq.bin"))
        )

"""Bar charts as plain numbers for an SVG: everything is an attribute, nothing is a style."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
SLOT, COLUMN, HEADROOM, TALLEST = 40, 26, 18, 90
ROW, LABEL, BAR, LONGEST = 34, 14, 10, 280


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its number, where it stands, and where its texts stand."""

    label: str
    value: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def above(self) -> float:
        return self.y - 5

    @property
    def end(self) -> float:
        return self.x + self.width + 6

    @property
    def foot(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Chart:
    """The bars and the size of the drawing they fill."""

    bars: list[Bar]
    height: int
    width: int = WIDTH

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)

    @property
    def base(self) -> int:
        return HEADROOM + TALLEST

    @property
    def captions(self) -> int:
        return self.base + 15


def columns(numbers: Sequence[tuple[str, int]]) -> Chart:
    """Return upright bars, one for each label, the tallest of them for the greatest number."""
    most = max((value for _label, value in numbers), default=0) or 1
    bars = []
    for place, (label, value) in enumerate(numbers):
        height = round(TALLEST * value / most, 1)
        left = place * SLOT + (SLOT - COLUMN) / 2
        bars.append(Bar(label, value, left, HEADROOM + TALLEST - height, COLUMN, height))
    return Chart(bars, HEADROOM + TALLEST + 20)


def rows(numbers: Sequence[tuple[str, int]]) -> Chart:
    """Return bars that lie under their labels, the longest of them for the greatest number."""
    most = max((value for _label, value in numbers), default=0) or 1
    bars = [
        Bar(label, value, 0, place * ROW + LABEL + 4, round(LONGEST * value / most, 1), BAR)
        for place, (label, value) in enumerate(numbers)
    ]
    return Chart(bars, len(bars) * ROW)

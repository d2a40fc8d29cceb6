"""A sheet to draw on in units that do not depend on the size of the picture."""

import random
from collections.abc import Sequence
from io import BytesIO
from math import sin

from PIL import Image, ImageColor, ImageDraw, ImageOps

OVERSAMPLE = 2  # drawn so many times larger, then reduced: Pillow's own edges are jagged
Point = tuple[float, float]


class Canvas:
    """A picture of that width in pixels, drawn in units of ``size``; the same for the same seed.

    Colours are #rrggbb, or #rrggbbaa to let through what is below.
    """

    def __init__(self, width: int, size: tuple[int, int] = (1600, 900), seed: str = "") -> None:
        self.size = size
        self.scale = width * OVERSAMPLE / size[0]
        self.image = Image.new("RGB", (width * OVERSAMPLE, round(size[1] * self.scale)))
        self.draw = ImageDraw.Draw(self.image, "RGBA")
        self.random = random.Random(seed)  # noqa: S311  (a drawing, not a secret)

    def jpeg(self) -> bytes:
        """Return the finished picture."""
        buffer = BytesIO()
        self.image.reduce(OVERSAMPLE).save(buffer, "JPEG", quality=85, optimize=True)
        return buffer.getvalue()

    def backdrop(self, *colours: str) -> None:
        """Fill the sheet from top to bottom."""
        self.gradient((0, 0, *self.size), *colours)

    def gradient(self, box: tuple[float, float, float, float], *colours: str) -> None:
        """Fill a box (left, top, right, bottom) from top to bottom, or a polygon's bounds."""
        left, top, right, bottom = (round(value * self.scale) for value in box)
        self.image.paste(_blend(colours, max(1, right - left), max(1, bottom - top)), (left, top))

    def shade(self, points: Sequence[Point], *colours: str) -> None:
        """Fill a polygon from its top to its bottom."""
        xs, ys = zip(*self._scaled(points), strict=True)
        left, top, right, bottom = (round(v) for v in (min(xs), min(ys), max(xs), max(ys)))
        size = max(1, right - left), max(1, bottom - top)
        mask = Image.new("L", size)
        shifted = [(x - left, y - top) for x, y in zip(xs, ys, strict=True)]
        ImageDraw.Draw(mask).polygon(shifted, fill=255)
        self.image.paste(_blend(colours, *size), (left, top), mask)

    def polygon(self, points: Sequence[Point], colour: str) -> None:
        self.draw.polygon(self._scaled(points), fill=colour)

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        pixels = max(1, round(width * self.scale))
        self.draw.line(self._scaled(points), fill=colour, width=pixels, joint="curve")

    def rectangle(
        self, left: float, top: float, right: float, bottom: float, colour: str, radius: float = 0
    ) -> None:
        box = self._scaled([(left, top), (right, bottom)])
        self.draw.rounded_rectangle(box, radius=radius * self.scale, fill=colour)

    def ellipse(self, x: float, y: float, across: float, down: float, colour: str) -> None:
        """Fill an ellipse about its centre; ``across`` and ``down`` are half its axes."""
        self.draw.ellipse(
            self._scaled([(x - across, y - down), (x + across, y + down)]), fill=colour
        )

    def ring(
        self, x: float, y: float, across: float, down: float, colour: str, width: float
    ) -> None:
        """Draw the outline of an ellipse about its centre."""
        box = self._scaled([(x - across, y - down), (x + across, y + down)])
        self.draw.ellipse(box, outline=colour, width=max(1, round(width * self.scale)))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1) -> None:
        """Lay a round light that fades to its edge."""
        side = max(2, round(2 * radius * self.scale))
        light = ImageOps.invert(Image.radial_gradient("L"))
        # The gradient is still lit at the middle of its sides: squared, it ends at the circle.
        mask = light.point(lambda v: max(0, v - 74) ** 2 / 181**2 * 255 * strength)
        corner = (round((x - radius) * self.scale), round((y - radius) * self.scale))
        self.image.paste(colour, corner, mask.resize((side, side)))

    def ridge(self, base: float, height: float, *colours: str, waves: float = 5) -> list[Point]:
        """Fill hills from about ``base`` to the bottom of the sheet; return their outline."""
        parts = [
            (self.random.uniform(0.6, 1) / n, waves * n, self.random.uniform(0, 6.3))
            for n in (1, 2.3, 5.1)
        ]
        width, bottom = self.size
        outline = [
            (x, base - height * sum(a * sin(f * x / width + p) for a, f, p in parts))
            for x in range(0, width + 9, 8)
        ]
        self.shade([*outline, (width, bottom), (0, bottom)], *colours)
        return outline

    def spruce(self, x: float, y: float, height: float, colour: str) -> None:
        """Draw a spruce that stands at that point."""
        for step in range(4):
            top = y - height * (1 - step * 0.2)
            half = height * (0.07 + 0.045 * step)
            foot = min(y, top + height * 0.42)
            self.polygon([(x, top), (x - half, foot), (x + half, foot)], colour)

    def forest(
        self, outline: Sequence[Point], low: float, high: float, colour: str, gap: int = 2
    ) -> None:
        """Draw spruces along an outline, one at about every ``gap`` points."""
        for x, y in outline[::gap]:
            at = x + self.random.uniform(-6, 6)
            self.spruce(at, y + 8, self.random.uniform(low, high), colour)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]


def _blend(colours: Sequence[str], width: int, height: int) -> Image.Image:
    strip = Image.new("RGB", (1, len(colours)))
    strip.putdata([ImageColor.getrgb(colour)[:3] for colour in colours])
    if len(colours) == 1:
        return strip.resize((width, height))
    # Between the centres of the first and the last pixel, or half of it would be flat.
    box = (0, 0.5, 1, len(colours) - 0.5)
    return strip.resize((width, height), Image.Resampling.BILINEAR, box=box)

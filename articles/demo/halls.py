"""What the demo's pictures show: what people make and play under a roof."""

from math import cos, hypot, pi, sin

from articles.demo.canvas import Canvas, Point


def stage(c: Canvas) -> None:
    c.backdrop("#0a1026", "#13264a", "#1f4670")
    for x, y in ((520, 130), (700, 210), (930, 120), (1040, 250), (620, 300), (1090, 160)):
        c.ellipse(x, y, 3, 3, "#ffffffaa")
    c.ridge(560, 24, "#17365c", "#17365c", waves=4)
    for level, colour in ((600, "#cfe4f2"), (640, "#a7cde4"), (690, "#7fb2d0")):
        c.ridge(level, 16, colour, colour, waves=9)
    c.shade([(0, 745), (1600, 745), (1600, 900), (0, 900)], "#8a5a3a", "#4a2c1c")
    for x in range(-200, 1900, 120):
        c.line([(800 + (x - 800) * 0.72, 745), (x, 900)], "#2d1a1155", 3)
    c.polygon([(700, 0), (760, 0), (1130, 800), (470, 800)], "#fff2c43a")
    c.ellipse(800, 800, 330, 44, "#fff0c255")
    c.ellipse(800, 796, 230, 24, "#00000055")
    hull = [(560, 690), (640, 722), (800, 732), (960, 722), (1050, 676), (990, 788), (630, 792)]
    c.shade(hull, "#b9824e", "#5d3a20")
    for lift in (14, 34):
        c.line(
            [(590 + lift, 702 + lift), (800, 738 + lift), (1022 - lift, 690 + lift)], "#4a2d1899", 4
        )
    c.line([(690, 720), (560, 560)], "#d7b98a", 9)
    for side in (0, 1):
        for fold in range(13):
            x = fold * 30 - 20
            depth = 0.5 + 0.5 * sin(fold * 1.9)
            red, rest = round(90 + 90 * depth), round(12 + 22 * depth)
            tone = f"#{red:02x}{rest:02x}{rest + 14:02x}"
            low = 850 - 60 * sin(fold / 13 * pi / 2)
            points = [(x, 0), (x + 34, 0), (x * 0.86 + 34, low), (x * 0.86, low)]
            c.shade([(1600 - a, b) if side else (a, b) for a, b in points], tone, tone, "#4a0a18")
    for swag in range(8):
        c.ellipse(swag * 228, 0, 132, 108, "#5f0f20")
        c.ellipse(swag * 228, -12, 128, 104, "#a31d35")
        c.ring(swag * 228, -2, 130, 106, "#e3b65a", 6)


def rink(c: Canvas) -> None:
    c.backdrop("#16283f", "#22405f", "#16283f")
    c.rectangle(92, 82, 1508, 838, "#0d1a2b", radius=196)
    c.rectangle(84, 70, 1516, 826, "#f4d35e", radius=196)
    c.rectangle(92, 78, 1508, 818, "#ffffff", radius=188)
    c.rectangle(108, 94, 1492, 802, "#e6f2f9", radius=174)
    c.glow(800, 380, 620, "#ffffff", 0.7)
    for _ in range(150):
        x, y, bend = (
            c.random.uniform(240, 1340),
            c.random.uniform(130, 760),
            c.random.uniform(-40, 40),
        )
        reach = c.random.uniform(40, 190)
        c.line([(x, y), (x + reach / 2, y + bend / 2), (x + reach, y)], "#b4d0e266", 1.5)
    for x, colour, width in ((800, "#d2263b", 14), (590, "#2459b3", 14), (1010, "#2459b3", 14)):
        c.line([(x, 94), (x, 802)], colour, width)
    for x in (232, 1368):
        c.line([(x, 118), (x, 778)], "#d2263b", 5)
    for x, y in ((370, 270), (370, 626), (1230, 270), (1230, 626)):
        c.ring(x, y, 96, 96, "#d2263b", 6)
        c.ellipse(x, y, 12, 12, "#d2263b")
    c.ring(800, 448, 96, 96, "#2459b3", 7)
    for side in (-1, 1):
        x = 800 + side * 568
        c.draw.pieslice(
            [v * c.scale for v in (x - 62, 386, x + 62, 510)],
            90 if side > 0 else 270,
            270 if side > 0 else 90,
            fill="#7fc4ecaa",
            outline="#d2263b",
        )
        c.rectangle(min(x, x + side * 40), 416, max(x, x + side * 40), 480, "#c9d6de", radius=10)
        c.line([(x, 412), (x, 484)], "#d2263b", 8)
    c.ellipse(948, 356, 26, 26, "#00000040")
    c.ellipse(942, 348, 25, 25, "#14181d")
    c.ellipse(940, 345, 19, 19, "#2c333b")
    for x, y, turn in ((1060, 420, 1), (860, 300, -1)):
        c.line([(x + 150 * turn, y + 150), (x, y), (x - 46 * turn, y - 22)], "#00000022", 14)
        c.line([(x + 146 * turn, y + 142), (x - 4 * turn, y - 6)], "#7a4b28", 11)
        c.line([(x - 4 * turn, y - 6), (x - 50 * turn, y - 28)], "#1d1d22", 17)


def diamond(c: Canvas) -> None:
    c.backdrop("#0a0f22", "#131c3c", "#0a0f22")
    c.glow(800, 450, 640, "#3d5a9e", 0.75)
    spots = [(c.random.uniform(80, 1520), c.random.uniform(60, 840)) for _ in range(34)]
    for x, y in spots:
        c.glow(x, y, c.random.uniform(8, 34), "#9fc4ff", 0.45)
    table, star, girdle, between = (
        [
            (800 + r * cos((n + shift) * pi / 4), 450 + r * sin((n + shift) * pi / 4))
            for n in range(8)
        ]
        for r, shift in ((165, 0), (235, 0.5), (360, 0), (360, 0.5))
    )
    for n in range(8):
        after = (n + 1) % 8
        _facet(c, table[n], star[n], table[after])
        _facet(c, table[n], star[n - 1], girdle[n], star[n])
        _facet(c, star[n], girdle[n], between[n])
        _facet(c, star[n], between[n], girdle[after])
    c.shade(table, "#f5fbff", "#bcd8f2", "#dff0ff")
    for n in range(8):
        tone = "#ffffff88" if n % 2 else "#6f9cc855"
        c.polygon([(800, 450), table[n], table[(n + 1) % 8]], tone)
    for x, y, size in ((640, 290, 1.0), (1010, 560, 0.7), (930, 240, 0.5)):
        c.glow(x, y, 120 * size, "#ffffff", 0.8)
        for dx, dy in ((1, 0.06), (0.06, 1)):
            a, b = 110 * size * dx, 110 * size * dy
            c.polygon([(x - a, y), (x, y - b), (x + a, y), (x, y + b)], "#ffffff")


def _facet(c: Canvas, *points: Point) -> None:
    """Fill a facet, the lighter the more it looks up to the left, with some play of its own."""
    x = sum(p[0] for p in points) / len(points) - 800
    y = sum(p[1] for p in points) / len(points) - 450
    lit = 0.5 - 0.32 * (x + y) / (hypot(x, y) or 1) + c.random.uniform(-0.22, 0.22)
    lit = min(1, max(0, lit))
    c.polygon(
        points,
        f"#{round(70 + 180 * lit):02x}{round(110 + 142 * lit):02x}{round(175 + 80 * lit):02x}",
    )
    c.line([*points, points[0]], "#ffffff77", 2)


def books(c: Canvas) -> None:
    c.backdrop("#5a3a26", "#6e4a30", "#4a2e1e")
    tones = ["#8c2f39", "#2f5d62", "#d9a441", "#394b7a", "#7a6a53", "#b5583a", "#e4d6b8", "#4d7a4f"]
    for shelf in range(4):
        foot = 226 + shelf * 214
        c.gradient((0, foot - 210, 1600, foot), "#2e1c12", "#47301f")
        x = 14.0
        while x < 1580:
            wide, height = c.random.uniform(22, 54), c.random.uniform(118, 184)
            if c.random.random() < 0.06:
                x += wide * 1.6
                continue
            _book(c, x, foot, wide, height, c.random.choice(tones))
            x += wide + 2
        c.rectangle(0, foot, 1600, foot + 22, "#8a5c38")
        c.rectangle(0, foot + 16, 1600, foot + 30, "#2a180f88")
    c.rectangle(0, 806, 1600, 900, "#3b2517")
    c.gradient((0, 796, 1600, 900), "#a8713f", "#6b4325")
    c.glow(1180, 610, 620, "#ffd48a", 0.72)
    c.ellipse(1180, 842, 120, 18, "#3b2517")
    c.line([(1180, 838), (1180, 600)], "#c9a24c", 14)
    c.shade([(1100, 470), (1260, 470), (1330, 620), (1030, 620)], "#fff3cf", "#ffcf7a")
    c.polygon([(500, 800), (740, 772), (760, 850), (470, 866)], "#00000044")
    c.shade([(440, 790), (640, 758), (640, 836), (430, 858)], "#fffaf0", "#e8dcc4")
    c.shade([(640, 758), (850, 782), (866, 850), (640, 836)], "#f3e9d6", "#d9cbb0")
    for step in range(5):
        c.line([(468, 800 + step * 10), (622, 776 + step * 11)], "#8a7a6288", 3)
        c.line([(660, 778 + step * 11), (828, 796 + step * 10)], "#8a7a6288", 3)


def _book(c: Canvas, x: float, foot: float, wide: float, height: float, tone: str) -> None:
    c.rectangle(x, foot - height, x + wide, foot, tone, radius=4)
    c.rectangle(x + wide * 0.72, foot - height, x + wide, foot, "#00000030", radius=4)
    c.rectangle(x, foot - height + 18, x + wide, foot - height + 24, "#f3e3b4aa")
    c.rectangle(x, foot - 34, x + wide, foot - 28, "#f3e3b4aa")

"""What the demo's pictures show: the holiday, the ground and the sky of summer."""

from math import cos, pi, sin

from articles.demo.canvas import Canvas


def ysyakh(c: Canvas) -> None:
    c.backdrop("#7cb6d9", "#f7d9a0", "#ffeec4", "#ffeec4")
    c.glow(800, 390, 560, "#fff3b8")
    c.ellipse(800, 392, 66, 66, "#ffd45c")
    c.ridge(400, 44, "#9dbb8d", "#9dbb8d", waves=3)
    c.forest(c.ridge(440, 16, "#6f9b6a", "#6f9b6a", waves=6), 20, 48, "#4f7f57", gap=2)
    c.gradient((0, 470, 1600, 900), "#a9cf78", "#6fa653", "#3f7a3f")
    for _ in range(420):
        y = c.random.uniform(490, 895)
        x, blade = c.random.uniform(0, 1600), (y - 440) / 22
        c.line([(x, y), (x + blade * 0.3, y - blade)], "#2f6b3466", 1 + (y - 470) / 260)
    c.ellipse(800, 650, 560, 150, "#d9e59a88")
    dancers = [(800 + 520 * cos(a * pi / 25), 650 + 128 * sin(a * pi / 25)) for a in range(50)]
    back = [spot for spot in dancers if spot[1] <= 650]
    for x, y in sorted(back, key=lambda spot: spot[1]):
        _dancer(c, x, y)
    for x, size in ((690, 0.86), (800, 1.1), (910, 0.86)):
        _serge(c, x, 690, size)
    for x, y in sorted(set(dancers) - set(back), key=lambda spot: spot[1]):
        _dancer(c, x, y)


def _dancer(c: Canvas, x: float, y: float) -> None:
    """Draw somebody in the circle; nearer is larger."""
    size = 0.62 + (y - 520) / 330
    dress = c.random.choice(["#b3262e", "#f2efe6", "#2e5fa3", "#e3a72f", "#7b2d6b", "#2d7a68"])
    c.ellipse(x + 8, y + 2, 26 * size, 7 * size, "#1f4d2455")
    c.line(
        [(x - 34 * size, y - 50 * size), (x, y - 58 * size), (x + 34 * size, y - 50 * size)],
        dress,
        9 * size,
    )
    c.polygon(
        [
            (x - 9 * size, y - 66 * size),
            (x + 9 * size, y - 66 * size),
            (x + 24 * size, y),
            (x - 24 * size, y),
        ],
        dress,
    )
    c.line([(x - 22 * size, y - 6 * size), (x + 22 * size, y - 6 * size)], "#ffffffaa", 4 * size)
    c.ellipse(x, y - 78 * size, 12 * size, 13 * size, "#d9a77f")
    c.rectangle(
        x - 12 * size, y - 96 * size, x + 12 * size, y - 80 * size, "#3a2418", radius=7 * size
    )


def _serge(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw a carved hitching post with ribbons."""
    c.ellipse(x + 26, y, 60 * size, 12 * size, "#1f4d2455")
    body = [
        (x - 15 * size, y - 330 * size),
        (x + 15 * size, y - 330 * size),
        (x + 19 * size, y),
        (x - 19 * size, y),
    ]
    c.shade(body, "#b98552", "#6d4526")
    for step in (60, 120, 180, 240, 290):
        c.rectangle(
            x - 24 * size,
            y - step * size - 10 * size,
            x + 24 * size,
            y - step * size + 8 * size,
            "#8a5a32",
            radius=6 * size,
        )
    bowl = [(x - 12 * size, y - 330 * size), (x + 12 * size, y - 330 * size)]
    rim = [(x + 34 * size, y - 402 * size), (x - 34 * size, y - 402 * size)]
    c.shade([*bowl, *rim], "#a8743f", "#7a4e2a")
    c.ellipse(x, y - 402 * size, 34 * size, 9 * size, "#c99a62")
    for turn, colour in ((-1, "#d2263b"), (1, "#2e6fb5"), (-0.5, "#f2c23e")):
        c.line(
            [
                (x, y - 210 * size),
                (x + 44 * turn * size, y - 180 * size),
                (x + 52 * turn * size, y - 120 * size),
            ],
            colour,
            7 * size,
        )


def permafrost(c: Canvas) -> None:
    c.backdrop("#9cc4e0", "#e6eef2", "#e6eef2")
    c.glow(1300, 120, 240, "#fff6d6")
    c.shade([(0, 330), (1600, 330), (1600, 430), (0, 430)], "#7a9a56", "#6f5436")
    c.shade([(0, 372), (1600, 372), (1600, 520), (0, 520)], "#8a6a46", "#5f4a38")
    c.gradient((0, 516, 1600, 900), "#7a8a96", "#4b5f73", "#2b3d52")
    for _ in range(520):
        x, y, r = c.random.uniform(0, 1600), c.random.uniform(380, 895), c.random.uniform(1.5, 6)
        c.ellipse(x, y, r * 1.5, r, "#ffffff1e" if y > 520 else "#2f20142e")
    for _ in range(38):
        y = c.random.uniform(545, 890)
        x, reach = c.random.uniform(-60, 1600), c.random.uniform(40, 210)
        c.line([(x, y), (x + reach / 2, y + 8), (x + reach, y)], "#cfe6f244", 4)
    for x, wide, deep in ((150, 60, 300), (560, 44, 220), (1010, 52, 330), (1430, 74, 270)):
        wedge = [
            (x - wide, 518),
            (x + wide, 518),
            (x + wide * 0.3, 518 + deep * 0.6),
            (x, 518 + deep),
        ]
        c.shade([*wedge, (x - wide * 0.35, 518 + deep * 0.55)], "#f4fbff", "#9fc6dc")
        c.line([(x - wide * 0.3, 524), (x - 4, 518 + deep * 0.8)], "#ffffffcc", 4)
    c.line([(0, 518), (1600, 518)], "#dff1fa", 5)
    for x in range(330, 900, 92):
        c.shade([(x, 300), (x + 20, 300), (x + 20, 760), (x, 760)], "#c9c5bd", "#8f8c88")
    c.rectangle(300, 288, 900, 308, "#8d8a86")
    c.shade([(300, 92), (900, 92), (900, 290), (300, 290)], "#e9c9a0", "#d3a878")
    c.polygon([(276, 96), (600, 22), (924, 96)], "#7a3d33")
    for x in range(340, 860, 92):
        for y in (120, 206):
            c.rectangle(x, y, x + 44, y + 54, "#ffffff", radius=4)
            c.rectangle(x + 5, y + 5, x + 39, y + 49, "#5f8aa8", radius=3)
    c.line([(1210, 250), (1210, 860)], "#e8e8e8", 10)
    c.rectangle(1184, 236, 1236, 282, "#d2452f", radius=8)
    for step in range(13):
        c.ellipse(1210, 330 + step * 43, 12, 12, "#ffd45c" if step < 4 else "#7fd0f5")


def drone(c: Canvas) -> None:
    c.backdrop("#4a86c4", "#a9d0ea", "#f7ead0", "#f7ead0")
    c.glow(1250, 430, 420, "#fff4d2")
    c.ridge(520, 60, "#9db6c9", "#9db6c9", waves=3)
    c.ridge(580, 44, "#7a9f95", "#7a9f95", waves=4)
    c.forest(c.ridge(650, 34, "#567f68", "#3f6b53", waves=4), 24, 52, "#46705a", gap=2)
    bends = [(900, 640), (1130, 676), (980, 716), (560, 760), (640, 820), (1240, 900)]
    for (x, y), (after, below) in zip(bends, bends[1:], strict=False):
        wide, wider = (y - 600) * 0.75, (below - 600) * 0.75
        edge = [(x, y), (x + wide, y), (after + wider, below), (after, below)]
        c.shade(edge, "#d5e9ef", "#8fbdd2")
    for x, y in ((240, 880), (90, 850), (400, 905), (1480, 890), (1570, 850)):
        c.spruce(x, y, c.random.uniform(150, 240), "#2d4f41")
    for x in (-1, 1):
        c.line([(800, 296), (800 + 260 * x, 252)], "#2c333d", 22)
        c.line([(800, 318), (800 + 190 * x, 300)], "#3a434f", 16)
        for reach, y in ((260, 236), (190, 286)):
            c.rectangle(790 + reach * x, y - 16, 810 + reach * x, y + 22, "#1d232b", radius=6)
            c.ellipse(800 + reach * x, y - 18, 132, 13, "#ffffff66")
            c.line([(700 + reach * x, y - 14), (900 + reach * x, y - 24)], "#2c333d99", 5)
        c.line([(800 + 60 * x, 340), (800 + 96 * x, 440)], "#2c333d", 10)
        c.line([(800 + 60 * x, 442), (800 + 132 * x, 442)], "#2c333d", 10)
    c.shade(
        [(690, 272), (910, 272), (930, 330), (870, 356), (730, 356), (670, 330)],
        "#f4f6f8",
        "#9aa7b5",
    )
    c.ellipse(800, 318, 30, 17, "#24303d")
    c.ellipse(794, 313, 8, 5, "#9fd0f0")
    c.rectangle(738, 358, 862, 434, "#e7e3da", radius=8)
    c.rectangle(790, 376, 810, 418, "#d2263b")
    c.rectangle(779, 387, 821, 407, "#d2263b")

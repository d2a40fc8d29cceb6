"""What the demo's pictures show: the river through the year, and the land around it."""

from math import sin

from articles.demo.canvas import Canvas


def ice_road(c: Canvas) -> None:
    c.backdrop("#3d5f92", "#9fb4cf", "#f6c9a6", "#fde8d2", "#fde8d2")
    c.glow(1130, 400, 420, "#fff3d6")
    c.ellipse(1130, 400, 42, 42, "#fff8e6")
    c.ridge(400, 26, "#8fa0bb", "#8fa0bb", waves=9)
    c.forest(c.ridge(438, 8, "#5c7391", "#5c7391", waves=14), 22, 46, "#46597a", gap=1)
    c.gradient((0, 440, 1600, 900), "#f7e9e0", "#d5e3ee", "#a9c6da")
    for _ in range(16):
        y = c.random.uniform(470, 880)
        x, reach = c.random.uniform(0, 1500), (y - 430) * 0.9
        c.line([(x, y), (x + reach * 0.4, y - 5), (x + reach, y + 6)], "#ffffff88", (y - 400) / 140)
    c.shade([(800, 442), (830, 442), (1180, 900), (420, 900)], "#c9d4de", "#8fa6ba", "#7e97ad")
    for left, right in ((808, 590), (813, 640), (818, 960), (823, 1010)):
        c.line([(left, 444), (right, 900)], "#65809999", 7)
    for step in range(9):
        depth = 0.62**step
        y, height, half = 442 + 430 * depth, 230 * depth, 16 + 420 * depth
        for x in (815 - half, 815 + half):
            c.line([(x, y), (x, y - height)], "#5a3d33", 9 * depth + 1)
            c.line([(x, y - height), (x, y - height * 0.72)], "#c8452f", 12 * depth + 1)


def ice_drift(c: Canvas) -> None:
    c.backdrop("#5f9fd0", "#b9d9ea", "#eef3e6", "#eef3e6")
    c.ridge(330, 40, "#7e9c96", "#7e9c96", waves=4)
    c.forest(c.ridge(372, 14, "#4d6b5c", "#4d6b5c", waves=9), 26, 60, "#3a5749", gap=1)
    c.gradient((0, 390, 1600, 900), "#7fa6b5", "#3f7186", "#1f4a60")
    y = 402.0
    while y < 900:
        size = (y - 370) / 3.2
        x = c.random.uniform(-size, size)
        while x < 1650:
            _floe(c, x, y, size * c.random.uniform(0.5, 1.15))
            x += size * c.random.uniform(2.1, 4)
        y += size * 0.62


def _floe(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw an ice floe: its lit top over its blue side."""
    corners = [
        (-1, 0),
        (-0.6, -0.26),
        (0.1, -0.36),
        (0.8, -0.2),
        (1, 0.05),
        (0.4, 0.3),
        (-0.5, 0.28),
    ]
    top = [
        (
            x + size * (a + c.random.uniform(-0.12, 0.12)),
            y + size * (b + c.random.uniform(-0.05, 0.05)),
        )
        for a, b in corners
    ]
    c.polygon([(a, b + size * 0.2) for a, b in top], "#123a4f66")
    c.polygon([(a, b + size * 0.12) for a, b in top], "#7fb7c9")
    c.shade(top, "#ffffff", "#d8e9f0")


def ferry(c: Canvas) -> None:
    c.backdrop("#4d97d6", "#a8d3ef", "#eaf4f4", "#eaf4f4")
    for x, y, size in ((300, 150, 1), (980, 110, 1.4), (1420, 220, 0.8)):
        for dx, dy, r in ((-90, 12, 46), (-30, -12, 62), (40, -4, 54), (100, 14, 40)):
            c.ellipse(x + dx * size, y + dy * size, r * size * 1.3, r * size * 0.62, "#ffffffcc")
    c.ridge(360, 60, "#8db48f", "#8db48f", waves=3)
    c.forest(c.ridge(420, 40, "#5f9160", "#4a7a50", waves=5), 24, 52, "#3f7048", gap=2)
    c.gradient((0, 480, 1600, 900), "#9cc6da", "#4f93b8", "#2a6a93")
    for _ in range(90):
        y = c.random.uniform(495, 890)
        x, reach = c.random.uniform(-50, 1600), (y - 440) * 0.3
        c.line([(x, y), (x + reach, y)], "#ffffff44", 1 + (y - 480) / 130)
    c.polygon([(260, 690), (1500, 668), (1600, 720), (240, 730)], "#ffffff55")
    c.shade([(330, 590), (1290, 590), (1230, 690), (400, 690)], "#2d3f5e", "#16243c")
    c.polygon([(322, 578), (1300, 578), (1290, 600), (330, 600)], "#c0392b")
    c.rectangle(430, 500, 1180, 578, "#f7f7f2")
    c.rectangle(520, 430, 1010, 502, "#ffffff")
    c.rectangle(620, 372, 820, 432, "#f1efe8")
    for x in range(455, 1150, 52):
        c.rectangle(x, 522, x + 30, 550, "#48708f", radius=6)
    for x in range(545, 985, 48):
        c.rectangle(x, 448, x + 30, 478, "#48708f", radius=5)
    c.rectangle(636, 386, 804, 412, "#2f5672", radius=5)
    c.shade([(880, 340), (950, 340), (960, 430), (870, 430)], "#e8b04a", "#c8452f")
    c.line([(720, 372), (720, 290)], "#dcdcd4", 6)
    c.polygon([(720, 292), (790, 306), (720, 322)], "#c0392b")


def taiga_smoke(c: Canvas) -> None:
    c.backdrop("#6d4a3c", "#b9704a", "#e9b27a", "#e3b68c")
    c.glow(1080, 270, 380, "#ffb35c", 0.9)
    c.ellipse(1080, 270, 74, 74, "#ff6a3c")
    layers = [
        (430, "#b98a68", 40),
        (530, "#94694f", 62),
        (640, "#6b4a3b", 92),
        (760, "#43302a", 132),
    ]
    for base, colour, height in layers:
        c.forest(c.ridge(base, 34, colour, colour, waves=4), height * 0.6, height, colour, gap=2)
        for _ in range(5):
            x, radius = c.random.uniform(0, 1600), c.random.uniform(180, 380)
            c.glow(x, base + 60, radius, "#e8c9a8", 0.34)
    c.forest(c.ridge(900, 24, "#1e1614", "#1e1614", waves=6), 150, 280, "#1e1614", gap=4)


def snow_hills(c: Canvas) -> None:
    c.backdrop("#5b6fae", "#b79cc4", "#f5bfae", "#fde3c8")
    c.glow(420, 430, 460, "#fff0cf", 0.95)
    layers = [
        (430, 70, "#b9b2d6", "#e6cfd6"),
        (530, 62, "#a9b8dc", "#e9e2ec"),
        (640, 52, "#c3d2ea", "#f3f1f6"),
    ]
    for base, height, top, bottom in layers:
        outline = c.ridge(base, height, top, bottom, waves=4)
        c.forest(outline[:: c.random.randint(3, 5)], 14, 34, "#6d7fa8", gap=2)
    c.ridge(760, 40, "#f2f4fa", "#c9d6ea", waves=3)
    for x, y, size in ((980, 770, 1.0), (1180, 800, 1.35)):
        _chum(c, x, y, size)
    for _ in range(13):
        x = c.random.choice([c.random.uniform(0, 560), c.random.uniform(1360, 1600)])
        y = c.random.uniform(760, 890)
        c.ellipse(x + 26, y, 60, 8, "#8fa3c866")
        c.spruce(x, y, c.random.uniform(120, 230), "#2f4560")


def _chum(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw a herders' tent with its poles, its door and its smoke."""
    for step in range(7):
        c.glow(x + 12 * step, y - size * (190 + 34 * step), 26 + 9 * step, "#ffffff", 0.4)
    for dx in (-22, -8, 8, 24):
        c.line([(x - dx, y - 150 * size), (x + dx, y - 196 * size)], "#4b3527", 4 * size)
    c.ellipse(x + 20, y, 140 * size, 15 * size, "#8fa3c888")
    peak, left, right = (x, y - 172 * size), (x - 96 * size, y), (x + 96 * size, y)
    c.shade([peak, left, right], "#8a6444", "#5e4330")
    c.polygon([peak, (x + 20 * size, y), right], "#00000033")
    c.polygon([(x - 12 * size, y - 90 * size), (x - 40 * size, y), (x + 10 * size, y)], "#ffc46b")


def aurora(c: Canvas) -> None:
    c.backdrop("#050b1f", "#0b2038", "#134150", "#1d5a5c")
    for _ in range(170):
        x, y, r = c.random.uniform(0, 1600), c.random.uniform(0, 480), c.random.uniform(0.7, 2.2)
        c.ellipse(x, y, r, r, "#ffffffcc")
    for base, swing, colour, strength in (
        (250, 70, "#8c5bd0", 26),
        (360, 80, "#35d39a", 40),
        (430, 46, "#8ff0b8", 30),
    ):
        phase = c.random.uniform(0, 6)
        for x in range(0, 1600, 5):
            wave = base + swing * sin(x / 210 + phase) + swing * 0.4 * sin(x / 77 + phase * 2)
            reach = 150 + 90 * sin(x / 61 + phase) + 50 * sin(x / 23)
            for step in range(8):
                alpha = round(strength * (1 - step / 8) ** 1.6 * (0.75 + 0.25 * sin(x / 17)))
                c.line([(x, wave), (x, wave - reach * (step + 1) / 8)], f"{colour}{alpha:02x}", 6)
            c.line([(x, wave), (x, wave + 14)], f"{colour}{strength // 2:02x}", 6)
    c.forest(c.ridge(600, 16, "#06131a", "#06131a", waves=5), 40, 105, "#06131a", gap=1)
    _mirror(c, 640)
    for _ in range(60):
        y = c.random.uniform(650, 895)
        x, reach = c.random.uniform(-50, 1600), (y - 600) * 0.7
        c.line([(x, y), (x + reach, y)], "#9ff0cf22", 1 + (y - 640) / 110)


def _mirror(c: Canvas, level: float) -> None:
    """Show what stands above that level in still water below it, darker."""
    edge = round(level * c.scale)
    below = c.image.height - edge
    above = c.image.crop((0, edge - below, c.image.width, edge))
    c.image.paste(above.transpose(method=1), (0, edge))  # 1 is top to bottom
    c.rectangle(0, level, 1600, 900, "#04101c66")

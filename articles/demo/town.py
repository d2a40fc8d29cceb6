"""What the demo's pictures show: the town in the evening, in frost, at work."""

from articles.demo.canvas import Canvas


def city_dusk(c: Canvas) -> None:
    c.backdrop("#1d2650", "#4c4580", "#c56f77", "#f4b27d")
    c.glow(1180, 640, 520, "#ffd79a", 0.7)
    c.glow(330, 170, 150, "#f4e9ff", 0.5)
    c.ellipse(330, 170, 34, 34, "#fdf4e3")
    c.ridge(600, 34, "#5b4a7a", "#5b4a7a", waves=4)
    for base, low, high, colour, lit in (
        (720, 190, 400, "#4a4273", 0.16),
        (790, 170, 390, "#352f5c", 0.34),
        (870, 110, 290, "#221f43", 0.55),
    ):
        x = -30.0
        while x < 1600:
            wide = c.random.randint(4, 8) * 26 + 16
            _block(c, x, base, wide, c.random.uniform(low, high), colour, lit)
            x += wide + c.random.uniform(8, 60)
    c.ridge(858, 12, "#cdd3ee", "#8d94c4", waves=3)
    for x in range(60, 1600, 190):
        c.line([(x, 872), (x, 770), (x + 26, 762)], "#15142b", 5)
        c.glow(x + 30, 768, 70, "#ffdf9e", 0.9)
        c.ellipse(x + 30, 766, 7, 5, "#fff6dd")


def _block(
    c: Canvas, x: float, base: float, wide: float, height: float, colour: str, lit: float
) -> None:
    """Draw a house with snow on its roof; ``lit`` of its windows have light in them."""
    top = base - height
    c.rectangle(x, top, x + wide, 900, colour)
    c.rectangle(x - 3, top - 6, x + wide + 3, top + 4, "#d9def2")
    for column in range(round((wide - 16) / 26)):
        for row in range(round(height / 34)):
            left, upper = x + 12 + column * 26, top + 18 + row * 34
            light = c.random.choice(["#ffd98a", "#ffc66b", "#ffe9b8"])
            shade = light if c.random.random() < lit else "#ffffff12"
            c.rectangle(left, upper, left + 14, upper + 18, shade)


def frost(c: Canvas) -> None:
    c.backdrop("#a9b6c6", "#c9d2dc", "#e6e3df", "#dfe1e4")
    for step, (colour, inset) in enumerate(
        [("#bcc6d2", 560), ("#a7b4c4", 400), ("#8796aa", 210), ("#65758c", 0)]
    ):
        wide = 230 + step * 55
        for left in (inset - 40, 1640 - inset - wide):
            top = 380 - step * 78
            c.shade(
                [(left, top), (left + wide, top), (left + wide, 760), (left, 760)],
                colour,
                "#d3d9e0",
            )
            for row in range(6 + step):
                for column in range(4):
                    x, y = left + 30 + column * wide / 4.4, top + 30 + row * 58
                    light = "#ffe2a8cc" if c.random.random() < 0.4 else "#ffffff33"
                    c.rectangle(x, y, x + 20 + step * 3, y + 26, light)
        c.glow(800, 620, 620 - step * 60, "#e9e6e2", 0.42)
    c.gradient((0, 750, 1600, 900), "#dfe2e7", "#b7c2cf")
    c.polygon([(770, 752), (830, 752), (1150, 900), (450, 900)], "#9aa7b788")
    for scale in (0.36, 0.55, 0.9):
        for side in (-1, 1):
            x, top = 800 + side * 640 * scale, 740 - 480 * scale
            c.line(
                [(x, 760 + 60 * scale), (x, top), (x - side * 70 * scale, top - 14)],
                "#4d5a6c",
                11 * scale,
            )
            lamp = x - side * 80 * scale
            c.glow(lamp, top, 260 * scale, "#ffe6b3", 0.85)
            c.ellipse(lamp, top, 17 * scale, 11 * scale, "#fffdf2")
    for x in (738, 862):
        c.glow(x, 772, 110, "#fff3d0", 0.95)
        c.ellipse(x, 772, 13, 13, "#ffffff")


def museum(c: Canvas) -> None:
    c.backdrop("#22365e", "#5a6a96", "#d9a48c", "#f3cfa8")
    for x, y in ((180, 110), (420, 60), (690, 150), (1090, 70), (1330, 140), (1500, 50)):
        c.ellipse(x, y, 2.2, 2.2, "#ffffffcc")
    c.forest(c.ridge(690, 16, "#3c4767", "#3c4767", waves=5), 60, 140, "#323d5c", gap=2)
    c.shade([(250, 380), (1350, 380), (1350, 740), (250, 740)], "#d8c6ae", "#b79f86")
    for x in (*range(285, 520, 84), *range(1092, 1320, 84)):
        c.rectangle(x, 450, x + 46, 640, "#8c745e", radius=22)
        c.rectangle(x + 5, 456, x + 41, 634, "#ffdc95", radius=18)
    c.shade([(540, 360), (1060, 360), (1060, 740), (540, 740)], "#c9b399", "#a58c73")
    c.shade([(730, 500), (870, 500), (870, 740), (730, 740)], "#ffe3a4", "#ffb95e")
    c.line([(800, 500), (800, 740)], "#8c6a48", 5)
    c.shade([(500, 372), (800, 232), (1100, 372)], "#efe2cc", "#d2bea3")
    c.ring(800, 322, 36, 30, "#8f7b63", 7)
    c.line([(774, 330), (800, 312), (826, 330)], "#8f7b63", 6)
    c.rectangle(500, 370, 1100, 396, "#f1e6d3")
    for x in range(548, 1060, 92):
        c.shade([(x, 396), (x + 44, 396), (x + 48, 740), (x - 4, 740)], "#fbf4e6", "#cdb99f")
        c.rectangle(x + 26, 396, x + 44, 740, "#00000018")
        c.rectangle(x - 8, 392, x + 52, 408, "#f6ecdb")
    c.rectangle(230, 364, 540, 384, "#efe6da")
    c.rectangle(1060, 364, 1370, 384, "#efe6da")
    for step in range(5):
        reach = 40 * step
        c.rectangle(
            500 - reach,
            740 + 20 * step,
            1100 + reach,
            762 + 20 * step,
            f"#{0xE9 - 12 * step:02x}{0xDD - 12 * step:02x}{0xCB - 12 * step:02x}",
        )
    c.gradient((0, 838, 1600, 900), "#d9dbe8", "#a9b0cc")
    c.glow(800, 720, 330, "#ffd07a", 0.35)


def technopark(c: Canvas) -> None:
    c.backdrop("#14284f", "#3f6ea6", "#9cc3d9", "#e7d9c9")
    c.glow(300, 560, 460, "#ffe3bd", 0.7)
    c.forest(c.ridge(640, 18, "#4b6a8c", "#4b6a8c", waves=5), 30, 84, "#3d5a7c", gap=2)
    c.shade([(420, 250), (1130, 150), (1130, 730), (420, 730)], "#244b78", "#3d78a8", "#7fb0c9")
    c.shade([(1130, 150), (1390, 300), (1390, 730), (1130, 730)], "#162f52", "#2c5a84")
    for row in range(8):
        for column in range(14):
            left, right = 432 + column * 50, 474 + column * 50
            slope = (730 - (250 - (left - 420) / 7.1)) / 8
            top, foot = 730 - slope * (8 - row) + 8, 730 - slope * (7 - row) - 6
            lit = c.random.random() < 0.3
            c.shade(
                [(left, top), (right, top - 6), (right, foot), (left, foot)],
                *(("#fff0c4", "#ffd27f") if lit else ("#9fd0ea66", "#5c93bb")),
            )
    for row in range(8):
        y = 210 + row * 66
        c.line([(1130, y), (1390, y + (300 - 150) * (1 - row / 8))], "#8cc1e055", 5)
    c.polygon([(410, 244), (1134, 140), (1134, 156), (410, 260)], "#eef4fa")
    c.polygon([(1134, 140), (1400, 294), (1400, 308), (1134, 156)], "#cdd9ea")
    c.rectangle(700, 640, 900, 730, "#ffe2a0", radius=8)
    c.rectangle(690, 622, 930, 646, "#f3f7fb", radius=8)
    for x in (750, 800, 850):
        c.line([(x, 646), (x, 730)], "#a97a3c", 5)
    for x in range(440, 1390, 86):
        c.rectangle(x, 728, x + 16, 772, "#56677c")
    c.ridge(778, 14, "#f5f8fc", "#b4c8e0", waves=3)
    c.polygon([(700, 768), (930, 768), (1080, 900), (480, 900)], "#9fb4cc99")
    for x, y, height in ((120, 830, 250), (250, 860, 190), (1480, 850, 270), (60, 880, 170)):
        c.ellipse(x + 20, y, 60, 8, "#7f97ba66")
        c.spruce(x, y, height, "#22415f")
    for x in (560, 1010, 1250):
        c.line([(x, 850), (x, 690)], "#2a3a52", 7)
        c.glow(x, 686, 120, "#fff0c8", 0.85)
        c.ellipse(x, 688, 14, 9, "#fffdf2")

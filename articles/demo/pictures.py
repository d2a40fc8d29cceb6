"""The demo's pictures, drawn when loaded: nothing to store, nobody's rights to ask for."""

from articles.demo import halls, land, summer, town
from articles.demo.canvas import Canvas

SCENES = {
    scene.__name__: scene
    for scene in [
        *(land.ice_road, land.ice_drift, land.ferry, land.taiga_smoke, land.snow_hills),
        *(land.aurora, town.city_dusk, town.frost, town.museum, town.technopark),
        *(halls.stage, halls.rink, halls.diamond, halls.books),
        *(summer.ysyakh, summer.permafrost, summer.drone),
    ]
}
# For each portrait: background from top to bottom, clothes, hair, and how the hair is worn.
PORTRAITS = {
    "river": ("#7fb2d6", "#dcebf3", "#23466b", "#2a211d", "short"),
    "dusk": ("#4a4e7d", "#e0a58b", "#2b2f4a", "#8a8580", "short"),
    "frost": ("#a9c8de", "#f2f6fa", "#7a4b6d", "#6b4a34", "long"),
    "fire": ("#d9744a", "#f6d7b0", "#3b4a3f", "#3a2a20", "short"),
    "earth": ("#9a8a74", "#e8dcc6", "#4b5d4f", "#1f1a18", "short"),
    "theatre": ("#7c2740", "#e2a79b", "#1e1a26", "#171314", "bun"),
    "museum": ("#5f7d84", "#dbe4dc", "#7b5a3a", "#4a3328", "bun"),
    "aurora": ("#12395a", "#5fc9a4", "#e4e1d4", "#161314", "long"),
    "city": ("#5a6fa8", "#f0c9a8", "#33363f", "#1c1817", "short"),
    "diamond": ("#27314f", "#9fb6d8", "#8b97a8", "#201a18", "short"),
    "tundra": ("#8fa7b5", "#f0e6d8", "#6a4a30", "#5a3b24", "hat"),
    "hockey": ("#d4e6f2", "#7fb0cf", "#b3262e", "#6d4c2f", "short"),
    "snow": ("#b7c6e2", "#f7eee9", "#2f5d62", "#a8733f", "long"),
    "ysyakh": ("#5d9c6b", "#f4dd9a", "#b23a48", "#191414", "bun"),
}
SKIN = "#e6b894"
SHADOW = "#cf9a76"


def draw_scene(name: str, width: int = 1600) -> bytes:
    """Return a scene as a JPEG of that width; its height is nine sixteenths of it."""
    canvas = Canvas(width, seed=name)
    SCENES[name](canvas)
    return canvas.jpeg()


def draw_portrait(name: str, width: int = 800) -> bytes:
    """Return a square portrait as a JPEG of that width."""
    top, bottom, clothes, hair, style = PORTRAITS[name]
    canvas = Canvas(width, (800, 800), seed=name)
    canvas.backdrop(top, bottom)
    canvas.glow(400, 380, 420, "#ffffff", 0.5)
    if style == "long":
        canvas.rectangle(262, 250, 538, 590, hair, radius=130)
    if style == "bun":
        canvas.ellipse(400, 168, 62, 58, hair)
    _draw_body(canvas, clothes)
    _draw_head(canvas)
    _draw_hair(canvas, hair, style)
    return canvas.jpeg()


def _draw_body(canvas: Canvas, clothes: str) -> None:
    canvas.rectangle(140, 590, 660, 1000, clothes, radius=170)
    canvas.polygon([(330, 592), (470, 592), (400, 700)], "#f4efe6")
    canvas.rectangle(350, 470, 450, 620, SHADOW, radius=40)
    canvas.polygon([(350, 590), (450, 590), (400, 645)], SHADOW)
    canvas.polygon([(318, 585), (352, 575), (402, 690), (376, 735)], clothes)
    canvas.polygon([(482, 585), (448, 575), (398, 690), (424, 735)], clothes)
    canvas.polygon([(318, 585), (352, 575), (402, 690), (376, 735)], "#00000022")
    canvas.polygon([(482, 585), (448, 575), (398, 690), (424, 735)], "#ffffff22")


def _draw_head(canvas: Canvas) -> None:
    for x in (284, 516):
        canvas.ellipse(x, 400, 22, 34, SHADOW)
    canvas.rectangle(286, 230, 514, 550, SKIN, radius=114)
    for x in (352, 448):
        canvas.ellipse(x, 398, 11, 9, "#3a2a22")
        canvas.line([(x - 26, 368), (x, 360), (x + 26, 368)], "#4a352a", 8)
    canvas.line([(400, 400), (392, 446), (406, 450)], SHADOW, 7)
    canvas.line([(364, 492), (384, 502), (416, 502), (436, 492)], "#a8604f", 8)


def _draw_hair(canvas: Canvas, hair: str, style: str) -> None:
    if style == "hat":
        canvas.rectangle(252, 180, 548, 330, hair, radius=72)
        canvas.rectangle(240, 270, 560, 346, "#b99468", radius=38)
        return
    canvas.draw.chord([value * canvas.scale for value in (272, 206, 528, 484)], 180, 360, fill=hair)
    if style == "short":
        canvas.polygon([(272, 330), (300, 300), (300, 390), (282, 390)], hair)
        canvas.polygon([(528, 330), (500, 300), (500, 390), (518, 390)], hair)
        canvas.ellipse(430, 300, 92, 40, hair)
    else:
        canvas.polygon([(272, 330), (430, 240), (352, 340), (300, 420), (274, 440)], hair)
        canvas.polygon([(528, 330), (400, 240), (470, 332), (500, 420), (526, 440)], hair)

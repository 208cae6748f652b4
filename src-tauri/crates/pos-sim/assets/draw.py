"""Draws the printer's glyph sheets: one bit a dot, cells in the order of the text beside.

Run once; the sheets are kept. Needs Pillow, and the two fonts of Debian's packages
fonts-dejavu-core and fonts-noto-cjk: python3 draw.py OUT_FOLDER
"""

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

LATIN = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf"
HAN = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
HAN_SC = 2  # the collection's simplified Chinese face
PAGES = ["cp437", "cp850", "cp852", "cp858", "cp860", "cp863", "cp865", "cp866", "cp1252"]


def upper(page):
    text = bytes(range(0x20, 0x100)).decode(page, "ignore")
    return {char for char in text if char.isprintable()}


def spans(*pairs):
    return {chr(code) for first, last in pairs for code in range(first, last + 1)}


def join(cell, width, height):
    """Lines of tables reach the edges of their cell."""
    dots = cell.load()
    ink = cell.getbbox()
    for y in range(height):
        if ink[0] <= 2 and dots[ink[0], y]:
            for x in range(ink[0]):
                dots[x, y] = 1
        if ink[2] >= width - 2 and dots[ink[2] - 1, y]:
            for x in range(ink[2], width):
                dots[x, y] = 1
    for x in range(width):
        if ink[1] <= 4 and dots[x, ink[1]]:
            for y in range(ink[1]):
                dots[x, y] = 1
        if ink[3] >= height - 4 and dots[x, ink[3] - 1]:
            for y in range(ink[3], height):
                dots[x, y] = 1


def sheet(name, chars, width, height, font, rise, columns):
    chars = sorted(chars)
    rows = -(-len(chars) // columns)
    picture = Image.new("1", (columns * width, rows * height), 0)
    for place, char in enumerate(chars):
        cell = Image.new("1", (width, height), 0)
        pen = ImageDraw.Draw(cell)
        pen.fontmode = "1"
        pen.text((0, rise), char, font=font, fill=1)
        if "\u2500" <= char <= "\u2590":
            join(cell, width, height)
        picture.paste(cell, (place % columns * width, place // columns * height))
    picture.save(folder / f"{name}.png", optimize=True)
    (folder / f"{name}.txt").write_text("".join(chars), encoding="utf-8")


folder = Path(sys.argv[1])
latin = set().union(*map(upper, PAGES)) | set("₹₽−≤≥←→↑↓✓")
sheet("font-a", latin, 12, 24, ImageFont.truetype(LATIN, 20), 0, 32)
sheet("font-b", latin, 9, 17, ImageFont.truetype(LATIN, 15), -1, 32)
han = spans((0x3000, 0x303F), (0x3041, 0x3096), (0x30A1, 0x30FE), (0x4E00, 0x9FA5), (0xFF01, 0xFF5E))
han |= set("￥￡￠·—…‘’“”±×÷∶∧∨∑∏∪∩∈√⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀°′″℃§№☆★○●◎◇◆□■△▲※→←↑↓①②③④⑤⑥⑦⑧⑨⑩")
sheet("han", han, 24, 24, ImageFont.truetype(HAN, 23, index=HAN_SC), -9, 128)

#!/usr/bin/env python3
"""Makes the fonts that PDF documents embed, from Noto Sans CJK (Debian: fonts-noto-cjk) and, for
the letters of central Europe that it lacks, from Source Sans 3, whose Latin it has.

    pip install fonttools brotli
    npm pack @fontsource/source-sans-3 && tar xzf fontsource-source-sans-3-*.tgz
    python3 assets/fonts/subset.py /usr/share/fonts/opentype/noto package/files

Regular has all of GB 2312, bold its first level (what is bold and beyond is drawn regular). Both
have Latin, punctuation, currencies, and each character of the demo shop and of the texts.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
SIGNS = "‐‑‒–—―‘’‚“”„†‡•…‰′″‹›€₤₩₹₽₺₿№™←↑→↓↔−≈≠≤≥×÷✓✗■□▪●○★☆"
# Noto Sans CJK draws these two columns wide; between Latin letters that tears words apart, so
# they come from the Latin face, as they do on the screens.
NARROW = set(map(ord, "·‘’“”–"))
# Position of Noto Sans CJK SC in the collection.
CHINESE = "2"
# Noto Sans CJK shows the Latin of Source Sans 1.116 times as large.
LATIN_UNITS_PER_EM = 896


def gb2312(last_row: int) -> set[int]:
    """Signs and ideographs of GB 2312 up to a row; level 1 ends in row D7."""
    chars = set()
    for row in [*range(0xA1, 0xA4), *range(0xB0, last_row + 1)]:
        for cell in range(0xA1, 0xFF):
            try:
                chars.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return chars


def own_texts() -> set[int]:
    files = [*ROOT.glob("assets/demo/*.tsv"), *ROOT.glob("assets/locales/*.ftl")]
    return {ord(c) for file in files for c in file.read_text() if c > " "}


def make(source: Path, chars: set[int], target: Path, *options: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(f"{c:x}" for c in sorted(chars)))
        listed.flush()
        subprocess.run(
            [
                "pyftsubset",
                str(source),
                f"--unicodes-file={listed.name}",
                f"--output-file={target}",
                "--layout-features=kern",
                "--no-hinting",
                "--notdef-outline",
                "--name-IDs=0,1,2,3,4,5,6,13,14",
                *options,
            ],
            check=True,
        )


def fit_latin(target: Path, weight: str) -> None:
    """Gives it the size of the other face and a name of its own: "Source" is a reserved name."""
    font = TTFont(target)
    font["head"].unitsPerEm = LATIN_UNITS_PER_EM
    names = {1: "Countertop Latin", 2: weight, 3: f"Countertop Latin {weight}"}
    names |= {4: f"Countertop Latin {weight}", 6: f"CountertopLatin-{weight}"}
    for name in font["name"].names:
        if name.nameID in names:
            name.string = names[name.nameID]
    font.save(target)


def main() -> None:
    noto, source_sans = Path(sys.argv[1]), Path(sys.argv[2])
    common = {*range(0x20, 0x7F), *range(0xA0, 0x250), *map(ord, SIGNS)} | own_texts()
    here = Path(__file__).parent
    for weight, number, last_row in [("Regular", 400, 0xF7), ("Bold", 700, 0xD7)]:
        chinese = here / f"NotoSansSC-{weight}-subset.otf"
        source = noto / f"NotoSansCJK-{weight}.ttc"
        chars = (common | gb2312(last_row)) - NARROW
        make(source, chars, chinese, f"--font-number={CHINESE}")
        latin = here / f"CountertopLatin-{weight}.ttf"
        lacking = set(range(0x100, 0x250)) - set(TTFont(chinese).getBestCmap())
        parts = []
        for part, wanted in [("latin", NARROW), ("latin-ext", lacking)]:
            parts.append(here / f"{part}.part.ttf")
            source = source_sans / f"source-sans-3-{part}-{number}-normal.woff2"
            make(source, wanted, parts[-1], "--flavor=")
        Merger().merge([str(part) for part in parts]).save(latin)
        for part in parts:
            part.unlink()
        fit_latin(latin, weight)
        for made in (chinese, latin):
            print(made.name, made.stat().st_size)


main()

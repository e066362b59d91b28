"""Documents damaged at random but repeatably: the same seed always gives the same mutant."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random

import polars as pl

from flows.schemas import FILES

FOLDERS = ("seeds/documents", "tests/accuracy/development/documents")
SUFFIXES = (".txt", ".md", ".html")
ODD = (
    *(
        "\u0301",
        "\u0308\u0323",
        "\u200d",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u202e",
        "\u202c",
        "\u2067",
        "\u200f",
    ),
    *("\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r", "\t", "\u00a0", "\u3000", "\u2009"),
    *(
        "😀",
        "👩‍👩‍👧",
        "🇫🇷",
        "\U0010ffff",
        "\ufffd",
        "\uffff",
        "\ue000",
        "ß",
        "İ",
        "ſ",
        "ﬁ",
        "Ǆ",
        "Ω",
        "٣",
        "½",
        "²",
    ),
    *(
        "\\ud800",
        "&#xD800;",
        "&#0;",
        "&amp;amp;",
        "{}",
        "%s",
        "${x}",
        "\\",
        "\\1",
        "$1",
        "(?i)",
        "[",
        "*",
        "|",
    ),
)
MARKS = (
    "“",
    "”",
    "‘",
    "’",
    '"',
    "'",
    "«",
    "»",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "—",
    "–",
    "-",
    "…",
    ".",
    ":",
    ";",
    ",",
)
NUMBERS = (
    "0",
    "00",
    "-1",
    "1,2,3",
    "1.2.3",
    "9" * 30,
    "1e400",
    "12,34",
    "0.0000001",
    "½",
    "1/0",
    "$",
    "%",
    "٣٤",
    "1 000 000",
)
SYMBOL = re.compile(r"\b([A-Z]{1,6}/(?:[A-Z]+[/.])*)\d+")
ADDRESS = re.compile(r"(https?://[^\s\"'<>]+)")

Mutation = Callable[[Random, str], str]


@cache
def read_originals(root: Path) -> tuple[tuple[str, str], ...]:
    """Return (name, text) of the real documents."""
    paths = (p for folder in FOLDERS for p in sorted((root / folder).iterdir()) if p.suffix in SUFFIXES)
    return tuple((path.name, path.read_text(encoding="utf-8")) for path in paths)


def change_units(pattern: str, joint: str) -> Mutation:
    """Return the mutation that drops, repeats, moves or cuts the units between matches of `pattern`."""

    def mutate(random: Random, text: str) -> str:
        units = re.split(pattern, text)
        at, other = random.randrange(len(units)), random.randrange(len(units))
        way = random.randrange(5)
        if way == 0:
            del units[at : at + random.randint(1, 5)]
        elif way == 1:
            units[at:at] = [units[other]] * random.randint(1, 8)
        elif way == 2:
            random.shuffle(units)
        elif way == 3:
            units[at], units[other] = units[other], units[at]
        else:
            units[at] = units[at][: random.randint(0, len(units[at]))]
        return joint.join(units)

    return mutate


def insert_odd(random: Random, text: str) -> str:
    return insert(random, text, ODD)


def insert_marks(random: Random, text: str) -> str:
    return insert(random, text, MARKS)


def insert(random: Random, text: str, pieces: tuple[str, ...]) -> str:
    """Put pieces at random places, now and then many of one."""
    for _ in range(random.randint(1, 30)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(pieces) * random.choice((1, 1, 1, 2, 40)) + text[at:]
    return text


def drop_marks(random: Random, text: str) -> str:
    dropped = random.sample(MARKS, 4)
    return "".join(c for c in text if c not in dropped or random.random() < 0.5)


def replace_digits(random: Random, text: str) -> str:
    share = random.random()
    return "".join(
        random.choice("0123456789") if c.isdecimal() and random.random() < share else c for c in text
    )


def replace_numbers(random: Random, text: str) -> str:
    return re.sub(r"\d+", lambda m: random.choice(NUMBERS) if random.random() < 0.2 else m.group(), text)


def glue_numbers(random: Random, text: str) -> str:
    return re.sub(r"(?<=\d) (?=\w)|(?<=\w) (?=\d)", lambda m: random.choice(("", " ", "-", ",", ".")), text)


def join_lines(random: Random, text: str) -> str:
    share = random.random()
    return re.sub(r"\n+", lambda m: " " if random.random() < share else m.group(), text)


def break_lines(random: Random, text: str) -> str:
    return re.sub(" ", lambda m: "\n" if random.random() < 0.03 else " ", text)


def change_case(random: Random, text: str) -> str:
    lines = text.split("\n")
    for _ in range(random.randint(1, 12)):
        at = random.randrange(len(lines))
        lines[at] = random.choice((str.upper, str.lower, str.title, str.swapcase))(lines[at])
    return "\n".join(lines)


def repeat_headings(random: Random, text: str) -> str:
    lines = text.split("\n")
    headings = [line for line in lines if 0 < len(line) < 60] or [""]
    for _ in range(random.randint(1, 12)):
        lines.insert(random.randint(0, len(lines)), random.choice(headings))
    return "\n".join(lines)


def swap_characters(random: Random, text: str) -> str:
    characters = list(text)
    for _ in range(random.randint(1, 60) if text else 0):
        a, b = random.randrange(len(text)), random.randrange(len(text))
        characters[a], characters[b] = characters[b], characters[a]
    return "".join(characters)


def cut(random: Random, text: str) -> str:
    start, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
    return random.choice((text[start:], text[:end], text[start:end]))


def drop_letters(random: Random, text: str) -> str:
    return re.sub(r"\w", lambda m: "" if random.random() < 0.02 else m.group(), text)


MUTATIONS: tuple[Mutation, ...] = (
    change_units(r"\n", "\n"),
    change_units(r"\n\n+", "\n\n"),
    change_units(r"(?<=[.”]) ", " "),
    change_units(r" ", " "),
    change_units(r"(?<=>)", ""),
    *(insert_odd, insert_marks, drop_marks, replace_digits, replace_numbers, glue_numbers, join_lines),
    *(break_lines, change_case, repeat_headings, swap_characters, cut, drop_letters),
)


def make_mutant(root: Path, seed: int) -> tuple[str, bytes]:
    """Return name and bytes of mutant number `seed`; the name begins with it."""
    random = Random(seed)
    name, text = random.choice(read_originals(root))
    suffix = Path(name).suffix
    if random.random() < 0.15:
        text += random.choice(("\n", "\n\n", "")) + random.choice(read_originals(root))[1]
    for mutate in random.choices(MUTATIONS, k=random.randint(1, 4)):
        text = mutate(random, text)
    if random.random() < 0.95:  # else it may be an edition of another mutant, which supersedes it
        text = ADDRESS.sub(rf"\g<1>-{seed}", SYMBOL.sub(rf"\g<1>{seed}", text))
    if random.random() < 0.1:
        suffix = random.choice(SUFFIXES)
    return f"{seed}{suffix}", change_bytes(random, text.encode())


def change_bytes(random: Random, content: bytes) -> bytes:
    """Change single bytes of one mutant in ten, so that it is no clean UTF-8 any more."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 20) if changed and random.random() < 0.1 else 0):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def make_batch(files: Iterable[tuple[str, bytes]]) -> pl.DataFrame:
    """Return FILES of (name, bytes)."""
    rows = [
        ("fuzz", name, hashlib.sha256(content).hexdigest(), content, None, None, None)
        for name, content in files
    ]
    return pl.DataFrame(rows, schema=FILES.columns, orient="row")

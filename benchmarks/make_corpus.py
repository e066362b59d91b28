#!/usr/bin/env python3
"""Write a large corpus shaped like the real one, for load and scale measurements.

    python make_corpus.py SOURCE_DIR OUT_DIR --documents 10000 [--seed 1] [--first 0]

Every document is recombined from real paragraphs of SOURCE_DIR: meeting coverage with a
new symbol, meeting number and a random choice of speaker blocks; news stories with a new
dateline and a random choice of paragraphs. Numbers, common words and the names of
speakers are varied, so that few paragraphs stand twice and the number of people grows
with the corpus. The same arguments give the same bytes. About one document in eight
is meeting coverage, as in the source. Files are spread over folders of 1,000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from pathlib import Path

HEAD = re.compile(r"^(?:[A-ZÀ-Þ][A-ZÀ-ÞŁ.’'-]+ ){1,6}(?:\(|[A-ZÀ-Þ])|^[A-ZÀ-Þ’' .-]{6,}(?:,| \()")
DATELINE = re.compile(r"^\d{1,2} [A-Z][a-z]+ \d{4}")
WORDS = {
    "trafficking": ("trafficking", "smuggling", "exploitation", "abuse"),
    "women": ("women", "families", "workers", "people"),
    "children": ("children", "minors", "young people", "pupils"),
    "countries": ("countries", "States", "nations", "Governments"),
    "efforts": ("efforts", "action", "work", "steps"),
    "crime": ("crime", "offence", "practice", "scourge"),
    "groups": ("groups", "networks", "organizations", "gangs"),
    "important": ("important", "vital", "critical", "essential"),
    "global": ("global", "regional", "international", "worldwide"),
    "victims": ("victims", "survivors", "persons affected", "those harmed"),
    "conflict": ("conflict", "war", "violence", "crisis"),
    "strengthen": ("strengthen", "reinforce", "improve", "step up"),
    "security": ("security", "safety", "stability", "order"),
    "cooperation": ("cooperation", "coordination", "partnership", "joint work"),
    "human": ("human", "labour", "sexual", "forced"),
    "ensure": ("ensure", "secure", "guarantee", "see to it"),
    "must": ("must", "should", "had to", "ought to"),
    "said": ("said", "stated", "noted", "stressed"),
    "also": ("also", "further", "in addition", "moreover"),
    "need": ("need", "requirement", "urgency", "case"),
    "including": ("including", "among them", "not least", "such as"),
}
WORD = re.compile(r"\b(" + "|".join(WORDS) + r")\b")
GIVEN = (
    "Amina Boris Chidi Dalia Emeka Farah Goran Hanna Ivo Jamila Kofi Lena Marek Nadia Omar Petra "
    "Quentin Rana Stefan Tomas Ulla Viktor Wanda Ximena Yusuf Zora"
).split()
SYLLABLES = "ba de fi ko lu ma ne ri sa to va zu dor gan hel kin lar mov nes pol ran sek tam vik".split()
NUMBER = re.compile(
    r"(?<![\d/.(])([2-9]\d|\d{3})(?= (?:per cent|million|people|countries|States|victims|officials))"
)


def paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.split("\n") if p.strip()]


def load(source: Path) -> tuple[list[str], list[list[str]], list[str], list[str]]:
    """Lead paragraphs, speaker blocks, news paragraphs and headlines of the source."""
    lead: list[str] = []
    blocks: list[list[str]] = []
    news: list[str] = []
    titles: list[str] = []
    for path in sorted(source.glob("*.txt")):
        paras = paragraphs(path.read_text(encoding="utf-8"))
        if any(p.startswith(("SC/", "GA/")) for p in paras[:5]):
            start = next(i for i, p in enumerate(paras) if p == "Opening Remarks")
            lead += [p for p in paras[5:start] if len(p) > 80]
            for p in paras[start + 1 :]:
                if HEAD.match(p):
                    blocks.append([p])
                elif blocks and len(p) > 40:
                    blocks[-1].append(p)
        else:
            titles.append(re.sub(r"</?u>|#", "", paras[0]).strip())
            news += [re.sub(r"^\d{1,2} \w+ \d{4} – ", "", p) for p in paras[1:] if len(p) > 60]
    return lead, blocks, news, titles


def rename(heading: str, rng: random.Random) -> str:
    """Give a block's heading a new speaker, keeping country, title and text."""
    name = rng.choice(GIVEN) + " " + "".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 4)))).capitalize()
    return re.sub(r"^[^,(]+?(?=,| \()", name.upper(), heading, count=1)


def vary(text: str, rng: random.Random) -> str:
    text = WORD.sub(lambda m: rng.choice(WORDS[m.group(1)]), text)
    return NUMBER.sub(lambda m: str(max(2, int(m.group(1)) + rng.randint(-9, 9))), text)


def coverage(n: int, rng: random.Random, lead: list[str], blocks: list[list[str]]) -> str:
    chosen = rng.sample(blocks, k=min(len(blocks), rng.choice((8, 12, 16, 20, 40))))
    head = [
        "In progress at UNHQ",
        f"{7000 + n}th Meeting ({rng.choice(('AM', 'PM', 'AM & PM'))})",
        f"SC/{20000 + n}",
        "Prevention, Protection, Prosecution Stressed in Open Debate on Human Trafficking",
        "Some Delegates Question Whether Topic Falls under 15-Member Organ’s Purview",
    ]
    body = rng.sample(lead, k=min(6, len(lead))) + [
        "The meeting began at 10:05 a.m. and ended at 1:10 p.m.",
        "Statements",
    ]
    body += [p for block in chosen for p in (rename(block[0], rng), *block[1:])] + [
        "For information media. Not an official record."
    ]
    return vary("\n\n".join(head + body), rng) + "\n"


def story(n: int, rng: random.Random, news: list[str], titles: list[str]) -> str:
    day = dt.date(2010, 1, 1) + dt.timedelta(days=n % 5500)
    body = rng.sample(news, k=min(len(news), rng.choice((10, 14, 18, 22))))
    body[0] = f"{day.day} {day:%B %Y} – {body[0]}"
    return vary("\n\n".join([f"## {rng.choice(titles)} ({n})", *body]), rng) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first document")
    args = parser.parse_args()
    lead, blocks, news, titles = load(args.source)
    size = 0
    for n in range(args.first, args.first + args.documents):
        rng = random.Random(args.seed * 1_000_003 + n)
        text = coverage(n, rng, lead, blocks) if n % 8 == 0 else story(n, rng, news, titles)
        folder = args.out / f"{n // 1000:05d}"
        folder.mkdir(parents=True, exist_ok=True)
        size += (folder / f"{n:07d}.txt").write_text(text, encoding="utf-8")
    print(f"{args.documents} documents, {size / 1e6:.1f} M characters in {args.out}")


if __name__ == "__main__":
    main()

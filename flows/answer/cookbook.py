"""The cookbook of questions: each with its SQL and, below it, what a published warehouse answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flows.answer.published import fetch_rows

QUERY = re.compile(r"```sql\n(.*?)```\n", re.DOTALL)


def answer_page(published: Path, page: Path) -> int:
    """Write every answer of the page anew, and return how many there are."""
    head, *sections = page.read_text(encoding="utf-8").split("\n## ")
    for i, section in enumerate(sections):
        asked = QUERY.search(section)
        if asked:
            answer = render_rows(*fetch_rows(published, asked.group(1)))
            sections[i] = f"{section[: asked.end()]}\n{answer}\n"
    page.write_text("\n## ".join([head, *sections]), encoding="utf-8")
    return len(sections)


def render_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as a table in Markdown; NULL is an empty cell."""
    lines = [list(columns), ["---"] * len(columns), *([_cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return " ".join(str(value).split()).replace("|", "\\|")

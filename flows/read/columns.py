"""Pages laid out in tables: which cells stand beside the one with the article."""

from __future__ import annotations

from collections.abc import Iterable

MIN_COLUMN_SHARE = 0.6  # of the page's prose, or it is a cell of a table that the article shows


class LayoutCells:
    """The table cells of a page, numbered as they open; 0 stands for the page itself."""

    def __init__(self) -> None:
        self._around = [0]  # the cell around each cell
        self._row = [0]

    def open_cell(self, around: int, row: int) -> int:
        """Return the number of a new cell of this row."""
        self._around.append(around)
        self._row.append(row)
        return len(self._row) - 1

    def beside_article(self, prose: Iterable[tuple[int, int]]) -> list[bool]:
        """Return per cell whether it, or one around it, is a column beside the article's.

        `prose` is (cell, characters) of the page's running text.
        """
        held = [0] * len(self._row)
        for cell, chars in prose:
            held[cell] += chars
        # a cell opens after the one around it: backwards every sum is complete
        for cell in range(len(held) - 1, 0, -1):
            held[self._around[cell]] += held[cell]
        enough = MIN_COLUMN_SHARE * held[0]
        is_column = [chars >= enough > 0 for chars in held]
        rows = {row for row, of_article in zip(self._row, is_column, strict=True) if of_article} - {0}
        beside = [False]
        for cell in range(1, len(held)):
            in_row = self._row[cell] in rows and not is_column[cell]
            beside.append(beside[self._around[cell]] or in_row)
        return beside

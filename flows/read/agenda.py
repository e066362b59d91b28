"""The agenda of a meeting, where its document states it in a line of its own."""

from __future__ import annotations

import polars as pl

COVER_TITLE = "Agenda"
MAX_COVER_LINES = 6
COVER_END = (
    r"^(?:This record|The present record|Corrections|Any corrections|In the absence|Contents|The meeting)"
)
ITEM = r"^(Agenda items? [0-9].*?)(?: \(continued\))?$"
MAX_ITEM_CHARS = 200


def read_agenda(lines: pl.DataFrame) -> pl.DataFrame:
    """Return (file, agenda): what stands under `Agenda` on a record's cover, else `Agenda item 29: …`."""
    text = pl.col("text")
    is_item = text.str.starts_with("Agenda item") & (text.str.len_chars() <= MAX_ITEM_CHARS)
    items = (
        lines.filter(is_item)
        .group_by("file", maintain_order=True)
        .agg(item=text.str.extract(ITEM).drop_nulls().first())
    )
    return (
        _read_covers(lines)
        .join(items, on="file", how="full", coalesce=True)
        .select("file", agenda=pl.coalesce("cover", "item"))
    )


def _read_covers(lines: pl.DataFrame) -> pl.DataFrame:
    """Return (file, cover): the lines under the first `Agenda`, up to what the cover prints next."""
    text = pl.col("text")
    titled = lines.filter(text == COVER_TITLE)["file"].unique().implode()
    since = (text == COVER_TITLE).cum_max().over("file").cum_sum().over("file").cast(pl.Int64) - 2
    ended = text.str.contains(COVER_END).cum_sum().over("file")
    covers = lines.filter(pl.col("file").is_in(titled)).with_columns(since=since)
    return (
        covers.filter(pl.col("since") >= 0)
        .with_columns(ended=ended)
        .filter((pl.col("ended") == 0) & (pl.col("since") < MAX_COVER_LINES))
        .group_by("file", maintain_order=True)
        .agg(cover=text.str.join("; "))
    )

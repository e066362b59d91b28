"""Decide which files are read, which file keeps each document, and what a load changes.

Pure: frames in, frames out. Called twice in a load: `plan_reading` before anything is read,
`settle_documents` when keys and content hashes of what was read are known.

`Known` files are those of the last published load. Two files with the same content are one
document, kept by the smaller `source_name/path`; of two files with the same key the later
edition wins. A rejected file takes no document away: the one read before stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from flows.errors import RemovalError
from flows.schemas import DAY, INT, INVENTORY, TEXT, Frame

FILE = ["source_name", "source_path"]
MANIFEST = ["manifest_sha256", "manifest_publisher", "manifest_url", "manifest_published_on"]
MOMENT = pl.Datetime("us")

# What reading learns of a file. `batch` holds its rows; NULL: another file of its batch took its key.
READ_FILES = Frame(
    "read_files",
    {
        "source_name": TEXT,
        "source_path": TEXT,
        "bytes_sha256": TEXT,
        "document_key": TEXT,
        "document_identity": TEXT,
        "content_sha256": TEXT,
        "published_on": DAY,
        "edition": TEXT,
        "batch": INT,
    },
    ("source_name", "source_path"),
)

# Every file that was ever read and is not gone, as of a load; `staging.source_files`.
SOURCE_FILES = Frame(
    "source_files",
    {
        **{c: t for c, t in INVENTORY.columns.items() if c != "modified_at"},
        "fetched_at": MOMENT,  # when its present bytes were written
        "document_key": TEXT,
        "document_identity": TEXT,
        "content_sha256": TEXT,
        "published_on": DAY,
        "edition": TEXT,
        "status": TEXT,  # loaded, duplicate, superseded
        "kept_by": TEXT,  # source_name/path of the file that has its document
        "first_loaded_at": MOMENT,
        "last_loaded_at": MOMENT,  # when the document was new or changed last
    },
    ("source_name", "source_path"),
)

SETTLED = ("status", "kept_by", "first_loaded_at", "last_loaded_at")


@dataclass(frozen=True)
class ReadingPlan:
    """Files to read (INVENTORY columns), known files that are gone, files known to be bad."""

    to_read: pl.DataFrame
    gone: pl.DataFrame
    still_rejected: pl.DataFrame


def plan_reading(
    files: pl.DataFrame,
    rejects: pl.DataFrame,
    whole_sources: tuple[str, ...],
    known: pl.DataFrame,
    known_rejects: pl.DataFrame,
    *,
    full: bool,
) -> ReadingPlan:
    """Return what to read: new and changed files, or with `full` every file that is known.

    A file is gone only if its source was read wholly, and neither it nor its folder was rejected.
    """
    still_rejected = known_rejects.join(files, on=[*FILE, "bytes_sha256"], how="semi")
    absent = known.join(files, on=FILE, how="anti")
    is_gone = pl.col("source_name").is_in(whole_sources)
    gone = _outside_rejected(absent.filter(is_gone), rejects)
    if full:
        kept = absent.join(gone, on=FILE, how="anti").with_columns(modified_at="fetched_at")
        to_read = pl.concat([_keep_fetch_time(files, known), INVENTORY.conform(kept)])
        return ReadingPlan(to_read.sort(FILE), gone, still_rejected.clear())
    same = [*FILE, "bytes_sha256", "manifest_sha256"]
    to_read = (
        files.join(known, on=same, how="anti", nulls_equal=True)
        .join(still_rejected, on=FILE, how="anti")
        .pipe(_keep_fetch_time, known)
    )
    return ReadingPlan(to_read.sort(FILE), gone, still_rejected)


def _keep_fetch_time(files: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Copying or touching a file does not make its edition a later one."""
    fetched = known.select(*FILE, "bytes_sha256", "fetched_at")
    return (
        files.join(fetched, on=[*FILE, "bytes_sha256"], how="left")
        .with_columns(modified_at=pl.coalesce("fetched_at", "modified_at"))
        .select(*INVENTORY.columns)
    )


def _outside_rejected(files: pl.DataFrame, rejects: pl.DataFrame) -> pl.DataFrame:
    kept = files.join(rejects, on=FILE, how="anti")
    for source_name, folder in rejects.filter(_is_folder()).select(FILE).iter_rows():
        inside = (pl.col("source_name") == source_name) & pl.col("source_path").str.starts_with(folder)
        kept = kept.filter(~inside)
    return kept


def _is_folder() -> pl.Expr:
    """Whether what was rejected is a whole source or a folder of it."""
    return (pl.col("source_path") == "") | pl.col("source_path").str.ends_with("/")


def split_batches(to_read: pl.DataFrame, batch_bytes: int, first_batch: int = 0) -> list[pl.DataFrame]:
    """Return the files in equal batches of up to about `batch_bytes`, numbered in column `batch`."""
    size = to_read["size_bytes"].sum()
    count = -(-size // batch_bytes)
    number = (pl.col("size_bytes").cum_sum() - pl.col("size_bytes")) * count // max(size, 1)
    numbered = to_read.sort(FILE).with_columns(batch=number.rle_id().cast(INT) + first_batch)
    return numbered.partition_by("batch", maintain_order=True)


def decide_keepers(files: pl.DataFrame) -> pl.DataFrame:
    """Add `status` and `kept_by` to files with key, content, date and edition.

    Same content: the smallest `source_name/path` keeps it. Then same key: the edition published
    last, one in progress after others, the one fetched last.
    """
    label = pl.concat_str(FILE, separator="/")
    same_content = (
        files.with_columns(label=label)
        .sort("label")
        .with_columns(keeper=pl.col("label").first().over("content_sha256"))
    )
    is_keeper = pl.col("label") == pl.col("keeper")
    is_finished = pl.col("edition").ne_missing(pl.lit("in_progress"))
    order = ["published_on", is_finished, "fetched_at", "label"]
    winners = (
        same_content.filter(is_keeper)
        .sort(order, descending=[True, True, True, False], nulls_last=True)
        .group_by("document_key", maintain_order=True)
        .agg(winner=pl.col("label").first())
    )
    status = (
        pl.when(~is_keeper)
        .then(pl.lit("duplicate"))
        .when(pl.col("label") != pl.col("winner"))
        .then(pl.lit("superseded"))
        .otherwise(pl.lit("loaded"))
    )
    kept_by = pl.when(~is_keeper).then("keeper").otherwise("winner")
    return (
        same_content.join(winners, on="document_key", how="left")
        .with_columns(status=status, kept_by=kept_by)
        .drop("label", "keeper", "winner")
        .sort(FILE)
    )


EVENTS = Frame(
    "events",
    {
        "document_key": TEXT,
        "document_identity": TEXT,
        "source_name": TEXT,
        "source_path": TEXT,
        "bytes_sha256": TEXT,
        "content_sha256": TEXT,
        "event": TEXT,  # new, changed, duplicate, superseded, retired
        "reason": TEXT,
    },
    ("source_name", "source_path", "event"),
)


@dataclass(frozen=True)
class Settlement:
    """What a load makes of its files.

    `source_files`: SOURCE_FILES as it will be. `landing`: document_key and batch of the rows to
    stage. `pending`: document_key and change of every document whose rows are replaced or
    removed. `events`: what happened to which document, and why. `unread`: files that keep a
    document now though their rows were never made (the file that kept it is gone, or lost it):
    to be read, then settle again.
    """

    source_files: pl.DataFrame
    landing: pl.DataFrame
    pending: pl.DataFrame
    events: pl.DataFrame
    unread: pl.DataFrame


def settle_documents(
    plan: ReadingPlan,
    read: pl.DataFrame,
    rejected: pl.DataFrame,
    known: pl.DataFrame,
    *,
    full: bool,
    now: datetime,
) -> Settlement:
    """Return what the load changes, given what was read (READ_FILES) and rejected while reading."""
    settled = decide_keepers(_gather_candidates(plan, read, rejected, known))
    before = known.filter(pl.col("status") == "loaded")
    loaded = _compare(settled.filter(pl.col("status") == "loaded"), before, now)
    others = settled.filter(pl.col("status") != "loaded")
    lost = before.join(loaded, on="document_key", how="anti")
    landing = loaded.filter(pl.col("batch").is_not_null())
    is_unread = pl.col("batch").is_null() & (pl.lit(full) | pl.col("change").ne("unchanged"))
    retired = lost.select("document_key", change=pl.lit("retired"))
    unread = loaded.filter(is_unread).with_columns(modified_at="fetched_at")
    return Settlement(
        source_files=_as_source_files(loaded, others),
        landing=landing.select("document_key", "batch"),
        pending=pl.concat([landing.select("document_key", "change"), retired]).sort("document_key"),
        events=list_events(loaded, others, lost, known),
        unread=INVENTORY.conform(unread),
    )


def _gather_candidates(
    plan: ReadingPlan, read: pl.DataFrame, rejected: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Return the files that can keep a document: those read now, and known ones not read anew."""
    found = pl.concat([plan.to_read.with_columns(fetched_at="modified_at"), known], how="diagonal")
    details = found.select(*FILE, "bytes_sha256", "size_bytes", "fetched_at", *MANIFEST)
    details = details.unique([*FILE, "bytes_sha256"], keep="first", maintain_order=True)
    last_read = read.unique(FILE, keep="last", maintain_order=True)
    fresh = last_read.join(details, on=[*FILE, "bytes_sha256"], how="left")
    remaining = (
        known.join(plan.gone, on=FILE, how="anti")
        .join(fresh, on=FILE, how="anti")
        .join(rejected, on=[*FILE, "bytes_sha256"], how="anti")
    )
    columns = [c for c in SOURCE_FILES.columns if c not in SETTLED]
    return pl.concat([fresh.select(*columns, "batch"), remaining.select(*columns, batch=pl.lit(None, INT))])


def _compare(loaded: pl.DataFrame, before: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """Add `change` (new, changed, unchanged) and the times of loading to the loaded files.

    The text decides what is changed, and what a manifest says of it, and which file it is.
    """
    was = before.select(
        "document_key",
        first="first_loaded_at",
        last="last_loaded_at",
        was_known=pl.lit(True),
        was=pl.struct(*FILE, "content_sha256", "manifest_sha256"),
        was_file=pl.concat_str(FILE, separator="/"),
        was_content="content_sha256",
    )
    is_same = pl.struct(*FILE, "content_sha256", "manifest_sha256").eq_missing(pl.col("was"))
    change = (
        pl.when(pl.col("was_known").is_null())
        .then(pl.lit("new"))
        .when(is_same)
        .then(pl.lit("unchanged"))
        .otherwise(pl.lit("changed"))
    )
    is_moved = pl.concat_str(FILE, separator="/") != pl.col("was_file")
    why = (
        pl.when(pl.col("content_sha256") != pl.col("was_content"))
        .then(pl.lit("its text changed"))
        .when(is_moved)
        .then(pl.format("it was the file {}", "was_file"))
        .otherwise(pl.lit("its manifest changed"))
    )
    present = pl.lit(now, MOMENT)
    return (
        loaded.join(was, on="document_key", how="left")
        .with_columns(change=change, why=pl.when(change == "changed").then(why))
        .with_columns(
            first_loaded_at=pl.coalesce("first", present),
            last_loaded_at=pl.when(pl.col("change") == "unchanged").then("last").otherwise(present),
        )
        .drop("first", "last", "was_known", "was", "was_file", "was_content")
    )


def _as_source_files(loaded: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    undated = others.with_columns(first_loaded_at=pl.lit(None), last_loaded_at=pl.lit(None))
    return pl.concat([SOURCE_FILES.conform(loaded), SOURCE_FILES.conform(undated)]).sort(FILE)


def list_events(
    loaded: pl.DataFrame, others: pl.DataFrame, lost: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Return EVENTS: documents new or changed, files that now lose to another one, documents retired."""
    came = loaded.filter(pl.col("change") != "unchanged").with_columns(event="change", reason="why")
    because = (
        pl.when(pl.col("status") == "duplicate")
        .then(pl.format("has the same content as {}", "kept_by"))
        .otherwise(pl.format("{} is the later edition of the same document", "kept_by"))
    )
    lose = others.join(known, on=[*FILE, "bytes_sha256", "status", "kept_by"], how="anti").with_columns(
        event="status", reason=because
    )
    label = pl.concat_str(FILE, separator="/")
    remain = pl.concat([loaded.select(*FILE, now="document_identity"), others.select(*FILE, now="kept_by")])
    retired = (
        lost.join(others, on=FILE, how="anti")
        .join(remain, on=FILE, how="left")
        .with_columns(
            event=pl.lit("retired"),
            reason=pl.when(pl.col("now").is_null())
            .then(pl.format("{} is gone, or is no document any more", label))
            .otherwise(pl.format("{} is now the document {}", label, "now")),
        )
    )
    return pl.concat([EVENTS.conform(came), EVENTS.conform(lose), EVENTS.conform(retired)]).sort(EVENTS.key)


def check_removals(known: pl.DataFrame, settlement: Settlement, *, share: float, documents: int) -> None:
    """Raise RemovalError if more than `share` of a source, and at least `documents`, would be retired.

    A document whose file, text or key is still there is not retired.
    """
    before = known.filter(pl.col("status") == "loaded")
    after = settlement.source_files
    removed = (
        before.join(after, on=FILE, how="anti")
        .join(after, on="document_key", how="anti")
        .join(after, on="content_sha256", how="anti")
    )
    counts = (
        removed.group_by("source_name")
        .len("removed")
        .join(before.group_by("source_name").len("had"), on="source_name")
    )
    too_many = counts.filter(
        (pl.col("removed") >= documents) & (pl.col("removed") > pl.col("had") * share)
    ).sort("source_name")
    for source_name, removed_count, had in too_many.iter_rows():
        raise RemovalError(
            f"{removed_count} of {had} documents of {source_name!r} are gone; nothing was changed. "
            "Restore them, or run again with --allow-removal to retire them"
        )


def count_files(files: pl.DataFrame, rejects: pl.DataFrame, settlement: Settlement) -> dict[str, int]:
    """Return how many of the files seen are new, changed, unchanged, duplicate, … documents."""
    bad = rejects.filter(~_is_folder())
    happened = settlement.events.filter(pl.col("event").is_in(["new", "changed"])).select(*FILE, "event")
    seen = (
        files.join(bad, on=FILE, how="anti")
        .join(settlement.source_files.select(*FILE, "status"), on=FILE, how="left")
        .join(happened, on=FILE, how="left")
    )
    bucket = (
        pl.when(pl.col("status") != "loaded")
        .then("status")
        .otherwise(pl.coalesce("event", pl.lit("unchanged")))
    )
    counts = dict(seen.group_by(bucket.alias("bucket")).len().iter_rows())
    return {
        "seen": seen.height + bad.height,
        **{name: counts.get(name, 0) for name in ("new", "changed", "unchanged", "duplicate", "superseded")},
        "retired": settlement.events.filter(pl.col("event") == "retired").height,
        "quarantined": rejects.height,
    }

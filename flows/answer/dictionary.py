"""The data dictionary: every published table and column, as dbt's YAML describes them."""

from __future__ import annotations

import re
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from flows.errors import NotPublishedError
from flows.load.files import clone_file
from flows.load.releases import read_release
from flows.load.transform import Model, Transformation
from flows.settings import Settings

HEAD = """# Data dictionary

Made by `./rostrum dictionary` from the descriptions of the dbt models; change them there, not
here. The published file says the same: every table and column has a comment, and
`select * from meta.column_dictionary` lists them. What the words mean is in
[codebook.md](codebook.md), how the tables fit together in [contract.md](contract.md).
"""
FAMILIES = {
    r"v_": "Wide views: begin here",
    r"metric_": "Metrics: defined once, of counted claims",
    r"mart_": "Marts: one question each",
    r"fct_": "Facts: with key, span and evidence",
    r"dim_|bridge_": "Dimensions: who, what, where",
    r"": "About this file and its loads (schema `meta`)",
}


def write_dictionary(settings: Settings, page: Path) -> int:
    """Write the page, and return how many tables it describes."""
    with tempfile.TemporaryDirectory(prefix="rostrum-") as scratch:
        models = Transformation(settings.dbt, Path(scratch)).describe_published()
    page.write_text(render_dictionary(models), encoding="utf-8")
    return len(models)


def render_dictionary(models: Sequence[Model]) -> str:
    """Return the page in Markdown: a list of the tables, then the columns of each."""
    families = list(_families(models))
    lines = [HEAD]
    for title, members in families:
        lines += [f"## {title}", "", "| table | one row per | holds |", "| --- | --- | --- |"]
        lines += [_table_row(model) for model in members]
        lines.append("")
    for model in (model for _, members in families for model in members):
        lines += [f"## {model.schema}.{model.name}", "", *textwrap.wrap(model.description, 98), ""]
        lines += ["| column | type | holds |", "| --- | --- | --- |"]
        lines += [f"| `{c.name}` | {c.data_type} | {_cell(c.description)} |" for c in model.columns]
        lines.append("")
    return "\n".join(lines)


def _families(models: Sequence[Model]) -> Iterator[tuple[str, list[Model]]]:
    left = sorted(models, key=lambda model: (model.schema, model.name))
    for prefix, title in FAMILIES.items():
        members = [model for model in left if re.match(prefix, model.name)]
        left = [model for model in left if model not in members]
        yield title, members


def _table_row(model: Model) -> str:
    """`Claims with stance. One row per claim.` is a cell for each of its sentences."""
    holds, _, grain = model.description.rpartition("One row per ")
    anchor = f"{model.schema}{model.name}".lower()
    name = f"{model.schema}.{model.name}"
    return f"| [`{name}`](#{anchor}) | {_cell(grain.rstrip('.'))} | {_cell(holds.strip())} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def write_site(settings: Settings, target: Path) -> Path:
    """Write dbt's own documentation of all models, with their SQL and lineage, as one page.

    dbt reads the types from the databases of the published load, of which it gets a copy.
    Raises NotPublishedError if there is none.
    """
    load_id = read_release(settings.published)
    state = settings.state / (load_id or "")
    if load_id is None or not (state / "staging.duckdb").exists():
        raise NotPublishedError(f"no load is published in {settings.warehouse}; run `rostrum run` first")
    with tempfile.TemporaryDirectory(prefix="rostrum-") as folder:
        scratch = Path(folder)
        (scratch / "build").mkdir()
        for name in ("staging.duckdb", "marts.duckdb"):
            clone_file(state / name, scratch / "build" / name)
        clone_file(settings.history, scratch / "history.duckdb")
        made = Transformation(settings.dbt, scratch).generate_site()
        target.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(made, target / "index.html"))

"""What all sources of a run hold now, wherever they are."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.schemas import INVENTORY, REJECTS
from flows.settings import Settings
from flows.sources.arguments import AnySource, RemoteFolder, Source, WebSource
from flows.sources.folder import Inventory, take_inventory
from flows.sources.seen import SeenFiles


def list_sources(sources: Sequence[AnySource], settings: Settings) -> Inventory:
    """Return what the sources hold; the bytes of each file are kept.

    Without a network (`settings.offline`) feeds and remote folders hold nothing new, and nothing of
    them is gone.
    """
    folders = tuple(s for s in sources if isinstance(s, Source))
    remote = tuple(s for s in sources if isinstance(s, RemoteFolder))
    web = tuple(s for s in sources if isinstance(s, WebSource))
    found: list[Inventory] = []
    if folders:
        seen = SeenFiles(settings.seen, rehash=settings.rehash)
        found.append(take_inventory(folders, settings.kept_sources, settings.max_file_bytes, seen))
    if remote and not settings.offline:
        from flows.sources.remote import take_remote_inventory

        found.append(take_remote_inventory(remote, settings))
    if web and not settings.offline:
        from flows.sources.web import take_web_inventory

        found.append(take_web_inventory(web, settings))
    return join_inventories(found)


def join_inventories(inventories: Sequence[Inventory]) -> Inventory:
    return Inventory(
        files=pl.concat([INVENTORY.empty(), *(i.files for i in inventories)]).sort(INVENTORY.key),
        rejects=pl.concat([REJECTS.empty(), *(i.rejects for i in inventories)]).sort(REJECTS.key),
        whole_sources=tuple(name for i in inventories for name in i.whole_sources),
        ignored_count=sum(i.ignored_count for i in inventories),
        warnings=tuple(warning for i in inventories for warning in i.warnings),
    )

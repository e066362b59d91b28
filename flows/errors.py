"""The errors that end a run: one sentence for the person at the terminal, and an exit code."""

from __future__ import annotations

from pathlib import Path


class PipelineError(Exception):
    """A load did not publish; the message names the file or expectation and what to do."""

    exit_code = 1


class NothingToLoadError(PipelineError):
    """The sources hold no document, or none that can be read."""


class SourceError(PipelineError):
    """A path given as a source cannot be used."""

    exit_code = 2


class ManifestError(PipelineError):
    """A manifest.csv is wrong; the message names file and row."""


class StepError(PipelineError):
    """A step of the load failed; nothing was published."""


class UnwritableError(StepError):
    """A folder of the warehouse cannot be made or written."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"{folder} cannot be written ({error.strerror}); allow it to the user that runs Rostrum, "
            "or name another folder with --warehouse"
        )


class GateError(PipelineError):
    """A gate's expectations failed or could not be evaluated; nothing was published."""


class LockedError(PipelineError):
    """Another run holds the warehouse."""

    exit_code = 4


class RemovalError(PipelineError):
    """The load would retire more than a tenth of a source; it was stopped."""

    exit_code = 5


class ReleaseError(PipelineError):
    """The release that was asked for is not kept, or cannot be read."""

    exit_code = 2


class NotPublishedError(PipelineError):
    """There is no published warehouse yet."""


class QueryError(PipelineError):
    """A query cannot be run; the message is DuckDB's own."""

    exit_code = 2


class UnknownKeyError(PipelineError):
    """No published row has the key that was asked for."""


class ExportError(PipelineError):
    """An export cannot be written where it was asked for."""

    exit_code = 2


class GoldError(PipelineError):
    """Gold data cannot be used; the message names the file."""

    exit_code = 2

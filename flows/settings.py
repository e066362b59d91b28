"""One frozen settings object, and the only place that reads or sets the environment."""

from __future__ import annotations

import http.client
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from flows.errors import UnwritableError

PACKAGE = Path(__file__).resolve().parent
PROJECT_ROOT = PACKAGE.parent
MEGABYTE = 1_000_000
QUIET_ENVIRONMENT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # errors reach the terminal as one line, the log in full
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "DO_NOT_TRACK": "1",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "GX_ANALYTICS_ENABLED": "false",
}
LOCAL_PREFECT_API = ("127.0.0.1", 4200)  # where `prefect server start` listens by default


@dataclass(frozen=True)
class S3Access:
    """How S3 is reached, from the variables that every S3 client knows; '' is the client's default."""

    key_id: str = ""
    secret: str = field(default="", repr=False)
    session_token: str = field(default="", repr=False)
    region: str = ""
    endpoint: str = ""  # of a server that is not Amazon's

    @classmethod
    def from_environment(cls) -> S3Access:
        return cls(
            key_id=os.environ.get("AWS_ACCESS_KEY_ID", ""),
            secret=os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
            session_token=os.environ.get("AWS_SESSION_TOKEN", ""),
            region=os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "")),
            endpoint=os.environ.get("AWS_ENDPOINT_URL_S3", os.environ.get("AWS_ENDPOINT_URL", "")),
        )


@dataclass(frozen=True)
class Settings:
    """Folders and limits of one run; `ROSTRUM_<FIELD>` in the environment overrides a field.

    Everything that a run writes lies under `warehouse`:

        rostrum.duckdb          published: what readers open
        history.duckdb          log of all loads, failed ones too
        state/<load_id>/        staging.duckdb and marts.duckdb of the last published load
        build/                  the same two files, of the running load (or of the last failed one)
        parts/                  Parquet parts of the running load
        sources/ab/abcd…        kept bytes of every source file, by their SHA-256
        releases/               rostrum-<load_id>.duckdb of the last loads; `pinned` names the one held
        reports/<load_id>.html  the quality report of each load
        damaged/                databases that could not be read, moved aside
        seen.parquet            size and times of every file when its bytes were last hashed
        fetched.sqlite          what is known of every address that was fetched
        logs/, prefect/, lock
    """

    project: Path = PROJECT_ROOT
    warehouse: Path = PROJECT_ROOT / "warehouse"
    documents: Path = PROJECT_ROOT / "seeds" / "documents"
    reference: Path = PROJECT_ROOT / "seeds" / "reference"
    dbt: Path = PROJECT_ROOT / "dbt"
    expectations: Path = PROJECT_ROOT / "expectations"
    accuracy: Path = PROJECT_ROOT / "seeds" / "accuracy.csv"  # written by `rostrum accuracy`
    engine: str = "local"  # local, dask
    dask_address: str = ""  # of a running scheduler; empty: a cluster of its own for each run
    lake: str = ""  # PostgreSQL that holds a DuckLake's catalog, `dbname=lake host=db`; empty: no lake
    lake_data: str = ""  # where its data lies, a folder or `s3://bucket/…`; empty: under the warehouse
    workers: int = 0  # processes that extract; 0: one a core
    max_file_bytes: int = 20 * MEGABYTE  # larger files are quarantined
    batch_bytes: int = 16 * MEGABYTE  # source bytes that one task extracts: patterns are compiled for each
    parallel_from_bytes: int = 24 * MEGABYTE  # less than this is extracted in the run's own process
    min_documents_for_shares: int = 30  # gates judge shares and drift only on loads this large
    removal_share: float = 0.1  # of a source; a run that retires more, and at least …
    removal_documents: int = 10  # … this many documents, stops
    kept_releases: int = 5  # beside those that are published, pinned or newest
    kept_release_days: int = 365  # older ones go too
    kept_source_days: int = 90  # bytes that no document uses any more stay as long
    kept_log_days: int = 400  # loads that published nothing, reports and old logs stay as long
    user_agent: str = "Rostrum/0.1 (reads UN press documents)"  # the name before `/` is robots.txt's
    fetch_interval_seconds: float = 1.0  # between two requests to one host, at least
    fetch_answer_seconds: float = 60.0  # for one whole answer
    fetch_run_seconds: float = 1800.0  # for all fetching of a run; the next run goes on
    fetch_tries: int = 3
    fetch_patience_seconds: float = 60.0  # a longer Retry-After leaves the host to a later run
    allowed_hosts: str = ""  # hosts with a private address that may be fetched from; commas between
    rehash: bool = False  # read every file, also those that are as they were when they were read last
    offline: bool = False  # load without a network: of feeds and remote folders, what was kept
    notification_block: str = ""  # Prefect block that is told of failed runs: `slack-webhook/ops`

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Return the settings: what is `given` (not None), else the environment, else the defaults.

        Raises ValueError naming a variable whose value is not of its field's type, and for a file as
        warehouse.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for each in fields(cls):
            variable = f"ROSTRUM_{each.name.upper()}"
            is_unset = isinstance(each.default, Path) and not environment.get(variable)  # no path is ''
            if variable in environment and not is_unset:
                values[each.name] = _convert(variable, environment[variable], type(each.default))
        values |= {name: value for name, value in given.items() if value is not None}
        settings = cls(**values)  # type: ignore[arg-type]
        if settings.engine not in ("local", "dask"):
            raise ValueError(f"engine {settings.engine!r} is unknown; it is local or dask")
        if settings.warehouse.is_file():
            raise ValueError(f"the warehouse {settings.warehouse} is a file; name a folder")
        return settings

    @property
    def package(self) -> Path:
        return PACKAGE

    @property
    def published(self) -> Path:
        return self.warehouse / "rostrum.duckdb"

    @property
    def history(self) -> Path:
        return self.warehouse / "history.duckdb"

    @property
    def build(self) -> Path:
        return self.warehouse / "build"

    @property
    def staging(self) -> Path:
        return self.build / "staging.duckdb"

    @property
    def marts(self) -> Path:
        return self.build / "marts.duckdb"

    @property
    def state(self) -> Path:
        return self.warehouse / "state"

    @property
    def kept_sources(self) -> Path:
        return self.warehouse / "sources"

    @property
    def fetched(self) -> Path:
        return self.warehouse / "fetched.sqlite"

    @property
    def seen(self) -> Path:
        return self.warehouse / "seen.parquet"

    @property
    def allowed_host_names(self) -> frozenset[str]:
        return frozenset(name.strip().lower() for name in self.allowed_hosts.split(",") if name.strip())

    @property
    def parts(self) -> Path:
        return self.warehouse / "parts"

    @property
    def releases(self) -> Path:
        return self.warehouse / "releases"

    @property
    def pin(self) -> Path:
        return self.warehouse / "pinned"

    @property
    def damaged(self) -> Path:
        return self.warehouse / "damaged"

    @property
    def reports(self) -> Path:
        return self.warehouse / "reports"

    @property
    def logs(self) -> Path:
        return self.warehouse / "logs"

    @property
    def lock(self) -> Path:
        return self.warehouse / "lock"

    @property
    def prefect_home(self) -> Path:
        """Prefect's database of runs, so that two warehouses share none; `PREFECT_HOME` overrides it."""
        return Path(os.environ.get("PREFECT_HOME") or self.warehouse / "prefect")

    @property
    def s3_access(self) -> S3Access:
        return S3Access.from_environment()

    @property
    def worker_count(self) -> int:
        return self.workers or os.cpu_count() or 1


def _convert(variable: str, text: str, kind: type) -> object:
    if issubclass(kind, Path):
        return Path(text).expanduser().absolute()
    if kind is str:
        return text
    if kind is bool:
        return _convert_flag(variable, text)
    try:
        return int(text) if kind is int else float(text)
    except ValueError as error:
        raise ValueError(f"{variable}={text!r} is not a number") from error


def _convert_flag(variable: str, text: str) -> bool:
    flags = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    if text.strip().lower() not in flags:
        raise ValueError(f"{variable}={text!r} is neither true nor false")
    return flags[text.strip().lower()]


def prepare_environment(settings: Settings) -> None:
    """Set what Prefect, dbt and Great Expectations read at import; what is set already stays.

    Nobody phones home, Prefect keeps its database under the warehouse (so that migrations run
    once), and a Prefect server that already answers on this machine is used.
    """
    for variable, value in QUIET_ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    os.environ.setdefault("PREFECT_HOME", str(settings.prefect_home))
    try:
        settings.prefect_home.mkdir(parents=True, exist_ok=True)  # Prefect makes one level only
    except OSError as error:
        raise UnwritableError(settings.prefect_home, error) from error
    if not has_prefect_api() and local_prefect_answers(*LOCAL_PREFECT_API):
        set_prefect_api(*LOCAL_PREFECT_API)


def prepare_service(settings: Settings, port: int) -> bool:
    """Set the environment of `rostrum serve` and all that it starts; what is set already stays.

    Returns whether it needs a server of its own: none is named by `PREFECT_API_URL`.
    """
    os.environ["ROSTRUM_PROJECT"] = str(settings.project)
    os.environ["ROSTRUM_WAREHOUSE"] = str(settings.warehouse)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "WARNING")
    os.environ.setdefault("PREFECT_LOGGING_EXTRA_LOGGERS", "rostrum")  # a run's steps, in its log there
    needs_server = not has_prefect_api()
    if needs_server:
        set_prefect_api("127.0.0.1", port)
    prepare_environment(settings)
    return needs_server


def has_prefect_api() -> bool:
    """Return whether the address of a Prefect server is known."""
    return "PREFECT_API_URL" in os.environ


def set_prefect_api(host: str, port: int) -> None:
    """Make Prefect use the server at this address; before Prefect is imported."""
    os.environ["PREFECT_API_URL"] = f"http://{host}:{port}/api"


def local_prefect_answers(host: str, port: int) -> bool:
    """Return whether a Prefect server is up at this address (0.5 s at most; nothing is a no)."""
    connection = http.client.HTTPConnection(host, port, timeout=0.5)
    try:
        connection.request("GET", "/api/health")
        response = connection.getresponse()
        return response.status == 200 and response.read(8).strip() == b"true"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def limit_worker_threads() -> None:
    """Let processes that are started from now on use one thread of polars each: there is one a core."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")

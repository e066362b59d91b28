"""Start the dashboard's server."""

from __future__ import annotations

import socket
import threading

import uvicorn

from dashboard.app import build_app
from dashboard.charts import warm_up
from dashboard.releases import Releases
from flows.errors import PipelineError
from flows.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class ServerError(PipelineError):
    """The server cannot start."""


def build_server(settings: Settings, host: str, port: int) -> uvicorn.Server:
    """Return a server of the warehouse's dashboard that is not yet running."""
    releases = Releases(settings.published, settings.releases)
    threading.Thread(target=warm_up, daemon=True).start()
    hosts = ["*"] if host in ("0.0.0.0", "::") else [*LOOPBACK, host]
    config = uvicorn.Config(
        build_app(releases, hosts),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    return uvicorn.Server(config)


def run_dashboard(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted. Raises ServerError if the address is taken."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServerError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another --port"
            ) from error
    print(f"dashboard of {settings.published}: http://{host}:{port}/ (Ctrl-C ends it)", flush=True)
    build_server(settings, host, port).run()

"""Programs outside Python that tests need: found, installed from Debian's packages, or named at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from glob import glob

import pytest

INSTALL_SECONDS = 900


@dataclass(frozen=True)
class Component:
    """A program by any of its names, and the Debian package that has it."""

    commands: tuple[str, ...]
    package: str
    folders: str = ""  # a pattern of folders off the path in which the package puts them


COMPONENTS = {
    "Chromium": Component(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "PostgreSQL": Component(("initdb",), "postgresql", "/usr/lib/postgresql/*/bin"),
}
missing: set[str] = set()


def require_component(name: str) -> str:
    """Return the path of a component, installing it where that is possible.

    Where it is not, the test is skipped and the component named at the end; with CI=true it fails.
    """
    path = _find(COMPONENTS[name]) or _install(COMPONENTS[name])
    if path:
        return path
    missing.add(name)
    reason = f"{name} is missing; install the package {COMPONENTS[name].package}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _find(component: Component) -> str | None:
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), *sorted(glob(component.folders))])
    return next((path for c in component.commands if (path := shutil.which(c, path=places))), None)


def _install(component: Component) -> str | None:
    """Install with apt as root; anything else is left to the person."""
    if missing or not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", component.package]):
        try:
            subprocess.run(
                ["apt-get", "-q", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=INSTALL_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return _find(component)

"""Rules of the house that tools check: style, types, who may import whom, what may be committed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-cache"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_house_rule(check: str, root: Path) -> None:
    tool, *arguments = CHECKS[check]
    command = [str(Path(sys.executable).parent / tool), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_tracked_files_name_no_download_address(root: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    address = re.compile(r"https?://\S+\.(whl|tgz|tar\.gz)|index[-]url")
    names = [n for n in tracked.stdout.split("\0") if n and n != "tests/test_house_rules.py"]
    assert names
    assert not {"uv.lock", "pylock.toml"} & set(names)
    texts = {
        n: (root / n).read_text(encoding="utf-8", errors="replace") for n in names if (root / n).exists()
    }
    assert [n for n, text in texts.items() if address.search(text)] == []

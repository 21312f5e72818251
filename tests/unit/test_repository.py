"""What the repository promises about its own files."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tracked(*patterns: str) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def test_python_locks_hold_hashes_and_no_addresses() -> None:
    """Every locked package has an exact version and a hash; no index, no address is written down."""
    for lock in tracked("requirements/*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock.name
        for block in re.split(r"\n(?=[A-Za-z])", text.strip()):
            assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", block), block
            assert "--hash=sha256:" in block, block


def test_the_npm_lock_holds_hashes_and_no_addresses() -> None:
    """The lock of the web application has integrity hashes and no resolved addresses."""
    lock = json.loads((ROOT / "web/package-lock.json").read_text())
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package.get("link") or "integrity" in package, name


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_file_is_a_drawer_for_everything(word: str) -> None:
    """Files are named by what they hold."""
    assert not [path for path in tracked("*.py", "*.ts", "*.tsx") if path.stem.lower() == word]

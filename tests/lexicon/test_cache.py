"""The compiled form on disk: quick where it is there, never missed where it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from spin_detect.lexicon import Lexicon, cache, compiled
from spin_detect.lexicon import compile as compiling

from .conftest import FOLDER, found

TEXT = "The irruption of Japanese Europe on the off chance that officers care."


def fresh(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Return what a new process would find."""
    monkeypatch.setattr(compiling, "_LOADED", {})
    return found(compiled(Lexicon.load(FOLDER, lazy=True)), TEXT)


def test_a_second_process_need_not_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was compiled once is read from the cache, and finds the same."""
    first = fresh(monkeypatch)
    assert len(list(cache.cache_dir().glob("*.npz"))) == 1
    monkeypatch.setattr(compiling, "compile_entries", None)
    assert fresh(monkeypatch) == first
    assert len(first) == 3


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "other"])
def test_a_damaged_cache_is_made_again(monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    """A damaged file in the cache is rebuilt without a word."""
    first = fresh(monkeypatch)
    (path,) = cache.cache_dir().glob("*.npz")
    data = bytearray(path.read_bytes())
    if damage == "flipped":
        for at in range(len(data) // 3, len(data) // 2):
            data[at] ^= 255
    if damage == "other":
        with path.open("wb") as file:
            np.savez(file, entry=np.zeros(3))
    else:
        path.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "flipped": data, "foreign": b"hello"}[damage])
    assert fresh(monkeypatch) == first
    monkeypatch.setattr(compiling, "compile_entries", None)
    assert fresh(monkeypatch) == first


def test_the_cache_is_optional(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the cache cannot be written, everything works all the same."""
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("SPIN_DETECT_CACHE", str(tmp_path / "file" / "below"))
    assert len(fresh(monkeypatch)) == 3


def test_the_key_follows_content_and_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other content, another format and another library version have other keys."""
    key = cache.key_of("content")
    assert key != cache.key_of("contents")
    monkeypatch.setattr(cache, "version", lambda name: "0")
    assert key != cache.key_of("content")


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/spin-detect"),
        ("linux", {"HOME": "/h"}, "/h/.cache/spin-detect"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Caches/spin-detect"),
        ("linux", {"SPIN_DETECT_CACHE": "/own", "XDG_CACHE_HOME": "/x"}, "/own"),
    ],
)
def test_the_cache_lies_where_the_platform_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    """The folder follows `$SPIN_DETECT_CACHE`, then the habits of the platform."""
    for name in ("SPIN_DETECT_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert cache.cache_dir().as_posix() == expected

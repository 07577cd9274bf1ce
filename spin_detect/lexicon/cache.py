"""A cache of arrays on disk. It may be missing, damaged or out of bounds; then things are merely made again."""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = "3"
"""Number of the compiled form; moves with every change of what is stored or of how it is made."""
VARIABLE = "SPIN_DETECT_CACHE"


def cache_dir() -> Path:
    """Return the folder for cached files: `$SPIN_DETECT_CACHE`, else where the platform keeps such things."""
    if own := os.environ.get(VARIABLE):
        return Path(own)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "spin-detect"


def key_of(fingerprint: str) -> str:
    """Return the name under which content of this fingerprint is kept, by all versions that have a say in it."""
    parts = (FORMAT, fingerprint, sys.byteorder, *(version(name) for name in ("spacy", "lemminflect", "wordfreq")))
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def load(key: str) -> dict[str, NDArray[np.generic]] | None:
    """Return the arrays kept under `key`, None where there are none or they are damaged."""
    damaged = (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile)
    with suppress(*damaged), _path(key).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        return dict(arrays.items())
    return None


def store(key: str, arrays: Mapping[str, NDArray[np.generic]]) -> None:
    """Keep the arrays under `key`, whole or not at all; a folder that cannot be written to is no error."""
    path = _path(key)
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            part = Path(file.name)
            np.savez(file, **arrays)  # type: ignore[arg-type]
        part.replace(path)
    except OSError:
        if part is not None:
            with suppress(OSError):
                part.unlink()


def _path(key: str) -> Path:
    return cache_dir() / f"lexicon-{key}.npz"

"""The versions of tool, model and lexicon, read without loading any of them."""

from __future__ import annotations

import json
from pathlib import Path

from spin_detect import __version__

_PACKAGE = Path(__file__).parents[1]
_MODEL = _PACKAGE / "model" / "meta.json"
_LEXICONS = (_PACKAGE / "lexicon_data", _PACKAGE.parent / "lexicon")  # Installed, or in a checkout.
_UNKNOWN = "missing"


def version_line() -> str:
    """Return the line that `--version` prints."""
    return f"spin-detect {__version__} (model {model_version()}, lexicon {lexicon_version()})"


def model_version() -> str:
    """Return the version of the shipped model, or that it is missing."""
    try:
        return str(json.loads(_MODEL.read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return _UNKNOWN


def lexicon_version() -> str:
    """Return the version of the shipped lexicon, or that it is missing."""
    for folder in _LEXICONS:
        try:
            return (folder / "VERSION").read_text("utf-8").strip()
        except OSError:
            continue
    return _UNKNOWN

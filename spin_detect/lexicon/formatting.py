"""Canonical form: each lexicon file equals what its own content is written as, so that diffs show only meaning."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spin_detect.errors import LexiconError
from spin_detect.lexicon.entries import format_entries, parse_entries, read_text
from spin_detect.lexicon.load import ALLOWED_FILE, LANGUAGE, entry_paths, format_allowed, read_allowed


def formatted(path: Path) -> str:
    """Return the canonical text of a file of entries or of allowed phrases."""
    if path.name == ALLOWED_FILE:
        return format_allowed(read_allowed(path))
    return format_entries(parse_entries(read_text(path), path=path))


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files of entries and of allowed phrases that the paths name or hold."""
    files: dict[Path, None] = {}
    for path in paths:
        files |= dict.fromkeys(entry_paths(path))
        if path.is_dir():
            homes = (path, path / LANGUAGE)
            files |= {home / ALLOWED_FILE: None for home in homes if (home / ALLOWED_FILE).is_file()}
    return list(files)


def unformatted(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the files that are not in canonical form, with the text that they should have.

    Every file is read before anything is returned, so that a malformed one keeps all of them as they are.
    """
    canonical = {path: formatted(path) for path in files_of(paths)}
    return {path: text for path, text in canonical.items() if path.read_bytes() != text.encode()}


def write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever sees half of it."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise LexiconError(f"{path}: cannot be written: {error.strerror or error}") from error

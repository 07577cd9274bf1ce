"""Which files there are to read: paths, folders and standard input, all checked before any work."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from spin_detect.errors import InputError
from spin_detect.reading.documents import STDIN, Format, ReadOptions

SUFFIXES = {
    Format.TEXT: (".txt", ".text", ".md", ".markdown", ".rst"),
    Format.HTML: (".html", ".htm", ".xhtml"),
    Format.JSONL: (".jsonl", ".ndjson"),
    Format.PARQUET: (".parquet", ".pq"),
    Format.WARC: (".warc",),
}
"""The endings by which files are taken from a folder, and understood."""

COMPRESSIONS = (".gz", ".zst", ".xz", ".bz2")
"""The endings that may follow them."""

_FORMATS = {suffix: format_ for format_, suffixes in SUFFIXES.items() for suffix in suffixes}


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, or standard input where `path` is `None`.

    `name` is how people write it; `inside` its path below the folder that was asked for, its bare name otherwise.
    """

    name: str
    path: Path | None
    inside: PurePath

    @property
    def compressed(self) -> bool:
        """Whether the name says that the file is compressed."""
        return PurePath(self.name).suffix.lower() in COMPRESSIONS

    @property
    def suffix(self) -> str:
        """The ending of the name, without that of the compression."""
        name = PurePath(self.name)
        return (PurePath(name.stem) if self.compressed else name).suffix.lower()

    @property
    def format(self) -> Format | None:
        """What the name says of the format, `None` where it says nothing."""
        return _FORMATS.get(self.suffix)


def find_inputs(paths: Iterable[str | Path], options: ReadOptions | None = None) -> tuple[Input, ...]:
    """Return the files that `paths` name; folders are searched to the bottom, in sorted order.

    Raises `InputError` for a missing path, for a folder without a file to read, and for standard input named twice.
    """
    options = options or ReadOptions()
    inputs: list[Input] = []
    for path in paths:
        if str(path) == STDIN:
            inputs.append(_stdin(options))
        else:
            inputs.extend(_below(Path(path), options))
    if not inputs:
        raise InputError("no input: name at least one file or folder, or - for standard input")
    if sum(found.path is None for found in inputs) > 1:
        raise InputError("standard input (-) is named twice; it can be read only once")
    return tuple(inputs)


def _stdin(options: ReadOptions) -> Input:
    name = options.stdin_filename or "<stdin>"
    return Input(name, None, PurePath(PurePath(name).name))


def _below(path: Path, options: ReadOptions) -> Iterator[Input]:
    """Yield `path` itself, or the files to read in the folder `path`."""
    try:
        exists, is_folder = path.exists(), path.is_dir()
    except (OSError, ValueError) as error:
        raise InputError(f"{_shown(path)}: cannot be looked up: {error}") from error
    if not exists:
        raise InputError(f"{_shown(path)}: no such file or folder")
    if not is_folder:
        yield Input(_shown(path), path, PurePath(path.name))
        return
    found = False
    for file in _walk(path):
        entry = Input(_shown(file), file, file.relative_to(path))
        if entry.format is not None and options.format in (Format.AUTO, entry.format):
            found = True
            yield entry
    if not found:
        raise InputError(f"{_shown(path)}: no text in this folder; looked for {_wanted(options.format)}")


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below `folder`, sorted; hidden ones are left out, links to folders not followed."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: this folder cannot be read: {error.strerror}") from error

    for root, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(root) / name


def _wanted(format_: Format) -> str:
    """Return the endings that a folder is searched for, as a message writes them."""
    suffixes = list(_FORMATS) if format_ is Format.AUTO else list(SUFFIXES[format_])
    return f"{' '.join(suffixes)}, each also with {' '.join(COMPRESSIONS)}"


def _shown(path: Path) -> str:
    """Return `path` as text that can be printed, whatever bytes the file name holds."""
    return os.fsencode(path).decode("utf-8", "replace")

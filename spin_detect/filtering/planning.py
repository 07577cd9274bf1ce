"""The plan of a run: which files there are, how they are cut into shards, and where their documents go."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePath

from spin_detect.errors import InputError
from spin_detect.filtering.outputs import require_zstandard
from spin_detect.reading import Format, Input, Range, ReadOptions, check_format, find_inputs

SINGLE = (Format.TEXT, Format.HTML)
"""Formats in which a file is one document."""

_GROUP = 200  # Files of one document each that make a shard: a marker for every page would cost more than its text.

_PIECE_BYTES = 2**20  # Two seconds of work: pieces are shared out evenly, and little is done again after a stop.
_MOST_PIECES = 1000
_COMPRESSED_PIECE_BYTES = 4 * 2**20  # Decompressed ones: a shard has to decompress what lies before its range.
_MOST_COMPRESSED_PIECES = 16
_EXPANSION = 4  # Times that text usually grows when it is decompressed. The last piece takes what is beyond.
_QUICK = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of work that is done as a whole or not at all: one file of many records, or many files of one document.

    `places` are the paths of the files below the folders of kept and dropped documents. Of a big file of lines, `span`
    is the range that this shard has of it.
    """

    number: int
    format: Format
    inputs: tuple[Input, ...]
    places: tuple[PurePath, ...]
    size: int
    span: Range | None = None

    @property
    def name(self) -> str:
        """The name of the marker."""
        return f"{self.number:07d}"


def find_files(paths: Iterable[str | Path], options: ReadOptions, folder: Path) -> tuple[Input, ...]:
    """Return the files that paths and patterns name, without those in the output `folder`.

    Raises `InputError` for a pattern without a match, a file named twice, or one whose format nothing tells.
    """
    found = find_inputs(_expanded(paths), options)
    out = folder.resolve()
    seen: dict[Path, Input] = {}
    for source in found:
        if source.path is None:
            raise InputError("standard input (-) is filtered alone and goes to standard output: spin-detect filter -")
        path = source.path.resolve()
        if path.is_relative_to(out):
            continue
        if path in seen:
            raise InputError(f"{source.name}: named twice; each file can be filtered only once in a run")
        seen[path] = source
    if not seen:
        raise InputError(f"no input outside of the output folder {folder}")
    _check(seen.values(), options)
    return tuple(seen.values())


def make_shards(inputs: Sequence[Input], options: ReadOptions) -> list[Shard]:
    """Cut the inputs into shards, in order; the same inputs always give the same shards."""
    shards: list[Shard] = []
    placed = list(zip(inputs, _places(inputs), strict=True))
    for format_, group in groupby(placed, key=lambda pair: format_of(pair[0], options)):
        members = list(group)
        step = _GROUP if format_ in SINGLE else 1
        for start in range(0, len(members), step):
            sources, places = zip(*members[start : start + step], strict=True)
            size = sum(_path(source).stat().st_size for source in sources)
            spans = _spans(sources[0], size) if format_ is Format.JSONL else [None]
            shards += [
                Shard(len(shards) + number, format_, sources, places, size // len(spans), span)
                for number, span in enumerate(spans)
            ]
    return shards


def _spans(source: Input, size: int) -> list[Range | None]:
    """Cut a big file of lines into ranges; by its size alone, so that each run cuts it the same way."""
    pieces = size // _PIECE_BYTES
    length = max(_PIECE_BYTES, size // _MOST_PIECES + 1)
    if source.compressed:
        grown = size * _EXPANSION
        pieces = grown // _COMPRESSED_PIECE_BYTES if PurePath(source.name).suffix.lower() in _QUICK else 0
        length = max(_COMPRESSED_PIECE_BYTES, grown // _MOST_COMPRESSED_PIECES + 1)
    if pieces < 2:
        return [None]
    whole = size * _EXPANSION if source.compressed else size
    starts = range(0, whole, length)
    return [Range(start, end) for start, end in zip(starts, [*starts[1:], None], strict=True)]


def format_of(source: Input, options: ReadOptions) -> Format:
    """Return the format that was asked for, else the one that the name tells."""
    if options.format is not Format.AUTO:
        return options.format
    if source.format is None:
        raise InputError(f"{source.name}: the name does not tell the format; pass --input-format")
    return source.format


def _check(inputs: Iterable[Input], options: ReadOptions) -> None:
    """Raise an error now for what would break every document of some input later."""
    for format_ in sorted({format_of(source, options) for source in inputs}):
        check_format(ReadOptions(format_))
    if any(PurePath(source.name).suffix.lower() == ".zst" for source in inputs):
        require_zstandard()


def _expanded(paths: Iterable[str | Path]) -> Iterator[str | Path]:
    """Yield paths, with the matches in the place of a pattern that the shell has left alone."""
    for path in paths:
        if os.path.lexists(path) or not glob.has_magic(str(path)):
            yield path
            continue
        matches = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - the pattern may be absolute
        if not matches:
            raise InputError(f"{path}: no file or folder matches this pattern")
        yield from matches


def _places(inputs: Sequence[Input]) -> list[PurePath]:
    """Return where each input goes below an output folder.

    That is its place below the folder that was named; where two would meet, all keep their folders from the first
    one that they do not share.
    """
    inside = [source.inside for source in inputs]
    if len(set(inside)) == len(inside):
        return inside
    paths = [_path(source).resolve() for source in inputs]
    common = Path(os.path.commonpath([path.parent for path in paths]))
    return [path.relative_to(common) for path in paths]


def _path(source: Input) -> Path:
    assert source.path is not None
    return source.path

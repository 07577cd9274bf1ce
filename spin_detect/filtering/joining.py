"""The end of a run: what shards left in pieces is put together, in the order of the input."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from spin_detect.filtering.outputs import json_line, open_output
from spin_detect.reading import Input, ReadOptions, lines_before
from spin_detect.reading.streams import open_input

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard


def join_pieces(folder: RunFolder, shards: Sequence[Shard], options: FilterOptions) -> None:
    """Put the pieces of each file that was cut together in its place, then remove them.

    A file in its place is whole: stopped in between, the next run only removes what is left of the pieces.
    """
    for place, members in _cut_files(shards):
        for pieces, target in (
            ([folder.kept_file(shard) for shard in members], folder.kept / place),
            ([folder.dropped_file(shard) for shard in members], folder.dropped / place),
        ):
            if not target.exists():
                join_files(pieces, target, options)
            for piece in pieces:
                piece.unlink(missing_ok=True)


def join_failures(folder: RunFolder, shards: Sequence[Shard], options: FilterOptions) -> None:
    """Put the lists of what could not be read together; records in pieces of a file are counted from its beginning."""
    lines = _lines_before(folder, shards, options)
    present = [shard for shard in shards if folder.failures(shard).is_file()]
    if not present:
        return
    with open_output(folder.failed) as whole:
        for shard in present:
            with folder.failures(shard).open("rb") as file:
                if shard.number not in lines:
                    shutil.copyfileobj(file, whole)
                    continue
                whole.writelines(json_line(_counted_on(json.loads(line), lines[shard.number])) for line in file)


def join_files(parts: Sequence[Path], target: Path, options: FilterOptions | None = None) -> None:
    """Write the files in `parts`, as far as they exist, one after another to `target`; if none does there is none.

    They are decompressed and compressed again, so that the whole is one stream: some readers stop after the first.
    """
    present = [part for part in parts if part.is_file()]
    if not present:
        return
    with open_output(target) as whole:
        for part in present:
            source = Input(str(part), part, PurePath(part.name))
            with open_input(source, options.read if options else ReadOptions()) as file:
                shutil.copyfileobj(file, whole)


def _cut_files(shards: Sequence[Shard]) -> Iterator[tuple[PurePath, list[Shard]]]:
    """Yield the files that were cut, each with its shards."""
    cut = (shard for shard in shards if shard.span is not None)
    for place, members in groupby(cut, key=lambda shard: shard.places[0]):
        yield place, list(members)


def _lines_before(folder: RunFolder, shards: Sequence[Shard], options: FilterOptions) -> dict[int, int]:
    """Return how many lines stand before the ranges of the files that have failures, by the number of the shard."""
    counts: dict[int, int] = {}
    for _, members in _cut_files(shards):
        if any(folder.failures(shard).is_file() for shard in members):
            places = [shard.span.start for shard in members if shard.span]
            before = lines_before(members[0].inputs[0], places, options.read)
            counts |= {shard.number: count for shard, count in zip(members, before, strict=False)}
    return counts


def _counted_on(record: dict[str, Any], before: int) -> dict[str, Any]:
    """Return the line of a failure with its record counted from the beginning of the file."""
    number = record["record"]
    if not before:
        return record
    counted = before + (1 if number is None else number)
    own = record["id"] == f"{record['file']}:{number}"
    return {**record, "record": counted, "id": f"{record['file']}:{counted}" if own else record["id"]}

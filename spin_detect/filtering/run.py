"""A bulk run from end to end."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spin_detect.filtering.folder import SCHEMA, RunFolder, fingerprint
from spin_detect.filtering.joining import join_failures, join_files, join_pieces
from spin_detect.filtering.options import FilterOptions
from spin_detect.filtering.outputs import write_json
from spin_detect.filtering.planning import Shard, find_files, make_shards
from spin_detect.filtering.pool import run_shards
from spin_detect.filtering.tally import Tally


@dataclass(slots=True)
class Progress:
    """How far a run is, in shards, bytes of input and documents.

    What was done before the run was taken up again is in `shards_done` and `size_done`, and once more in
    `size_earlier`; documents are those of this time only, `documents_done` those in finished shards.
    """

    shards: int
    size: int
    shards_done: int = 0
    size_done: int = 0
    documents: int = 0
    spun: int = 0
    documents_done: int = 0
    size_earlier: int = 0


def run_filter(
    paths: Iterable[str | Path],
    output: Path,
    options: FilterOptions | None = None,
    *,
    jobs: int = 1,
    watch: Callable[[Progress], None] = lambda _: None,
) -> Tally:
    """Filter the documents in `paths` into the folder `output` and return the counts; `jobs` of 0 is one a core.

    Stopped at any moment and called again with the same arguments, it goes on where it was, and ends with the same
    files. `watch` is called as documents pass. Raises `ConfigError` for a folder that belongs to another run.
    """
    started = time.monotonic()
    options = options or FilterOptions()
    inputs = find_files(paths, options.read, output)
    shards = make_shards(inputs, options.read)
    identity = fingerprint(inputs, options)
    folder = RunFolder(output)
    with folder.opened(identity):
        progress = Progress(len(shards), sum(shard.size for shard in shards))
        waiting = []
        for shard in shards:
            if folder.result(shard) is None:
                waiting.append(shard)
            else:
                _finished(progress, shard)
        progress.size_earlier = progress.size_done

        def advance(documents: int, spun: int) -> None:
            progress.documents += documents
            progress.spun += spun
            watch(progress)

        workers = min(jobs or os.cpu_count() or 1, max(1, len(waiting)))
        for shard, counts, _ in run_shards(waiting, folder, options, workers, advance):
            progress.documents_done += counts.documents + counts.failed
            _finished(progress, shard)
            watch(progress)
        return _conclude(folder, shards, options, identity, started)


def _finished(progress: Progress, shard: Shard) -> None:
    progress.shards_done += 1
    progress.size_done += shard.size


def _conclude(
    folder: RunFolder, shards: Sequence[Shard], options: FilterOptions, identity: dict[str, Any], started: float
) -> Tally:
    """Put together what the shards left, in their order, and return the counts of all."""
    total, work = Tally(), 0.0
    for shard in shards:
        counts, spent = folder.result(shard) or (Tally(), 0.0)
        total.merge(counts)
        work += spent
    join_pieces(folder, shards, options)
    join_failures(folder, shards, options)
    join_files([folder.decisions(shard) for shard in shards], folder.documents)
    told = {
        "schema": SCHEMA,
        **total.told(),
        "inputs": len(identity["inputs"]),
        "shards": len(shards),
        "versions": identity["versions"],
        "options": identity["options"],
        "seconds": round(time.monotonic() - started, 3),
        "work_seconds": round(work, 3),
    }
    write_json(folder.summary, told)
    return total

"""Working on one shard: read, judge, write, and only then mark it as done."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from spin_detect.filtering.outputs import LazyOutput
from spin_detect.filtering.planning import SINGLE
from spin_detect.filtering.sinks import make_sink
from spin_detect.filtering.tally import Tally
from spin_detect.filtering.treatment import treat
from spin_detect.reading import Document, FailedDocument, read_input
from spin_detect.running import analyzed

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard

Advance = Callable[[int, int], None]
"""Called with the numbers of documents and of spun ones since the last call; it may raise to stop the work."""

_STEP = 50


def work_shard(shard: Shard, folder: RunFolder, options: FilterOptions, advance: Advance) -> tuple[Tally, float]:
    """Filter a shard; return its counts and the seconds that it took.

    All files come into place when all documents are through. Whatever stops the work before leaves none of them.
    """
    started = time.monotonic()
    counts = Tally()
    with ExitStack() as stack:
        sink = make_sink(shard, folder, options, stack)
        failures = LazyOutput(stack, folder.failures(shard))

        def fail(document: Document | FailedDocument, error: str) -> None:
            breaks_off = isinstance(document, FailedDocument) and document.breaks_off
            failures.write_line(failure_record(document, error))
            counts.failed += 1
            counts.broken_inputs += breaks_off and shard.format not in SINGLE

        told, spun = 0, 0
        for number, (document, outcome) in enumerate(analyzed(_documents(shard, options), options.settings), 1):
            if outcome.failed or isinstance(document, FailedDocument):
                sink.skip(document)
                fail(document, outcome.analysis.error or "")
            else:
                treated = treat(document, outcome.analysis, options)
                sink.add(treated)
                counts.add(treated)
                spun += outcome.flagged
            if number % _STEP == 0:
                advance(number - told, spun)
                told, spun = number, 0
        sink.finish()
        advance(counts.documents + counts.failed - told, spun)
    seconds = time.monotonic() - started
    folder.finish(shard, counts, seconds)
    return counts, seconds


def failure_record(document: Document | FailedDocument, error: str) -> dict[str, Any]:
    """Return the line of `failed.jsonl` for a document."""
    return {"file": document.source, "record": document.record, "id": document.id, "error": error}


def _documents(shard: Shard, options: FilterOptions) -> Iterator[Document | FailedDocument]:
    """Yield the documents of a shard."""
    read = replace(options.read, format=shard.format)
    for source in shard.inputs:
        yield from read_input(source, read, shard.span)

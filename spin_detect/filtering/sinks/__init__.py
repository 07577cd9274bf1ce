"""Sinks: where the documents of a shard are written, each in the format that it came in."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from spin_detect.filtering.sinks.files import FilesSink
from spin_detect.filtering.sinks.jsonl import JsonlSink
from spin_detect.filtering.sinks.sink import Sink
from spin_detect.reading import Format

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard

__all__ = ["Sink", "make_sink"]


def make_sink(shard: Shard, folder: RunFolder, options: FilterOptions, stack: ExitStack) -> Sink:
    """Return the sink for a shard; its files take their places when `stack` is closed."""
    if shard.format is Format.JSONL:
        return JsonlSink(shard, folder, options, stack)
    if shard.format is Format.PARQUET:
        from spin_detect.filtering.sinks.parquet import ParquetSink

        return ParquetSink(shard, folder, options, stack)
    if shard.format is Format.WARC:
        from spin_detect.filtering.sinks.warc import WarcSink

        return WarcSink(shard, folder, options, stack)
    return FilesSink(shard, folder, options, stack)

"""What all sinks have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import ExitStack
from typing import TYPE_CHECKING

from spin_detect.filtering.outputs import LazyOutput

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard
    from spin_detect.filtering.treatment import Treated
    from spin_detect.reading import Document, FailedDocument


class Sink(ABC):
    """Takes the documents of a shard in the order of the input."""

    def __init__(self, shard: Shard, folder: RunFolder, options: FilterOptions, stack: ExitStack) -> None:
        self.shard = shard
        self.options = options
        self.stack = stack
        self.kept = LazyOutput(stack, folder.kept_file(shard))
        self.dropped = LazyOutput(stack, folder.dropped_file(shard))

    @abstractmethod
    def add(self, treated: Treated) -> None:
        """Write a document where it belongs."""

    def skip(self, document: Document | FailedDocument) -> None:
        """Pass over a record that could not be read or scored. That it failed is written elsewhere."""
        return

    def finish(self) -> None:
        """Write what remains."""
        return

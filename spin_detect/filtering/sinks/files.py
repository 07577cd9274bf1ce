"""Text and HTML: files are copied as they are; what was decided on each is a line in `documents.jsonl`."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from spin_detect.filtering.outputs import LazyOutput, open_output
from spin_detect.filtering.sinks.sink import Sink
from spin_detect.reading import Document, Format, Input

if TYPE_CHECKING:
    from spin_detect.filtering.folder import RunFolder
    from spin_detect.filtering.options import FilterOptions
    from spin_detect.filtering.planning import Shard
    from spin_detect.filtering.treatment import Treated


class FilesSink(Sink):
    """Writes one file a document, and a line that tells of it.

    A text whose wording changes is written in its own encoding. A page stays as it is; its new wording, which has no
    markup, goes into a text file beside it.
    """

    def __init__(self, shard: Shard, folder: RunFolder, options: FilterOptions, stack: ExitStack) -> None:
        super().__init__(shard, folder, options, stack)
        self._folder = folder
        self._decisions = LazyOutput(stack, folder.decisions(shard))
        self._sources = {source.name: (source, place) for source, place in zip(shard.inputs, shard.places, strict=True)}

    def add(self, treated: Treated) -> None:
        """Write a file."""
        document = treated.document
        source, place = self._sources[document.source]
        target = (self._folder.kept if treated.decision else self._folder.dropped) / place
        if treated.text is None:
            _copy(source, target)
        elif document.format is Format.TEXT:
            _write(target, _encoded(document, treated.text))
        else:
            _copy(source, target)
            _write(target.with_name(f"{_bare(place)}.txt"), treated.text.encode("utf-8"))
        told = {"file": document.source, "kept": bool(treated.decision), **document.metadata, **treated.fields}
        self._decisions.write_line(told)


def _copy(source: Input, target: Path) -> None:
    assert source.path is not None
    with source.path.open("rb") as file, open_output(target, raw=True) as copy:
        shutil.copyfileobj(file, copy)


def _write(target: Path, data: bytes) -> None:
    with open_output(target) as file:
        file.write(data)


def _encoded(document: Document, text: str) -> bytes:
    """Return the text in the encoding of its file, in UTF-8 where that lacks a character."""
    try:
        return document.bom + text.encode(document.encoding or "utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8")


def _bare(place: PurePath) -> str:
    """Return the name without the ending of a compression."""
    return place.stem if Input(place.name, None, place).compressed else place.name

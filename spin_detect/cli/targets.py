"""Where restored texts go: one stream, a folder that mirrors the inputs, or the files themselves."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from spin_detect.errors import InputError
from spin_detect.files import atomic_file
from spin_detect.filtering.outputs import json_line
from spin_detect.reading import Document, Format, Input
from spin_detect.records import Analysis

_UTF8 = "utf-8"


def as_written(document: Document, restored: str, *, text_field: str = "text", plain: bool = False) -> bytes:
    """Return the bytes of a restored text: as its file was written, with `plain` in UTF-8, as a line for JSON Lines.

    Raises `InputError` for a format that is not written, and for characters that the encoding of the file lacks.
    """
    if document.format in (Format.PARQUET, Format.WARC):
        raise InputError(f"restore does not write {document.format}; use spin-detect filter --mode restore")
    if document.format is Format.JSONL:
        changed = {text_field: restored} if restored != document.text else {}
        return json_line({**document.metadata, **changed})
    if plain or document.encoding is None:
        return restored.encode(_UTF8, "replace")
    try:
        return document.bom + restored.encode(document.encoding)
    except UnicodeEncodeError as error:
        raise InputError(f"the restored text cannot be written as {document.encoding}: {error.reason}") from error


class StreamTarget:
    """Everything into one stream; more than one text only where they are lines of JSON."""

    def __init__(self, stream: BinaryIO, text_field: str, *, plain: bool = False) -> None:
        self._stream = stream
        self._text_field = text_field
        self._plain = plain

    def write(self, document: Document, analysis: Analysis) -> None:
        """Write one text."""
        self._stream.write(as_written(document, analysis.restored, text_field=self._text_field, plain=self._plain))
        self._stream.flush()


class FolderTarget:
    """One file an input below a folder, under the name that it has below the folder that was named."""

    def __init__(self, folder: Path, inputs: Sequence[Input], text_field: str) -> None:
        self._text_field = text_field
        self._paths = {source.name: folder / _plain_name(source) for source in inputs}
        self._source: str | None = None
        self._stack = ExitStack()
        self._file: BinaryIO
        _refuse_collisions(self._paths, inputs)

    def __enter__(self) -> FolderTarget:
        return self

    def __exit__(self, *error: Any) -> None:
        self._stack.__exit__(*error)

    def write(self, document: Document, analysis: Analysis) -> None:
        """Write one text; the lines of one JSON Lines file go to one file."""
        data = as_written(document, analysis.restored, text_field=self._text_field)
        if document.source != self._source:
            self._stack.close()
            self._file = self._stack.enter_context(self._opened(self._paths[document.source]))
            self._source = document.source
        self._file.write(data)

    def _opened(self, path: Path) -> AbstractContextManager[BinaryIO]:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"{path.parent}: cannot be made a folder: {error.strerror}") from error
        return atomic_file(path)


class InPlaceTarget:
    """The files themselves, in their own encoding and line ends; files without a change are left alone."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        if any(source.path is None for source in inputs):
            raise InputError("--in-place cannot change standard input (-)")
        self._inputs = {source.name: source for source in inputs}

    def write(self, document: Document, analysis: Analysis) -> None:
        """Put the restored text in the place of the file."""
        source = self._inputs[document.source]
        if document.format is not Format.TEXT or source.compressed or source.path is None:
            raise InputError("cannot be changed in place, only plain text files can; use -o DIR")
        if document.encoding is None:
            raise InputError("cannot be changed in place: not all of its bytes could be decoded; use -o DIR")
        if analysis.restored == document.text:
            return
        data = as_written(document, analysis.restored)
        if not os.access(source.path, os.W_OK):
            raise InputError("cannot be changed in place: the file is write-protected")
        with atomic_file(source.path) as file:
            file.write(data)


def stdout_target(text_field: str) -> StreamTarget:
    """Return the target that writes to stdout: bytes as they were, but UTF-8 on a terminal."""
    sys.stdout.flush()
    return StreamTarget(sys.stdout.buffer, text_field, plain=sys.stdout.isatty())


def _plain_name(source: Input) -> PurePath:
    """Return the name of the restored file: without the ending of a compression, and as text for HTML."""
    name = source.inside
    if source.compressed:
        name = name.with_name(name.stem)
    if source.format is Format.HTML:
        name = name.with_suffix(".txt")
    if source.path is None and name.name.startswith("<"):
        name = PurePath("stdin.txt")
    return name


def _refuse_collisions(paths: dict[str, Path], inputs: Sequence[Input]) -> None:
    """Raise `InputError` where two inputs would be written to one file, or an input over itself."""
    owners: dict[Path, str] = {}
    own = {source.path.resolve() for source in inputs if source.path is not None}
    for name, path in paths.items():
        if path in owners:
            raise InputError(f"{owners[path]} and {name} would both be written to {path}; restore them apart")
        if path.resolve() in own:
            raise InputError(f"{path} is an input; to change files themselves use --in-place")
        owners[path] = name

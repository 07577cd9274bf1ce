"""Streaming: records from standard input, kept ones to standard output, line by line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from spin_detect.errors import ConfigError, InputError
from spin_detect.filtering.options import FilterOptions
from spin_detect.filtering.outputs import json_line, make_folder
from spin_detect.filtering.sinks.jsonl import as_record
from spin_detect.filtering.tally import Tally
from spin_detect.filtering.treatment import treat
from spin_detect.filtering.working import failure_record
from spin_detect.reading import STDIN, Document, FailedDocument
from spin_detect.reading.charset import without_surrogates
from spin_detect.reading.jsonl import document_of_record, parse_line
from spin_detect.running import Work, analyzed

_PIECE = 256 * 1024  # Bytes taken at once: the lines in them are judged together.
_NAME = "<stdin>"


class Source(Protocol):
    """Anything whose `read1` gives what there is, and waits only when there is nothing."""

    def read1(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


Line = tuple[int, bytes | None]
"""The number of a line and its bytes, `None` where it is too long."""


def filter_stream(
    source: Source, target: BinaryIO, options: FilterOptions, *, folder: Path | None = None, counts: Tally | None = None
) -> Iterator[Work]:
    """Filter lines of JSON from `source` to `target`; yield each document once it is written, and count it.

    What has arrived is judged together, and written before the next bytes are asked for: nothing waits for lines that
    are still to come, memory is bounded, and a slow reader slows down the writer. Dropped records and lines that
    could not be read go to files in `folder`, if one is named.
    """
    counts = Tally() if counts is None else counts
    with ExitStack() as stack:
        aside = Aside(stack, folder)
        for lines in arrived_lines(source, options.read.max_document_bytes):
            numbered = [
                (line, _document(number, line, options)) for number, line in lines if line is None or line.strip()
            ]
            for (line, _), work in zip(
                numbered, analyzed((document for _, document in numbered), options.settings), strict=True
            ):
                _write(work, line, target, aside, options, counts)
                yield work


class Aside:
    """The files of what does not go on: `dropped/stdin.jsonl` and `failed.jsonl`."""

    def __init__(self, stack: ExitStack, folder: Path | None) -> None:
        self._dropped = self._failed = None
        if folder is None:
            return
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigError(f"{folder}: is not an empty folder; a stream cannot be taken up again, name a new one")
        make_folder(folder / "dropped")
        self._dropped = stack.enter_context((folder / "dropped" / "stdin.jsonl").open("wb"))
        self._failed = stack.enter_context((folder / "failed.jsonl").open("wb"))

    def drop(self, record: dict[str, Any]) -> None:
        """Set a spun record aside."""
        _put(self._dropped, record)

    def fail(self, record: dict[str, Any], line: bytes | None) -> None:
        """Set a line aside that could not be read. The line itself is kept: nobody else has it any more."""
        shown = None if line is None else without_surrogates(line.decode("utf-8", "backslashreplace"))[0].rstrip("\n")
        _put(self._failed, {**record, "line": shown})


def arrived_lines(source: Source, limit: int) -> Iterator[list[Line]]:
    """Yield the lines that have arrived together; `None` for one of more than `limit` bytes, which is not held."""
    number, held, too_long = 1, bytearray(), False
    while piece := source.read1(_PIECE):
        whole, newline, rest = piece.rpartition(b"\n")
        if newline:
            first, *others = whole.split(b"\n")
            lines: list[Line] = [(number, None if too_long or len(held) + len(first) > limit else bytes(held) + first)]
            lines += [(number + place, line) for place, line in enumerate(others, 1)]
            yield lines
            number += len(lines)
            held, too_long = bytearray(), False
        too_long = too_long or len(held) + len(rest) > limit
        if too_long:
            held.clear()
        else:
            held += rest
    if held or too_long:
        yield [(number, None if too_long else bytes(held))]


def standard_input() -> Source:
    """Return standard input, read without waiting for more than there is."""
    return _Descriptor(0)


class _Descriptor:
    def __init__(self, number: int) -> None:
        self._number = number

    def read1(self, size: int, /) -> bytes:
        return os.read(self._number, size)


def _document(number: int, line: bytes | None, options: FilterOptions) -> Document | FailedDocument:
    place = f"{_NAME}:{number}"
    if line is None:
        limit = options.read.max_document_bytes
        return FailedDocument(place, _NAME, number, f"the line is longer than the limit of {limit:,} bytes")
    try:
        record, warnings = parse_line(line)
    except InputError as error:
        return FailedDocument(place, _NAME, number, str(error))
    return document_of_record(record, _NAME, number, options.read, warnings=warnings)


def _write(
    work: Work, line: bytes | None, target: BinaryIO, aside: Aside, options: FilterOptions, counts: Tally
) -> None:
    document, outcome = work
    if outcome.failed or isinstance(document, FailedDocument):
        counts.failed += 1
        aside.fail(failure_record(document, outcome.analysis.error or ""), line)
        return
    treated = treat(document, outcome.analysis, options)
    counts.add(treated)
    record = as_record(treated, options.read.text_field)
    if treated.decision:
        target.write(json_line(record))
        target.flush()
    else:
        aside.drop(record)


def _put(file: BinaryIO | None, record: dict[str, Any]) -> None:
    if file is not None:
        file.write(json_line(record))
        file.flush()


def is_stream(paths: list[Path]) -> bool:
    """Say whether standard input is what is to be filtered."""
    return [str(path) for path in paths] == [STDIN]

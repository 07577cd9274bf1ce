"""Ranges: the lines of a big file that begin between two places, so that several processes can share it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from spin_detect.errors import InputError
from spin_detect.reading.documents import ReadOptions
from spin_detect.reading.inputs import Input
from spin_detect.reading.streams import DamagedError, open_input

_BUFFER = 256 * 1024


@dataclass(frozen=True, slots=True)
class Range:
    """The lines that begin at byte `start` or later and before `end` (`None` for the end of the file).

    Bytes count after decompression. Ranges that follow one another share out all lines, each to one.
    """

    start: int
    end: int | None


def lines_in(stream: io.BufferedReader, span: Range) -> io.BufferedReader:
    """Return a reader of the lines of `stream`, which is at its beginning, that are in the range."""
    return io.BufferedReader(_Lines(stream, span), _BUFFER)


def lines_before(source: Input, places: Iterable[int], options: ReadOptions) -> list[int]:
    """Return how many lines begin before each of the places, which go up. Of a damaged file all that can be read."""
    counts, count, at = [], 0, 0
    with open_input(source, options) as stream, suppress(InputError):
        for place in places:
            while at < place - 1 and (data := stream.read1(min(_BUFFER, place - 1 - at))):
                at += len(data)
                count += data.count(b"\n")
            # The line that stands across the place begins before it, unless the byte before the place ends a line.
            counts.append(count + (place > 0))
    return counts


class _Lines(io.RawIOBase):
    """The bytes from the first line that begins in the range to the first that begins behind it."""

    def __init__(self, stream: io.BufferedReader, span: Range) -> None:
        self._stream = stream
        self._end = span.end
        self._at = 0
        self._open = True
        if span.start:
            # What is damaged up to here is told where it is read; there is nothing behind it.
            try:
                self._skip(span.start - 1)
                self._to_line_end()
            except DamagedError:
                self._open = False
        if self._end is not None and self._at >= self._end:
            self._open = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._open:
            return 0
        if self._end is None or self._at < self._end - 1:
            size = len(buffer) if self._end is None else min(len(buffer), self._end - 1 - self._at)
            data = self._stream.read1(size)
        else:
            # The last line of the range goes on to its own end.
            data, ended = self._line_piece(len(buffer))
            self._open = not ended
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)

    def _skip(self, place: int) -> None:
        if self._stream.seekable():
            self._at = self._stream.seek(place)
            return
        while self._at < place and (data := self._stream.read1(min(_BUFFER, place - self._at))):
            self._at += len(data)

    def _to_line_end(self) -> None:
        ended = False
        while not ended:
            data, ended = self._line_piece(_BUFFER)
            self._at += len(data)

    def _line_piece(self, size: int) -> tuple[bytes, bool]:
        """Return what is there of the current line, and whether that is its end or that of the file."""
        data = self._stream.readline(size) if self._buffered_line(size) else self._stream.read1(size)
        return data, not data or data.endswith(b"\n")

    def _buffered_line(self, size: int) -> bool:
        """Say whether a line end lies in the bytes at hand: only then `readline` cannot run into damage behind them."""
        return b"\n" in self._stream.peek(1)[:size]

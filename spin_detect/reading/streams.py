"""Opening an input: decompression on the fly, within limits, with the damage told in words."""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, Protocol

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.reading.documents import ReadOptions
from spin_detect.reading.inputs import Input

_MAGIC = ((b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"\xfd7zXZ\x00", "xz"), (b"BZh", "bzip2"))
_FREE = 256 * 2**20  # So much may come out of a file, however small it is, before its expansion is questioned.
_BUFFER = 256 * 1024
_ZSTD_PIECE = 2048  # Four bytes of zstd can stand for 128 KB: pieces of this size keep what comes out at once small.


class DamagedError(InputError):
    """The bytes of a file break off or make no sense from some place on; what came before is good."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@contextmanager
def open_input(source: Input, options: ReadOptions) -> Iterator[io.BufferedReader]:
    """Open `source` for reading bytes, decompressed, with `peek`.

    Reading raises `InputError` where the compressed data is damaged, cut short or grows beyond `max_expansion`.
    """
    if source.path is None:
        yield _decompressed(_buffered(sys.stdin.buffer), options)
        return
    with source.path.open("rb", buffering=_BUFFER) as file:
        yield _decompressed(_buffered(file), options)


def read_limited(stream: _Readable, limit: int) -> bytes:
    """Return all of `stream`. Raises `InputError` when there are more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"larger than the limit of {_size(limit)} for one document; split it")
    return data


def _buffered(file: BinaryIO) -> io.BufferedReader:
    return file if isinstance(file, io.BufferedReader) else io.BufferedReader(_Adapter(file), _BUFFER)


def _decompressed(file: io.BufferedReader, options: ReadOptions) -> io.BufferedReader:
    """Return `file` itself, or a reader of what is compressed in it, told by its first bytes."""
    head = file.peek(8)[:8]
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return io.BufferedReader(_Expanding(file, name, options.max_expansion), _BUFFER)
    return file


class _Adapter(io.RawIOBase):
    """A raw stream over anything with `read`, as `BufferedReader` wants it."""

    def __init__(self, inner: _Readable) -> None:
        # `read1` gives what is there; `read` would throw it away when the data breaks off before the buffer is full.
        self._read: Callable[[int], bytes] = getattr(inner, "read1", inner.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        data = self._take(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        return self._read(size)


class _Expanding(_Adapter):
    """What comes out of a compressed file, counted on both sides."""

    def __init__(self, file: IO[bytes], name: str, max_expansion: int) -> None:
        self._source = _Counted(file)
        self._name = name
        self._max_expansion = max_expansion
        self._given = 0
        self._errors, inner = _decompressor(name, self._source)
        super().__init__(inner)

    def _take(self, size: int) -> bytes:
        try:
            data = super()._take(size)
        except self._errors as error:
            what = "is cut short" if isinstance(error, EOFError) else "is damaged"
            raise DamagedError(f"the {self._name} data {what} ({error}); fetch or write the file again") from error
        self._given += len(data)
        if self._given > max(_FREE, self._max_expansion * self._source.taken):
            raise DamagedError(
                f"the {self._name} data grows to more than {self._max_expansion} times its size, as a decompression"
                " bomb does; decompress it yourself if you trust it"
            )
        return data


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self.taken += len(data)
        return data


class _Zstd:
    """Decompress zstd frames piece by piece, and notice when the last one does not end."""

    def __init__(self, source: _Counted) -> None:
        self._source = source
        self._new = _zstandard().ZstdDecompressor().decompressobj
        self._frame: Any = None
        self._ready = memoryview(b"")
        self._pending = b""

    def read(self, size: int = -1, /) -> bytes:
        while not self._ready:
            piece = self._pending or self._source.read(_ZSTD_PIECE)
            self._pending = b""
            if not piece:
                if self._frame is not None:
                    raise EOFError("the last frame has no end")
                return b""
            self._frame = self._frame or self._new()
            self._ready = memoryview(self._frame.decompress(piece))
            if self._frame.eof:
                self._pending, self._frame = self._frame.unused_data, None
        end = size if size >= 0 else len(self._ready)
        data, self._ready = bytes(self._ready[:end]), self._ready[end:]
        return data


def _decompressor(name: str, source: _Counted) -> tuple[tuple[type[Exception], ...], _Readable]:
    """Return a decompressing reader of `source` and the errors that damaged data makes it raise."""
    stream: Any = source
    if name == "gzip":
        import gzip

        return (EOFError, OSError, zlib.error), gzip.GzipFile(fileobj=stream, mode="rb")
    if name == "bzip2":
        import bz2

        return (EOFError, OSError, ValueError), bz2.BZ2File(stream)
    if name == "xz":
        import lzma

        return (EOFError, lzma.LZMAError), lzma.LZMAFile(stream)
    return (EOFError, _zstandard().ZstdError), _Zstd(source)


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError("reading .zst files needs zstandard: pip install 'spin-detect[zstd]'") from error
    return zstandard


def _size(number: int) -> str:
    """Return a number of bytes as people write it."""
    for unit in ("bytes", "KB", "MB"):
        if number < 1024:
            return f"{number} {unit}"
        number //= 1024
    return f"{number} GB"

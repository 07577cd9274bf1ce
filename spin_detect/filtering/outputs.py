"""Output files: written beside their place, compressed as their name says, and moved there when they are whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from spin_detect.errors import InputError, MissingExtraError
from spin_detect.files import atomic_file


@contextmanager
def open_output(path: Path, *, raw: bool = False) -> Iterator[BinaryIO]:
    """Open a file that appears at `path` only when all is written. Equal content gives equal bytes.

    What is written is compressed as the name says, or with `raw` taken to be so already.
    """
    make_folder(path.parent)
    with atomic_file(path) as file, _compressed(file, "" if raw else path.suffix.lower()) as stream:
        yield stream


def make_folder(path: Path) -> None:
    """Make a folder and those above it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{path}: cannot be made a folder: {error.strerror}") from error


def json_line(record: dict[str, Any]) -> bytes:
    """Return a record as a line of JSON; what UTF-8 cannot hold (a lone surrogate) is written as an escape."""
    try:
        return json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(record).encode("ascii") + b"\n"


def write_json(path: Path, record: dict[str, Any]) -> None:
    """Write a JSON file, whole or not at all."""
    with open_output(path) as file:
        file.write(json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")


@contextmanager
def _compressed(file: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    stream: Any
    if suffix == ".gz":
        import gzip

        # Neither name nor time goes into the head: the same documents are the same bytes.
        stream = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0)
    elif suffix == ".zst":
        stream = require_zstandard().ZstdCompressor(level=3).stream_writer(file, closefd=False)
    elif suffix == ".xz":
        import lzma

        stream = lzma.LZMAFile(file, "wb")  # noqa: SIM115 - closed below
    elif suffix == ".bz2":
        import bz2

        stream = bz2.BZ2File(file, "wb")
    else:
        yield file
        return
    with stream:
        yield stream


def require_zstandard() -> Any:
    """Return zstandard. Raises `MissingExtraError` where it is not installed."""
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError(
            "reading and writing .zst files needs zstandard: pip install 'spin-detect[zstd]'"
        ) from error
    return zstandard


class LazyOutput:
    """An output file that is begun with its first use; where nothing is written there is no file."""

    def __init__(self, stack: ExitStack, path: Path, *, raw: bool = False) -> None:
        self._stack = stack
        self._path = path
        self._raw = raw
        self._file: BinaryIO | None = None

    @property
    def file(self) -> BinaryIO:
        """The open file. It takes its place when the stack is closed."""
        if self._file is None:
            self._file = self._stack.enter_context(open_output(self._path, raw=self._raw))
        return self._file

    def write_line(self, record: dict[str, Any]) -> None:
        """Write a record as a line of JSON."""
        self.file.write(json_line(record))

"""Where results go: stdout, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from spin_detect.files import atomic_file


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open stdout, or the file `path`, for writing UTF-8 with plain newlines."""
    if path is None:
        _as_utf8(sys.stdout)
        yield sys.stdout
        sys.stdout.flush()
        return
    with atomic_file(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="\n", write_through=True)
        yield text
        text.detach()


def _as_utf8(stream: TextIO) -> None:
    """Make a standard stream write UTF-8 without changing newlines, whatever the locale says."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", newline="\n")

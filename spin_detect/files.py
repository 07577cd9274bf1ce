"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from spin_detect.errors import InputError


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that takes the place of `path` when all is written; on an error nothing changes.

    Permissions of an existing file are kept, and a link stays a link. Raises `InputError` where it cannot be written.
    """
    if path.exists() and not path.is_file():
        if path.is_dir():
            raise InputError(f"{path}: is a folder; name a file to write")
        with path.open("wb") as special:  # /dev/null and its kind cannot be replaced.
            yield special
        return
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        file = part.open("xb")
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise

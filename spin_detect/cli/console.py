"""What is said to people: messages, colours and progress, all on stderr; results are no talk and go to stdout."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any, TextIO, TypeVar

_PROGRAM = "spin-detect"
_PATIENCE = 1.5  # Seconds of work before a progress bar is worth its flicker.
_PAUSE = 0.2  # Seconds between its movements.

T = TypeVar("T")


class ColorMode(StrEnum):
    """When to write colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def wants_color(mode: ColorMode, stream: TextIO) -> bool:
    """Say whether to write colours to `stream`: as asked, else as NO_COLOR, FORCE_COLOR and the terminal have it."""
    if mode is not ColorMode.AUTO:
        return mode is ColorMode.ALWAYS
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def complain(message: str) -> None:
    """Write an error to stderr."""
    _write(f"{_PROGRAM}: {message}")


class Talk:
    """Messages of a run, as loud as `-q` and `-v` ask; errors are never silenced."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self.verbose = verbose and not quiet
        self._progress: Progress | None = None

    def error(self, message: str) -> None:
        """Say what went wrong."""
        with self._clear():
            complain(message)

    def warning(self, message: str) -> None:
        """Say what was mended, unless `-q`."""
        if not self._quiet:
            with self._clear():
                complain(f"warning: {message}")

    def note(self, message: str) -> None:
        """Say how it went, unless `-q`."""
        if not self._quiet:
            with self._clear():
                _write(message)

    def detail(self, message: str) -> None:
        """Say what only `-v` wants to know."""
        if self.verbose:
            self.note(message)

    @contextmanager
    def progress(self, items: Iterable[T], *, unit: str = "documents") -> Iterator[Iterator[T]]:
        """Count `items` on a progress bar while they go through; only on a terminal, and only on long work."""
        if self._quiet or not sys.stderr.isatty():
            yield iter(items)
            return
        self._progress = Progress(unit)
        try:
            yield self._progress.count(items)
        finally:
            self._progress.hide()
            self._progress = None

    @contextmanager
    def _clear(self) -> Iterator[None]:
        """Take the progress bar off the screen while something else is written."""
        if self._progress is not None:
            self._progress.hide()
        yield


class Progress:
    """A bar on stderr that shows itself when work takes long, and hides while results are written beside it."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._started = self._shown = time.monotonic()
        self._beside_results = sys.stdout.isatty()
        self._bar: Any = None
        self._task: Any = None

    def count(self, items: Iterable[T]) -> Iterator[T]:
        """Yield `items`; where results go to the terminal too, the bar is hidden while the caller has one in hand."""
        for number, item in enumerate(items, 1):
            if self._beside_results:
                self.hide()
            yield item
            now = time.monotonic()
            if now - self._started > _PATIENCE and now - self._shown > _PAUSE:
                self._shown = now
                self._show(number, number / (now - self._started))

    def hide(self) -> None:
        """Take the bar off the screen until the next movement."""
        if self._bar is not None:
            self._bar.stop()

    def _show(self, number: int, rate: float) -> None:
        if self._bar is None:
            self._bar, self._task = _new_bar(self._unit)
        self._bar.update(self._task, completed=number, rate=f"{rate:,.0f}/s")
        self._bar.start()


def _new_bar(unit: str) -> tuple[Any, Any]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:,} {task.description}"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    return bar, bar.add_task(unit, total=None, rate="")


def _write(line: str) -> None:
    from spin_detect.reporting.segments import printable

    sys.stderr.write(f"{printable(line)}\n")
    sys.stderr.flush()

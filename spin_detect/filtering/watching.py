"""What a person sees of a run: a bar on a terminal, a line a minute in a log."""

from __future__ import annotations

import sys
import time
from typing import Any

from spin_detect.filtering.run import Progress

_BAR_PAUSE = 0.25
_LOG_PAUSE = 60.0


class Watch:
    """Shows the progress of a run on stderr, unless it should be quiet."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._started = self._shown = time.monotonic()
        self._bar: Any = None
        self._task: Any = None
        self.last: Progress | None = None

    def __call__(self, progress: Progress) -> None:
        """Take note of the progress, and show it now and then."""
        self.last = progress
        now = time.monotonic()
        if self._quiet or now - self._shown < (_BAR_PAUSE if self._terminal else _LOG_PAUSE):
            return
        self._shown = now
        line = told(progress, now - self._started)
        if self._terminal:
            self._move(progress, line)
        else:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    def close(self) -> None:
        """Take the bar off the screen."""
        if self._bar is not None:
            self._bar.stop()

    def _move(self, progress: Progress, line: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                BarColumn(bar_width=24), TextColumn("{task.description}"), console=Console(stderr=True), transient=True
            )
            self._task = self._bar.add_task("", total=None)
            self._bar.start()
        self._bar.update(self._task, total=max(1, progress.size), completed=size_through(progress), description=line)


def told(progress: Progress, seconds: float) -> str:
    """Return the state of a run in one line."""
    parts = [f"{progress.documents:,} documents", f"{progress.documents / max(seconds, 1e-9):,.0f}/s"]
    if progress.documents:
        parts.append(f"{100 * progress.spun / progress.documents:.1f} % spun")
    parts.append(f"{progress.shards_done:,} of {progress.shards:,} shards done")
    left = seconds_left(progress, seconds)
    return ", ".join(parts if left is None else [*parts, f"about {_clock(left)} left"])


def seconds_left(progress: Progress, seconds: float) -> float | None:
    """Return how long the rest will take at the rate so far, `None` as long as nothing tells."""
    through = size_through(progress) - progress.size_earlier
    if not progress.documents_done or through <= 0:
        return None
    return seconds * (progress.size - progress.size_earlier - through) / through


def size_through(progress: Progress) -> float:
    """Return how many bytes of the input are through: those of finished shards, and an estimate for begun ones."""
    if not progress.documents_done:
        return progress.size_done
    size_each = (progress.size_done - progress.size_earlier) / progress.documents_done
    begun = max(0, progress.documents - progress.documents_done)
    return min(progress.size, progress.size_done + begun * size_each)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

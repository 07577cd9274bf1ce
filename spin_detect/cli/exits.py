"""Exit codes, which other programs depend on."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended."""

    CLEAN = 0
    """Nothing reached the threshold."""
    FOUND = 1
    """Something did."""
    ERROR = 2
    """Wrong usage or configuration, or an input that could not be read; the others were still worked on."""
    INTERRUPTED = 130
    """Ctrl-C."""
    BROKEN_PIPE = 141
    """The reader of the output went away, as after `| head`."""

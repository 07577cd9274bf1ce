"""Unified diffs between a text and its restored form, as `patch` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_BOLD = "\x1b[1m"
_RESET = "\x1b[0m"
_NO_NEWLINE = "\\ No newline at end of file\n"


def diff_lines(old: str, new: str, name: str, *, color: bool = False) -> Iterator[str]:
    """Yield the lines of a unified diff; none where nothing changed."""
    if old == new:
        return
    for number, line in enumerate(unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")):
        body = line.removesuffix("\n")
        if color:
            style = _BOLD if number < 2 else _COLORS.get(line[:1], "")
            body = f"{style}{body}{_RESET}" if style else body
        yield f"{body}\n"
        if not line.endswith("\n"):
            yield _NO_NEWLINE


def _lines(text: str) -> list[str]:
    r"""Return the lines of `text` with their `\n`; other line breaks stay inside the line, as `patch` wants it."""
    lines = text.split("\n")
    last = lines.pop()
    return [f"{line}\n" for line in lines] + ([last] if last else [])

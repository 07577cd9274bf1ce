"""Reads the case files under tests/cases/texts; their README says how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "cases" / "texts"
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]*)\}")


@dataclass(frozen=True)
class Case:
    """A text, and the places (start, end, restored wording) that matter in it."""

    name: str
    text: str
    places: tuple[tuple[int, int, str], ...]


def read(kind: str) -> list[Case]:
    """Return the cases of `found`, `clean`, or one of these under `known_failures`."""
    return [_case(path) for path in sorted((FOLDER / kind).glob("*.txt"))]


def _case(path: Path) -> Case:
    """Return the case of one file."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    while lines and lines[0].startswith("# "):
        lines.pop(0)
    marked = "".join(lines).strip() + "\n"
    text, places, done = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        places.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        done = match.end()
    return Case(path.stem, text + marked[done:], tuple(places))

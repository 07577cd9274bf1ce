"""Reads the case files under tests/cases/artefacts; their README says how they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "cases" / "artefacts"
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]*)\}")


@dataclass(frozen=True)
class Case:
    """A text, and the places (start, damaged, repaired) that must be found in it."""

    text: str
    places: tuple[tuple[int, str, str], ...]
    rule: str
    where: str


def read(kind: str) -> list[Case]:
    """Return the cases of `found`, `clean` or `known_failures`."""
    return [case for path in sorted((FOLDER / kind).glob("*.txt")) for case in _cases(path)]


def _cases(path: Path) -> list[Case]:
    """Return the cases of one file."""
    lines = path.read_text("utf-8").splitlines()
    return [
        _case(line, path.stem, f"{path.stem}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("# ")
    ]


def _case(line: str, rule: str, where: str) -> Case:
    """Return the case of one line."""
    line = line.replace("¶", "\n").replace("·", " ")
    text, places, done = "", [], 0
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        places.append((len(text), match.group(1), match.group(2)))
        text += match.group(1)
        done = match.end()
    return Case(text + line[done:], tuple(places), rule, where)

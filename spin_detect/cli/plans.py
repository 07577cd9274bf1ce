"""Plan files: the steps of a restoration as JSON Lines, one step a line, to be reviewed, edited and replayed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from spin_detect.errors import PlanError
from spin_detect.reading import Document
from spin_detect.records import Step

_DIGEST = 16  # Hexadecimal digits: enough to tell texts apart, short enough to read past.


def write_steps(stream: TextIO, document: Document, plan: tuple[Step, ...]) -> None:
    """Write the steps for one document; one that needs none has a line without an edit."""
    about = {"id": document.id, "text_sha256": digest(document.text)}
    edits: list[dict[str, Any]] = [
        {"start": step.start, "end": step.end, "old": step.old, "new": step.new, "score": round(float(step.score), 4)}
        for step in plan
    ]
    for edit in edits or [{}]:
        stream.write(json.dumps({**about, **edit}, ensure_ascii=False))
        stream.write("\n")


def digest(text: str) -> str:
    """Return what tells a text from another: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The steps of a plan file by the digest of the text they were made for, and the ids of those texts."""

    path: Path
    steps: dict[str, tuple[Step, ...]]
    ids: frozenset[str]

    def steps_for(self, document: Document) -> tuple[Step, ...]:
        """Return the steps for the text of `document`, wherever it stands now. Raises `PlanError` if there are none."""
        steps = self.steps.get(digest(document.text))
        if steps is not None:
            return steps
        if document.id in self.ids:
            raise PlanError(f"{self.path} was made for another text of {document.id!r}; make a new plan")
        raise PlanError(f"{self.path} has no line for this text; was the plan made for another one?")


def load_plan(path: Path) -> PlanFile:
    """Return the plan in a file that `restore --plan` wrote. Raises `PlanError` naming the line that is wrong."""
    steps: dict[str, set[Step]] = {}
    ids: set[str] = set()
    for number, line in _lines(path):
        try:
            id_, text, found = _parsed(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            what = f"lacks {error}" if isinstance(error, KeyError) else f"is wrong: {error}"
            raise PlanError(f"{path}:{number}: this step of the plan {what}; see restore --plan") from error
        ids.add(id_)
        steps.setdefault(text, set()).update(found)  # A set: one text may stand in several files, steps and all.
    ordered = {text: tuple(sorted(some, key=lambda step: (step.start, step.end))) for text, some in steps.items()}
    return PlanFile(path, ordered, frozenset(ids))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{path}: the plan cannot be read: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _parsed(value: Any) -> tuple[str, str, list[Step]]:
    """Return the id and the digest of one line, and its step if it has one."""
    if not isinstance(value, dict):
        raise TypeError("not an object")
    id_, text = str(value["id"]), str(value["text_sha256"])
    if "start" not in value:
        return id_, text, []
    start, end, old, new = value["start"], value["end"], value["old"], value["new"]
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise ValueError(f"start {start!r} and end {end!r} are no offsets")
    if not isinstance(old, str) or not isinstance(new, str):
        raise TypeError("old and new must be text")
    return id_, text, [Step(start, end, old, new, float(value.get("score", 1.0)))]

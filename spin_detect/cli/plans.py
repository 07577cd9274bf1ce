"""Plan files: one line of JSON for each document, to be reviewed, kept and replayed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from spin_detect.errors import PlanError
from spin_detect.records import Step
from spin_detect.restoration import fingerprint, plan_from_json


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The lines of a plan file by the fingerprint of the text they were made for, and the ids of those texts."""

    path: Path
    lines: dict[str, str]
    ids: frozenset[str]

    def steps_for(self, text: str, name: str) -> tuple[Step, ...]:
        """Return the steps for `text`, wherever it stands now. Raises `PlanError` if there are none."""
        line = self.lines.get(fingerprint(text))
        if line is not None:
            return plan_from_json(line, text)
        if name in self.ids:
            raise PlanError(f"{self.path} was made for another text of {name!r}; make a new plan")
        raise PlanError(f"{self.path} has no line for this text; was the plan made for another one?")


def load_plan(path: Path) -> PlanFile:
    """Return the plans in a file that `restore --plan` wrote. Raises `PlanError` naming the line that is wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{path}: the plan cannot be read: {error}") from error
    lines: dict[str, str] = {}
    ids: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            id_, digest = _about(line, f"{path}:{number}")
            ids.add(id_)
            lines[digest] = line
    return PlanFile(path, lines, frozenset(ids))


def _about(line: str, where: str) -> tuple[str, str]:
    """Return the id of the document and the fingerprint of the text that a line is about."""
    try:
        record = json.loads(line)
        return str(record["id"]), str(record["sha256"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PlanError(f"{where}: not a plan; write plans with `spin-detect restore --plan`") from error

"""The work folder: steps that are done are not done again, as long as nothing changed that they depend on."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

_LAYOUT = ""
"""Any other text here makes all steps be done again: change it when one of them leaves other files than before."""


class WorkFolder:
    """Keeps the result of each step in a folder of its own, with a note of what it was made from.

    A step depends on what it is asked and on all steps before it; where either differs from the note, it is done anew.
    `say` hears of the progress.
    """

    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self.path = path
        self.say = say
        self._history = _LAYOUT

    def note(self, name: str, asked: Mapping[str, object]) -> None:
        """Let all further steps depend on this too."""
        question = json.dumps([self._history, name, asked], sort_keys=True, default=str)
        self._history = sha256(question.encode()).hexdigest()

    def step(self, name: str, asked: Mapping[str, object], work: Callable[[Path], None]) -> Path:
        """Return the folder of the step `name`, after `work` has filled it unless it is filled already.

        What `work` had finished when it was interrupted is left in place for it, so that it may go on from there.
        """
        self.note(name, asked)
        folder, note = self.path / name, self.path / f"{name}.json"
        state = _read(note)
        if state == {"key": self._history, "done": True}:
            self.say(f"{name}: done before")
            return folder
        if state.get("key") != self._history and folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _write(note, {"key": self._history, "done": False})
        self.say(f"{name} …")
        started = time.monotonic()
        work(folder)
        _write(note, {"key": self._history, "done": True})
        self.say(f"{name}: {time.monotonic() - started:.0f} s")
        return folder


def _read(path: Path) -> dict[str, object]:
    try:
        state: dict[str, object] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return state


def _write(path: Path, state: Mapping[str, object]) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(state), "utf-8")
    part.replace(path)

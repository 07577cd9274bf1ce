"""Gold: texts with a known label and, where somebody read them, the edits that a spinner made.

One JSON object per line: `text`, `label` (`spun` or `genuine`), `edits` (a list of {start, end, text, originals,
strength?}, or null where nobody annotated them), and if known `id`, `source`, and `spinner` (spun) or `kind` (genuine).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spin_detect.errors import InputError

_PASSAGE_NUMBER = re.compile(r"-\d+$")
_SAME_FAMILY = {"thesaurus_translated": "translated_thesaurus"}
UNNAMED = "unnamed"
"""Group of the texts whose spinner or kind is not given."""


@dataclass(frozen=True, slots=True)
class GoldEdit:
    """One place that a spinner changed: `text[start:end]`, and the wordings that may have stood there, best first.

    `strong` is false where a careful reader could not have told that the place was changed.
    """

    start: int
    end: int
    text: str
    originals: tuple[str, ...]
    strong: bool = True


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """One text whose label is known. `edits` is `None` where they were not annotated.

    `group` is the spinner family of a spun text and the kind of a genuine one. `file` is where the record was read.
    `cut_of` is the id of the whole text when this one is a passage cut from it.
    """

    id: str
    text: str
    spun: bool
    group: str = UNNAMED
    source: str = ""
    edits: tuple[GoldEdit, ...] | None = None
    file: str = ""
    cut_of: str = ""

    @property
    def words(self) -> int:
        """Number of words, as white space separates them."""
        return len(self.text.split())


def page_of(record: GoldRecord) -> str:
    """Return the page that a record comes from: its source and its id without the number of the passage."""
    return f"{record.source}|{_PASSAGE_NUMBER.sub('', record.cut_of or record.id)}"


def origin_of(record: GoldRecord) -> str:
    """Return what a record must not be parted from: its source, or its page where no source is named."""
    return record.source or page_of(record)


def page_folds(records: Sequence[GoldRecord], *, folds: int = 5, seed: int = 0) -> list[int]:
    """Return a fold number for every record: no page lies in two folds, spun and genuine ones are dealt evenly.

    Pages of one source go together as well: passages of one site or book know more of each other than of the rest.
    """
    shuffle = random.Random(seed)
    dealt: dict[str, int] = {}
    for spun in (True, False):
        for origin, fold in _dealt([record for record in records if record.spun is spun], folds, shuffle).items():
            dealt.setdefault(origin, fold)
    return [dealt[origin_of(record)] for record in records]


def family_folds(records: Sequence[GoldRecord], *, seed: int = 0) -> list[int]:
    """Return a fold number for every record: one fold a spinner family, the genuine ones dealt out evenly by origin.

    An origin may have passages of two families, and so lie in two folds.
    """
    families = sorted({record.group for record in records if record.spun})
    genuine = [record for record in records if not record.spun]
    dealt = _dealt(genuine, max(1, len(families)), random.Random(seed))
    return [families.index(record.group) if record.spun else dealt[origin_of(record)] for record in records]


def _dealt(records: Sequence[GoldRecord], folds: int, shuffle: random.Random) -> dict[str, int]:
    """Return a fold number for every origin of some records."""
    origins = sorted({origin_of(record) for record in records})
    shuffle.shuffle(origins)
    return {origin: number % folds for number, origin in enumerate(origins)}


def load_gold(paths: Iterable[Path]) -> list[GoldRecord]:
    """Return all records of some gold files, in order; raise `InputError` naming file and line of what is wrong."""
    records: list[GoldRecord] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            where = f"{path}:{number}"
            record = _record(line, where, path)
            if record.id in seen:
                raise InputError(f"{where}: id {record.id!r} stands already at {seen[record.id]}; ids must be unique")
            seen[record.id] = where
            records.append(record)
    if not records:
        raise InputError("the gold holds no record; give at least one JSONL file with text and label")
    return records


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of every line that is not blank."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _record(line: bytes, where: str, path: Path) -> GoldRecord:
    """Return the record written on one line."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{where}: not a line of JSON: {error}") from error
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected a JSON object, found {type(value).__name__}")
    text = _string(value, "text", where)
    if not text.strip():
        raise InputError(f"{where}: text is empty")
    label = _string(value, "label", where)
    if label not in {"spun", "genuine"}:
        raise InputError(f"{where}: label must be 'spun' or 'genuine', not {label!r}")
    group = _string(value, "spinner" if label == "spun" else "kind", where, default=UNNAMED)
    return GoldRecord(
        id=_string(value, "id", where, default=where),
        text=text,
        spun=label == "spun",
        group=_SAME_FAMILY.get(group, group),
        source=_string(value, "source", where, default=""),
        edits=_edits(value.get("edits"), text, where),
        file=str(path),
    )


def _string(value: dict[str, Any], field: str, where: str, *, default: str | None = None) -> str:
    """Return a field that must hold a string; without a default it must be there."""
    found = value.get(field, default)
    if found is None and default is not None:
        return default
    if field not in value and default is None:
        raise InputError(f"{where}: no field {field!r}; there are {', '.join(sorted(value)) or 'none'}")
    if not isinstance(found, str):
        raise InputError(f"{where}: {field} must be a string, not {type(found).__name__}")
    return found


def _edits(value: Any, text: str, where: str) -> tuple[GoldEdit, ...] | None:
    """Return the edits of a record in the order of the text, `None` where they were not annotated."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise InputError(f"{where}: edits must be a list or null, not {type(value).__name__}")
    edits = [_edit(item, text, f"{where}: edit {number}") for number, item in enumerate(value)]
    return tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))


def _edit(value: Any, text: str, where: str) -> GoldEdit:
    """Return one edit, checked against its text."""
    if not isinstance(value, dict):
        raise InputError(f"{where}: expected a JSON object, found {type(value).__name__}")
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise InputError(
            f"{where}: start {start!r} and end {end!r} do not mark a place in a text of {len(text)} characters"
        )
    spun = text[start:end]
    if value.get("text", spun) != spun:
        raise InputError(
            f"{where}: text[{start}:{end}] reads {spun!r}, not {value['text']!r}; offsets count code points"
        )
    originals = value.get("originals")
    if not isinstance(originals, list) or not all(isinstance(original, str) for original in originals):
        raise InputError(f"{where}: originals must be a list of strings, not {originals!r}")
    strength = value.get("strength") or "strong"
    if strength not in {"strong", "weak"}:
        raise InputError(f"{where}: strength must be 'strong' or 'weak', not {strength!r}")
    return GoldEdit(start, end, spun, tuple(originals), strong=strength == "strong")

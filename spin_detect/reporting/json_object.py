"""The JSON of one document, as other programs depend on it; `schema.json` beside this file says it in JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spin_detect.errors import ConfigError
from spin_detect.records import SCHEMA, Analysis, Finding

FIELDS = (
    "schema",
    "id",
    "score",
    "verdict",
    "words",
    "reasons",
    "sentences",
    "findings",
    "restored",
    "model",
    "lexicon",
    "error",
)
"""The fields of the object, in order. `error` is there only where there was one."""

_DIGITS = 4


def as_object(analysis: Analysis, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Return `analysis` as the object of the JSON contract, or only `fields` of it."""
    whole: dict[str, Any] = {
        "schema": SCHEMA,
        "id": analysis.id,
        "score": None if analysis.score is None else _rounded(analysis.score),
        "verdict": str(analysis.verdict),
        "words": int(analysis.words),
        "reasons": list(analysis.reasons),
        "sentences": [
            {"start": part.start, "end": part.end, "score": _rounded(part.score), "restored": part.restored}
            for part in analysis.sentences
        ],
        "findings": [_finding(found) for found in analysis.findings],
        "restored": analysis.restored,
        "model": analysis.model,
        "lexicon": analysis.lexicon,
    }
    if analysis.error is not None:
        whole["error"] = analysis.error
    if fields is None:
        return whole
    wanted = set(fields)
    return {name: value for name, value in whole.items() if name in wanted}


def parse_fields(value: str, known: tuple[str, ...] = FIELDS) -> tuple[str, ...]:
    """Return the field names in a comma-separated list. Raises `ConfigError` for one that is not `known`."""
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f"unknown field {unknown[0]!r}" if unknown else "no field named"
        raise ConfigError(f"--fields: {what}; there are {', '.join(known)}")
    return names


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "kind": str(found.kind),
        "score": _rounded(found.score),
        "suggestions": [{"text": other.text, "score": _rounded(other.score)} for other in found.suggestions],
        "entry": found.entry,
        "reason": found.reason,
    }


def _rounded(score: float) -> float:
    """Return a probability with as many digits as it deserves, as a plain float."""
    return round(float(score), _DIGITS)

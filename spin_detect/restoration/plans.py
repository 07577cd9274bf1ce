"""Plans: carried out, cut to a span, written and read."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from spin_detect.errors import PlanError
from spin_detect.records import Step

FORMAT = 1
"""Number of the plan format."""

_FIELDS = {"start": int, "end": int, "old": str, "new": str}


def apply_plan(text: str, plan: Iterable[Step]) -> str:
    """Return `text` with the steps of `plan` carried out; everything outside them stays as it is.

    Raises `PlanError` when a step does not find its old wording, or steps overlap.

    >>> apply_plan("a Russian irruption", [Step(10, 19, "irruption", "invasion")])
    'a Russian invasion'
    """
    return _replay(text, checked(text, plan), 0, len(text))


def checked(text: str, plan: Iterable[Step]) -> list[Step]:
    """Return the steps in text order; raises `PlanError` where they do not fit `text` or each other."""
    steps = sorted(plan, key=attrgetter("start", "end"))
    done = 0
    for step in steps:
        if not 0 <= step.start <= step.end <= len(text) or text[step.start : step.end] != step.old:
            found = text[max(0, step.start) : max(0, step.end)]
            raise PlanError(
                f"offset {step.start}: expected {step.old!r}, found {found!r}; was this plan made for another text?"
            )
        if step.start < done:
            raise PlanError(f"offset {step.start}: this step overlaps the one before it; a plan holds disjoint steps")
        done = step.end
    return steps


def restore_span(text: str, plan: Sequence[Step], start: int, end: int) -> str:
    """Return the restored wording of `text[start:end]`, for a plan in text order as `make_plan` returns it.

    A step belongs to the span that it begins in, so the restored pieces of a text that was cut anywhere join to the
    restored whole.
    """
    first = bisect_left(plan, start, key=attrgetter("start"))
    begin = start
    if first and plan[first - 1].end > start:
        begin = min(plan[first - 1].end, end)
    last = bisect_left(plan, end, first, key=attrgetter("start"))
    if end == len(text):
        last = len(plan)
    return _replay(text, plan[first:last], begin, end)


def _replay(text: str, steps: Sequence[Step], start: int, end: int) -> str:
    """Return `text[start:end]` with the ordered `steps` carried out; what the last one reaches beyond is not copied."""
    pieces = []
    for step in steps:
        pieces += [text[start : step.start], step.new]
        start = step.end
    pieces.append(text[start:end])
    return "".join(pieces)


def fingerprint(text: str) -> str:
    """Return a digest that tells this text from any other."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_to_json(text: str, plan: Iterable[Step], *, id: str = "") -> str:  # noqa: A002 - the name of the field
    """Return one JSON line that holds `plan` and the fingerprint of the text it was made for."""
    steps = [
        {"start": step.start, "end": step.end, "old": step.old, "new": step.new, "score": step.score}
        for step in checked(text, plan)
    ]
    return json.dumps({"plan": FORMAT, "id": id, "sha256": fingerprint(text), "steps": steps})


def plan_from_json(line: str, text: str) -> tuple[Step, ...]:
    """Return the plan that `plan_to_json` wrote; raises `PlanError` for a malformed one or one of another text."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PlanError(f"plan: not a line of JSON ({error}); write plans with `spin-detect restore --plan`") from error
    if not isinstance(record, dict) or record.get("plan") != FORMAT:
        raise PlanError(
            f'plan: expected an object with "plan": {FORMAT}; write plans with `spin-detect restore --plan`'
        )
    name = record.get("id") or "plan"
    if record.get("sha256") != fingerprint(text):
        raise PlanError(
            f"{name}: this plan was made for another text (the fingerprints differ); make a new plan for this one"
        )
    steps = record.get("steps")
    if not isinstance(steps, list):
        raise PlanError(f'{name}: "steps" must be a list')
    return tuple(checked(text, [_step(name, number, step) for number, step in enumerate(steps, 1)]))


def _step(name: str, number: int, step: Any) -> Step:
    """Return a step read from JSON."""
    if not isinstance(step, dict):
        raise PlanError(f"{name}: step {number} is not an object")
    for key, kind in _FIELDS.items():
        if not isinstance(step.get(key), kind) or isinstance(step[key], bool):
            raise PlanError(f"{name}: step {number}: {key!r} must be {'a number' if kind is int else 'a string'}")
    score = step.get("score", 1.0)
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise PlanError(f"{name}: step {number}: 'score' must be a number between 0 and 1")
    return Step(step["start"], step["end"], step["old"], step["new"], float(score))

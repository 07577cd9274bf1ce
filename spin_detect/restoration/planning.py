"""Findings into a plan: which are applied, and how their edges are mended."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable

from spin_detect.errors import PlanError
from spin_detect.protected import Span, protected_spans, touches
from spin_detect.records import Finding, Step
from spin_detect.restoration.joints import Edit, mend_joints
from spin_detect.restoration.removal import tidy_removals


def make_plan(text: str, findings: Iterable[Finding], min_confidence: float) -> tuple[Step, ...]:
    """Return the ordered, disjoint edits that restore `text`.

    Of every finding the first suggestion counts, and only if its score reaches `min_confidence`; of findings that
    overlap the one with the higher score stays. Protected zones are not edited. `a` or `an` before a replacement,
    words doubled at its edges and the space around what is removed are mended inside the step, so that carrying out
    the plan needs nothing but replacing. Raises `PlanError` for a finding that is not in `text`.
    """
    chosen = _chosen(text, findings, min_confidence)
    if not chosen:
        return ()
    protected = protected_spans(text)
    edits = [
        Edit(finding.start, finding.end, finding.suggestions[0].text, finding.suggestions[0].score)
        for finding in _disjoint(chosen, protected)
    ]
    mend_joints(text, edits, protected)
    tidy_removals(text, edits, protected)
    return tuple(
        Step(edit.start, edit.end, text[edit.start : edit.end], edit.new, edit.score)
        for edit in edits
        if text[edit.start : edit.end] != edit.new
    )


def _chosen(text: str, findings: Iterable[Finding], min_confidence: float) -> list[Finding]:
    """Return the findings to apply, the most probable first."""
    chosen = []
    for finding in findings:
        if not 0 <= finding.start <= finding.end <= len(text) or text[finding.start : finding.end] != finding.text:
            raise PlanError(
                f"offset {finding.start}: {finding.text!r} does not stand there; were the findings made for "
                "another text?"
            )
        best = finding.suggestions[0] if finding.suggestions else None
        if best and finding.start < finding.end and best.score >= min_confidence and best.text != finding.text:
            chosen.append(finding)
    chosen.sort(
        key=lambda finding: (-finding.suggestions[0].score, finding.start, -finding.end, finding.suggestions[0].text)
    )
    return chosen


def _disjoint(ranked: list[Finding], protected: list[Span]) -> list[Finding]:
    """Return those of `ranked` that touch neither a better one nor a protected zone, in text order."""
    taken: list[tuple[int, int, Finding]] = []
    for finding in ranked:
        if touches(protected, finding.start, finding.end):
            continue
        place = bisect_left(taken, finding.start, key=lambda item: item[0])
        before_free = place == 0 or taken[place - 1][1] <= finding.start
        after_free = place == len(taken) or taken[place][0] >= finding.end
        if before_free and after_free:
            insort(taken, (finding.start, finding.end, finding), key=lambda item: item[0])
    return [finding for _, _, finding in taken]

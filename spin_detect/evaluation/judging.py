"""One analysis held against the gold edits of its text: which findings, edits and steps are right.

The definitions, which are part of the contract:

- A finding is right when it overlaps a gold edit. An edit is found when a finding overlaps it; recall counts the strong
  edits.
- An edit is restored when the restored text holds one of its originals at its place. The place is the edit's span,
  grown to the bounds of the applied steps that overlap it, and over one applied step on either side that only white
  space parts from it. Original and place are compared case-folded, with typewriter quotes and single spaces, as whole
  words. An edit that no step overlaps is not restored; where the original already stands inside the spun wording
  ("whether" in "whether or not") the place must also have shrunk to the original's number of words.
- A step is right when it overlaps a gold edit and either that edit is restored, or the words that the step brings stand
  together in an original, at least one of them new to the edit. Words at either end that stood there before are not
  brought; a and an count as one word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spin_detect.evaluation.gold import GoldEdit, GoldRecord
from spin_detect.evaluation.measures import Share, f_half
from spin_detect.records import Analysis, Finding, Step

_TYPEWRITER = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over annotated texts; tallies add up."""

    findings: int = 0
    findings_right: int = 0
    strong_edits: int = 0
    strong_edits_found: int = 0
    edits: int = 0
    edits_restored: int = 0
    steps: int = 0
    steps_right: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def precision(self) -> Share:
        """Findings that overlap an edit, of all findings."""
        return Share(self.findings_right, self.findings)

    @property
    def recall(self) -> Share:
        """Strong edits that a finding overlaps, of all strong edits."""
        return Share(self.strong_edits_found, self.strong_edits)

    @property
    def restoration_rate(self) -> Share:
        """Edits restored, of all edits whose original is known."""
        return Share(self.edits_restored, self.edits)

    @property
    def restoration_precision(self) -> Share:
        """Steps that produce an original, of all applied steps."""
        return Share(self.steps_right, self.steps)

    @property
    def finding_f(self) -> float | None:
        """F0.5 of the findings."""
        return f_half(self.precision.value, self.recall.value)

    @property
    def restoration_f(self) -> float | None:
        """F0.5 of the restoration, the rate being its recall."""
        return f_half(self.restoration_precision.value, self.restoration_rate.value)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is right and wrong in one analysis: the counts, and the places for a reader to look at."""

    tally: Tally = field(default_factory=Tally)
    outside: tuple[Finding, ...] = ()
    wrong_steps: tuple[Step, ...] = ()
    missed: tuple[GoldEdit, ...] = ()
    unrestored: tuple[tuple[GoldEdit, str], ...] = ()


def judge(record: GoldRecord, analysis: Analysis) -> Judgement:
    """Hold an analysis against the edits of its record; an empty judgement where they were not annotated."""
    if record.edits is None:
        return Judgement()
    edits = record.edits
    outside = tuple(found for found in analysis.findings if not any(_meet(found, edit) for edit in edits))
    strong = [edit for edit in edits if edit.strong]
    missed = tuple(edit for edit in strong if not any(_meet(found, edit) for found in analysis.findings))
    known = [edit for edit in edits if edit.originals]
    unrestored = tuple(
        (edit, place(record.text, analysis.plan, edit)[0])
        for edit in known
        if not is_restored(record.text, analysis.plan, edit)
    )
    wrong = tuple(step for step in analysis.plan if not is_right(record.text, analysis.plan, step, edits))
    tally = Tally(
        findings=len(analysis.findings),
        findings_right=len(analysis.findings) - len(outside),
        strong_edits=len(strong),
        strong_edits_found=len(strong) - len(missed),
        edits=len(known),
        edits_restored=len(known) - len(unrestored),
        steps=len(analysis.plan),
        steps_right=len(analysis.plan) - len(wrong),
    )
    return Judgement(tally, outside, wrong, missed, unrestored)


def is_restored(text: str, plan: Sequence[Step], edit: GoldEdit) -> bool:
    """Tell whether the restored text holds one of the edit's originals at its place."""
    if not any(_meet(step, edit) for step in plan):
        return False
    restored, outer_words = place(text, plan, edit)
    piece, spun = plain(restored), plain(edit.text)
    return any(
        _holds(piece, original)
        and (not _holds(spun, original) or len(piece.split()) <= len(original.split()) + outer_words)
        for original in map(plain, edit.originals)
    )


def is_right(text: str, plan: Sequence[Step], step: Step, edits: Sequence[GoldEdit]) -> bool:
    """Tell whether a step produces an original, whole or in part."""
    met = [edit for edit in edits if _meet(step, edit)]
    return any(is_restored(text, plan, edit) for edit in met) or any(_brings_part(step, edit) for edit in met)


def place(text: str, plan: Sequence[Step], edit: GoldEdit) -> tuple[str, int]:
    """Return how the place of an edit reads once the plan is applied, and how many words of it lay outside the edit."""
    start, end = edit.start, edit.end
    for step in plan:
        if _meet(step, edit):
            start, end = min(start, step.start), max(end, step.end)
    before = [step for step in plan if step.end <= start and not text[step.end : start].strip()]
    after = [step for step in plan if step.start >= end and not text[end : step.start].strip()]
    start = max(before, key=lambda step: step.end).start if before else start
    end = min(after, key=lambda step: step.start).end if after else end
    pieces, position = [], start
    for step in sorted(plan, key=lambda step: (step.start, step.end)):
        if start <= step.start and step.end <= end:
            pieces += [text[position : step.start], step.new]
            position = step.end
    pieces.append(text[position:end])
    outer = len(text[start : edit.start].split()) + len(text[edit.end : end].split())
    return "".join(pieces), outer


def plain(text: str) -> str:
    """Return a wording as it is compared: case-folded, typewriter quotes and hyphens, single spaces."""
    return " ".join(text.translate(_TYPEWRITER).casefold().split())


def _holds(piece: str, wording: str) -> bool:
    """Tell whether a plain text holds a plain wording as whole words."""
    if not wording:
        return True
    left = r"(?<!\w)" if wording[0].isalnum() else ""
    right = r"(?!\w)" if wording[-1].isalnum() else ""
    return re.search(left + re.escape(wording) + right, piece) is not None


def _brings_part(step: Step, edit: GoldEdit) -> bool:
    """Tell whether the words that a step brings stand together in an original, one of them new to the edit."""
    old, new = plain(step.old).split(), plain(step.new).split()
    while old and new and (old[0] == new[0] or {old[0], new[0]} == {"a", "an"}):
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    if not set(new) - set(plain(edit.text).split()):
        return False
    return any(_holds(plain(original), " ".join(new)) for original in edit.originals)


def _meet(one: Finding | Step, edit: GoldEdit) -> bool:
    """Tell whether a finding or step overlaps an edit; one without length must lie in it or at its bounds."""
    if one.start == one.end:
        return edit.start <= one.start <= edit.end
    return one.start < edit.end and edit.start < one.end

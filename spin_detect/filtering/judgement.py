"""From an analysis to a decision, and to the fields that travel with a record. The same for every pipeline."""

from __future__ import annotations

from typing import Any, NamedTuple

from spin_detect.config import Settings
from spin_detect.records import Analysis, Verdict

SCORE = "spin_score"
VERDICT = "spin_verdict"
REASON = "spin_reason"
FINDINGS = "spin_findings"
RESTORED = "spin_restored"
ORIGINAL = "spin_original"


class Decision(NamedTuple):
    """Whether to keep a document, and a reason code that is also the name of its counter."""

    keep: bool
    reason: str

    def __bool__(self) -> bool:
        return self.keep


def decide(analysis: Analysis, settings: Settings | None = None) -> Decision:
    """Return what to do with a document: only a spun one goes; what could not be scored stays."""
    if analysis.verdict is not Verdict.UNSCORED:
        return Decision(analysis.verdict is not Verdict.SPUN, str(analysis.verdict))
    too_short = analysis.words < (settings or Settings()).min_words
    return Decision(True, "too_short" if too_short else "not_english")


def spin_fields(analysis: Analysis, *, findings: bool = False) -> dict[str, Any]:
    """Return the fields that are added to a record, as in the JSON contract."""
    from spin_detect.reporting.json_object import as_object

    whole = as_object(analysis, ("score", "verdict", "restored", "findings") if findings else ("score", "verdict"))
    fields = {SCORE: whole["score"], VERDICT: whole["verdict"]}
    return fields | ({FINDINGS: whole["findings"], RESTORED: whole["restored"]} if findings else {})


def explanation(analysis: Analysis, decision: Decision) -> str:
    """Return why a document was decided on as it was: the reason code, then the reasons for people."""
    return f"{decision.reason}: {'; '.join(analysis.reasons)}" if analysis.reasons else decision.reason

"""Verdicts: what is said of a whole text, and the reasons given to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spin_detect.records import Finding, Kind, Verdict
from spin_detect.scoring import sigmoid

if TYPE_CHECKING:
    from spin_detect.config import Settings
    from spin_detect.scoring import DocumentModel

LEAST_SHOWN = 0.005
"""Findings for each word, litter aside, without which no text reaches the threshold of the model: what cannot be shown
is not claimed. A lower threshold of the settings may still call it spun.

Of the 100 spun development passages that are called spun, none shows fewer; of 14 manual pages, release notes and
other genuine texts that would be called spun without it, 8 do.
"""

_EXAMPLES = 3
_JUST_UNDER = 0.0001
_OTHERS = {
    Kind.ARTEFACT: ("damaged place", "damaged places"),
    Kind.LITTER: ("piece of scraper litter", "pieces of scraper litter"),
    Kind.NAME: ("name spelt in several ways", "names spelt in several ways"),
}


def score_of(log_odds: float, findings: list[Finding], words: int, document: DocumentModel) -> float:
    """Return the probability of log-odds (base e) to four places, under the model's threshold where little is shown."""
    score = round(float(sigmoid(np.array(log_odds))), 4)
    shown = sum(finding.kind is not Kind.LITTER for finding in findings)
    return score if shown >= LEAST_SHOWN * words else min(score, round(document.threshold - _JUST_UNDER, 4))


def verdict_of(score: float, settings: Settings, document: DocumentModel) -> Verdict:
    """Return the verdict at the thresholds of the settings, or else of the model."""
    threshold = document.threshold if settings.threshold is None else settings.threshold
    suspect = document.suspect_threshold if settings.suspect_threshold is None else settings.suspect_threshold
    if score >= threshold:
        return Verdict.SPUN
    return Verdict.SUSPECT if score >= min(suspect, threshold) else Verdict.GENUINE


def reasons_of(findings: list[Finding], words: int, verdict: Verdict) -> tuple[str, ...]:
    """Return up to a handful of sentences: how much was found, the plainest examples, and what else speaks of spin."""
    swaps = [finding for finding in findings if finding.kind in (Kind.WORD, Kind.PHRASE)]
    reasons = []
    if swaps:
        rate = 100 * len(swaps) / max(words, 1)
        reasons.append(
            f"{len(swaps)} of {words} words and phrases ({rate:.0f} in 100 words) have an original that fits better"
        )
        reasons += _plainest(swaps)
    for kind, (one, several) in _OTHERS.items():
        count = sum(finding.kind == kind for finding in findings)
        if count:
            reasons.append(f"{count} {one if count == 1 else several}")
    if not reasons and verdict is not Verdict.GENUINE:
        reasons.append("many words fit their context badly, though none alone is sure to be a swap")
    return tuple(reasons)


def _plainest(swaps: list[Finding]) -> list[str]:
    """Return the surest swaps in words, each pair once."""
    pairs: dict[tuple[str, str], None] = {}
    for finding in sorted(swaps, key=lambda finding: -finding.score):
        if finding.suggestions:
            pairs.setdefault((finding.text.lower(), finding.suggestions[0].text.lower()))
    return [f"“{old}” for “{new}”" for old, new in list(pairs)[:_EXAMPLES]]

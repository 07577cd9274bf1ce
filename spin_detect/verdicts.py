"""Verdicts: what is said of a whole text, and the reasons given to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spin_detect.records import Finding, Kind, Verdict

if TYPE_CHECKING:
    from spin_detect.config import Settings
    from spin_detect.scoring import DocumentModel

_SHOWN = 3
_OTHERS = {
    Kind.ARTEFACT: ("damaged place", "damaged places"),
    Kind.LITTER: ("piece of scraper litter", "pieces of scraper litter"),
    Kind.NAME: ("name spelt in several ways", "names spelt in several ways"),
}


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
    return [f"“{old}” for “{new}”" for old, new in list(pairs)[:_SHOWN]]

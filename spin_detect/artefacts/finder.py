"""All artefacts of a text, in order, without overlaps."""

from __future__ import annotations

from spin_detect.artefacts import capitals, captions, glued, hyphens, litter, names, spacing, stutters
from spin_detect.protected import protected_spans, touches
from spin_detect.records import Finding

_FINDERS = (
    glued.find,
    hyphens.find,
    stutters.find,
    litter.find,
    spacing.find,
    capitals.find,
    names.find,
    captions.find,
)


def find_artefacts(text: str) -> list[Finding]:
    """Return the artefacts of `text`, sorted and disjoint; of two that overlap the more probable one stays.

    Each has its exact repair as the only suggestion (an empty one means: remove it). Protected zones hold no artefacts.

    >>> [(f.text, f.suggestions[0].text) for f in find_artefacts("They met under theex-Soviet flag.")]
    [('theex-Soviet', 'the ex-Soviet')]
    """
    found = [finding for finder in _FINDERS for finding in finder(text)]
    if not found:
        return []
    protected = protected_spans(text)
    # A joint such as "system.In" is at home among host names, so it is looked at first and the zones decide.
    found = [finding for finding in found if not touches(protected, finding.start, finding.end)]
    found.sort(key=lambda finding: (-finding.score, finding.start, -finding.end))
    return _disjoint(found)


def _disjoint(ranked: list[Finding]) -> list[Finding]:
    """Return `ranked` without those that overlap a better one, in text order."""
    kept: list[Finding] = []
    taken: set[int] = set()
    for finding in ranked:
        # Artefacts are short (a line at most), so marking their characters stays linear in what was found.
        places = range(finding.start, finding.end)
        if taken.isdisjoint(places):
            taken.update(places)
            kept.append(finding)
    kept.sort(key=lambda finding: finding.start)
    return kept

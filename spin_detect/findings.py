"""Findings: which edits and artefacts are reported for a text, with suggestions and a reason that people can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Origin
from spin_detect.decoding import choose, rivals
from spin_detect.records import Finding, Kind, Suggestion
from spin_detect.restoration import fit_suggestion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.channel import BoundLexicon, Edits
    from spin_detect.config import Settings
    from spin_detect.context.vocabulary import Vocabulary
    from spin_detect.tokens import TokenTable

FLOOR = 0.6
"""Probability that a place was spun from which it is reported."""

_REASONS = {
    Origin.SURE: "“{old}” is not English that people write; “{new}” fits here",
    Origin.LIKELY: "“{old}” is rare English; spinners write it for “{new}”",
    Origin.HINT: "“{new}” fits this context better than “{old}”, and spinners make this swap",
    Origin.THESAURUS: "“{new}” fits this context better than its synonym “{old}”",
}


@dataclass(frozen=True)
class Judged:
    """The edits of a batch with two probabilities each, and the artefacts of each document.

    `right`: the edit restores what stood there. `spun`: the place was changed, whatever stood there before.
    """

    edits: Edits
    right: NDArray[np.float64]
    spun: NDArray[np.float64]
    artefacts: list[list[Finding]]


def findings_of(
    table: TokenTable,
    number: int,
    judged: Judged,
    lexicon: BoundLexicon,
    vocabulary: Vocabulary,
    settings: Settings,
) -> list[Finding]:
    """Return the findings of text `number` in the order of the text, edits and artefacts that do not overlap."""
    bounds = table.doc_bounds[number], table.doc_bounds[number + 1]
    low, high = np.searchsorted(judged.edits.first, bounds)
    window = np.arange(low, high)
    edits = judged.edits.where(window)
    right, spun = judged.right[low:high], np.maximum(judged.spun[low:high], judged.right[low:high])
    worth = np.where(spun >= FLOOR, right * (edits.last - edits.first), 0.0)
    writer = _Writer(table, number, edits, right, spun, lexicon, vocabulary, settings)
    found = [writer.finding(int(chosen)) for chosen in choose(edits, worth)]
    artefacts = [item for item in judged.artefacts[number] if item.score >= FLOOR]
    taken = [(item.start, item.end) for item in artefacts]
    kept = [item for item in found if item is not None and not _overlaps(taken, item)]
    return sorted([*kept, *artefacts], key=lambda item: (item.start, item.end))


def _overlaps(spans: list[tuple[int, int]], item: Finding) -> bool:
    """Tell whether the finding overlaps one of the spans."""
    return any(start < item.end and item.start < end for start, end in spans)


@dataclass(frozen=True)
class _Writer:
    """Writes findings for the edits of one text."""

    table: TokenTable
    number: int
    edits: Edits
    right: NDArray[np.float64]
    spun: NDArray[np.float64]
    lexicon: BoundLexicon
    vocabulary: Vocabulary
    settings: Settings

    def finding(self, chosen: int) -> Finding | None:
        """Return the finding of an edit; `None` where the text already reads as the edit would make it."""
        text = self.table.texts[self.number]
        start = int(self.table.start[int(self.edits.first[chosen])])
        end = int(self.table.end[int(self.edits.last[chosen]) - 1])
        suggestions = self._suggestions(chosen, text, start, end)
        if not suggestions:
            return None
        origin = Origin(int(self.edits.origin[chosen]))
        old = text[start:end]
        form = int(self.edits.form[chosen])
        return Finding(
            start=start,
            end=end,
            text=old,
            kind=Kind.WORD if self.edits.last[chosen] - self.edits.first[chosen] == 1 else Kind.PHRASE,
            score=round(float(self.spun[chosen]), 4),
            suggestions=suggestions,
            entry=self.lexicon.lexicon.id_of(form) if form >= 0 else None,
            reason=_REASONS[origin].format(old=old, new=suggestions[0].text),
        )

    def _suggestions(self, chosen: int, text: str, start: int, end: int) -> tuple[Suggestion, ...]:
        """Return the edits of the same span as suggestions, best first, each wording once."""
        suggestions: dict[str, Suggestion] = {}
        for rival in rivals(self.edits, chosen, self.right, 2 * self.settings.max_suggestions):
            wording = fit_suggestion(text, start, end, self._wording(rival))
            if wording != text[start:end]:
                suggestions.setdefault(wording, Suggestion(wording, round(float(self.right[rival]), 4)))
        return tuple(suggestions.values())[: self.settings.max_suggestions]

    def _wording(self, edit: int) -> str:
        """Return the original that an edit proposes, in lower case unless it is a name."""
        form = int(self.edits.form[edit])
        if form >= 0:
            return self.lexicon.lexicon.originals_of(form)[int(self.edits.option[edit])]
        return self.vocabulary.words[int(self.edits.words[edit, 0])]

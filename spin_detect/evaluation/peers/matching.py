"""The lexicon and nothing else: phrases as they stand in the entries, longest match first, no context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from spin_detect.records import Analysis, Finding, Kind, Step, Suggestion, Verdict

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def words_of(text: str) -> list[tuple[int, int, str]]:
    """Return bounds and lower-case form of every word of a text."""
    return [(match.start(), match.end(), match.group().lower()) for match in _WORD.finditer(text)]


def swap_analysis(text: str, score: float, swaps: list[tuple[int, int, str]]) -> Analysis:
    """Return the analysis of a peer that found these places and wordings; peers have no threshold, so no verdict."""
    findings = tuple(
        Finding(start, end, text[start:end], Kind.WORD, 1.0, (Suggestion(new, 1.0),)) for start, end, new in swaps
    )
    plan = tuple(Step(start, end, text[start:end], new) for start, end, new in swaps)
    return Analysis(text, score, Verdict.UNSCORED, len(text.split()), findings=findings, plan=plan)


class LexiconPeer:
    """Counts matches per word; every match is a finding, its first original the suggestion."""

    name = "lexicon"

    def __init__(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        self._originals = {tuple(word for *_, word in words_of(spun)): new[0] for spun, new in entries.items() if new}
        self._originals.pop((), None)
        self._widths: dict[str, list[int]] = {}
        for words in sorted(self._originals, key=len, reverse=True):
            widths = self._widths.setdefault(words[0], [])
            if len(words) not in widths:
                widths.append(len(words))

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""
        analyses = []
        for text in texts:
            swaps = list(self._matches(text))
            analyses.append(swap_analysis(text, len(swaps) / max(1, len(text.split())), swaps))
        return analyses

    def _matches(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield bounds and original of every match, longest first, none overlapping another."""
        words = words_of(text)
        position = 0
        while position < len(words):
            for width in self._widths.get(words[position][2], ()):
                piece = words[position : position + width]
                new = self._originals.get(tuple(word for *_, word in piece))
                if new is not None and len(piece) == width:
                    yield piece[0][0], piece[-1][1], new
                    position += width
                    break
            else:
                position += 1

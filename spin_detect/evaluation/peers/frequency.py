"""Word frequency alone: how rare the words of a text are, and whether rare ones have much more frequent neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from spin_detect.errors import ConfigError
from spin_detect.evaluation.peers.matching import swap_analysis, words_of
from spin_detect.records import Analysis

if TYPE_CHECKING:
    from spin_detect.lexicon import Entry

RARE = 4.5
"""Zipf frequency under which a word counts as rare: fewer than 32 in a million words."""

GAIN = 1.0
"""Zipf steps by which a neighbour must be more frequent: ten times."""


def zipf(word: str) -> float:
    """Return the frequency of an English word on the Zipf scale (3: once in a million words; 6: once in a thousand)."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en"))


class FrequencyPeer:
    """Scores a text by the mean rarity of its words."""

    name = "frequency"

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""
        return [swap_analysis(text, -_mean([zipf(word) for *_, word in words_of(text)]), []) for text in texts]


class SubstitutionPeer:
    """Replaces each rare word by its most frequent neighbour, if much more frequent; scores by the gain per word."""

    name = "substitution"

    def __init__(self, neighbours: Mapping[str, Iterable[str]]) -> None:
        self._neighbours = neighbours
        self._best: dict[str, tuple[str, float] | None] = {}

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""
        analyses = []
        for text in texts:
            words = words_of(text)
            found = [(start, end, best) for start, end, word in words if (best := self._substitute(word))]
            gain = sum(best[1] for *_, best in found) / max(1, len(words))
            analyses.append(swap_analysis(text, gain, [(start, end, best[0]) for start, end, best in found]))
        return analyses

    def _substitute(self, word: str) -> tuple[str, float] | None:
        """Return the neighbour that replaces a word and the gain in frequency, `None` where the word may stay."""
        if word not in self._best:
            own = zipf(word)
            ranked = [(zipf(other) - own, other) for other in self._neighbours.get(word, ())] if own < RARE else []
            gain, other = max(ranked, default=(0.0, ""))
            self._best[word] = (other, gain) if gain >= GAIN else None
        return self._best[word]


def lexicon_neighbours(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the one-word originals of every one-word spun form."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if " " not in entry.spun:
            neighbours[entry.spun.lower()].update(new.lower() for new in entry.originals if " " not in new)
    return dict(neighbours)


def wordnet_neighbours(folder: Path) -> dict[str, set[str]]:
    """Return for every single word of WordNet the words it shares a meaning with, read from the `data.*` files."""
    neighbours: defaultdict[str, set[str]] = defaultdict(set)
    for part in ("noun", "verb", "adj", "adv"):
        path = folder / f"data.{part}"
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot be read: {error}; give the folder of WordNet with --wordnet") from error
        for line in lines:
            if not line.startswith(" "):  # the licence stands first, indented
                fields = line.split(" ")
                mates = [word.partition("(")[0].lower() for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]
                single = [word for word in mates if "_" not in word]
                for word in single:
                    neighbours[word].update(other for other in single if other != word)
    return dict(neighbours)


def _mean(values: list[float]) -> float:
    """Return the mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0

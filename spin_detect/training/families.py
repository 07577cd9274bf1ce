"""Spinner families: what each swaps, how densely, in how long stretches, and what it breaks.

The names are those of the gold. The numbers were set by the densities of real pages of each family: words changed,
words of a stretch, share of texts with artefacts. Nothing else was taken from such pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Range = tuple[float, float]
"""Least and greatest; texts lie evenly between."""


@dataclass(frozen=True)
class Family:
    """One kind of spinner.

    `sources` are the lexicon's sources that are its own. `rate` is how often a chance to swap is taken, `run` how often
    one right behind a swap is, `thesaurus` how often a word that no entry fits is swapped by a plain thesaurus, `far`
    how often that gives a synonym of a synonym, which no list of ours undoes. `strange` is how readily an entry of
    another family serves. `rewriting` is how often a chance to change order or small words is taken. `damage`: by kind,
    the share of texts that show it and how often a place is taken.
    """

    sources: frozenset[str]
    rate: Range = (0.15, 0.75)
    run: float = 0.5
    thesaurus: Range = (0.0, 0.5)
    strange: float = 0.15
    far: float = 0.5
    rewriting: Range = (0.0, 0.0)
    damage: Mapping[str, Range] = field(default_factory=dict)


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "article_rewriter": Family(
            frozenset({"curated-rewriter"}),
            rate=(0.15, 0.65),
            run=0.85,
            thesaurus=(0.05, 0.35),
        ),
        "back_translation": Family(
            frozenset(),
            rate=(0.02, 0.1),
            run=0.1,
            thesaurus=(0.0, 0.05),
            rewriting=(0.02, 0.12),
            damage={"litter": (0.03, 0.5), "name": (0.2, 0.5), "stutter": (0.1, 0.05), "mark": (0.1, 0.1)},
        ),
        "paraphraser": Family(
            frozenset({"curated-paraphraser"}),
            rate=(0.05, 0.5),
            run=0.4,
            thesaurus=(0.0, 0.1),
            rewriting=(0.0, 0.06),
            damage={"litter": (0.03, 0.5), "stutter": (0.15, 0.05)},
        ),
        "spinbot": Family(
            frozenset({"curated-spinbot"}),
            rate=(0.3, 0.8),
            run=0.9,
            thesaurus=(0.1, 0.4),
            damage={"glued": (0.07, 0.5)},
        ),
        "thesaurus": Family(
            frozenset({"curated-thesaurus"}),
            rate=(0.15, 0.4),
            run=0.35,
            thesaurus=(0.1, 0.3),
            damage={
                "bracket": (0.3, 0.5),
                "glued": (0.2, 0.2),
                "sentence": (0.1, 0.2),
                "hyphen": (0.4, 0.8),
                "mark": (0.1, 0.1),
            },
        ),
        "tortured_scientific": Family(
            frozenset({"curated-tortured", "pps"}),
            rate=(0.4, 0.9),
            run=0.95,
            thesaurus=(0.2, 0.5),
            damage={"stutter": (0.1, 0.05), "mark": (0.1, 0.1)},
        ),
        "translated_thesaurus": Family(
            frozenset({"curated-translated"}),
            rate=(0.3, 0.6),
            run=0.7,
            thesaurus=(0.05, 0.25),
            rewriting=(0.0, 0.04),
            damage={"litter": (0.03, 0.5), "name": (0.2, 0.5), "stutter": (0.1, 0.05), "mark": (0.1, 0.1)},
        ),
    }
)
"""The families that the gold names."""


def families_of(sources: frozenset[str]) -> dict[str, Family]:
    """Return the families that a lexicon with these sources can play, by name.

    A source that no family owns makes a family of its own name. What was read off spun pages of all kinds has none.
    """
    owned = frozenset[str]().union(*(family.sources for family in FAMILIES.values()))
    known = {name: family for name, family in FAMILIES.items() if not family.sources or family.sources & sources}
    others = {source: Family(frozenset({source})) for source in sources - owned - _OF_NO_FAMILY}
    return dict(sorted((known | others).items()))


_OF_NO_FAMILY = frozenset({"observed"})

"""Statistics: how many entries there are, by what a maintainer asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from spin_detect.lexicon.entries import POS, TIERS, Entry
from spin_detect.lexicon.load import Lexicon


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of one lexicon; `by_file` counts each file by tier."""

    version: str
    entries: int
    allowed: int
    guarded: int
    phrases: int
    by_file: dict[str, dict[str, int]]
    by_tier: dict[str, int]
    by_pos: dict[str, int]
    by_family: dict[str, int]
    by_source: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as a JSON object."""
        return asdict(self)


def statistics(lexicon: Lexicon) -> Statistics:
    """Return the counts of a lexicon. `phrases` are entries of more than one word."""
    entries = lexicon.entries

    def family(entry: Entry) -> str:
        source = lexicon.sources.get(entry.source)
        return source.family if source else "unknown"

    by_file: dict[str, Counter[str]] = {}
    for entry in entries:
        by_file.setdefault(entry.domain, Counter())[entry.tier] += 1
    return Statistics(
        version=lexicon.version,
        entries=len(entries),
        allowed=len(lexicon.allowed),
        guarded=sum(bool(entry.guard) for entry in entries),
        phrases=sum(" " in entry.spun for entry in entries),
        by_file={name: {tier: by_file[name][tier] for tier in TIERS} for name in sorted(by_file)},
        by_tier=_count(entries, lambda entry: entry.tier, TIERS),
        by_pos=_count(entries, lambda entry: entry.pos, POS),
        by_family=_count(entries, family),
        by_source=_count(entries, lambda entry: entry.source),
    )


def _count(entries: tuple[Entry, ...], what: Callable[[Entry], str], order: tuple[str, ...] = ()) -> dict[str, int]:
    """Return how often each value comes, in the given order or the most frequent first."""
    counts = Counter(map(what, entries))
    if order:
        return {value: counts[value] for value in order}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

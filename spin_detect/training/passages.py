"""Passages to learn from: cut from held-out and other genuine text, some spun by the simulator, some left alone."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from spin_detect.training.simulator import Simulator

if TYPE_CHECKING:
    from spin_detect.evaluation.gold import GoldRecord
    from spin_detect.training.bench import Bench
    from spin_detect.training.recipe import Recipe

Kept = tuple[str, str]
"""Genre or kind, and text."""

Record = dict[str, Any]
"""A gold record as `label_edits` reads it: text, label, edits."""

_HEAD = 200


def for_alarms(held: Sequence[Kept], recipe: Recipe) -> list[str]:
    """Return the held-out texts that serve the alarms; the others serve the weights."""
    return [text for _, text in held if _tenth(text) < recipe.alarm_tenths]


def make_passages(
    bench: Bench,
    held: Sequence[Kept],
    genuine: Sequence[Kept],
    thesaurus_words: Sequence[str],
    recipe: Recipe,
    seed: int,
    *,
    left_out: str | None = None,
) -> list[Record]:
    """Return spun and genuine passages. `left_out` names a family of `families.FAMILIES` that is not simulated."""
    rng = random.Random(seed)
    own = [_cut(text, rng, recipe) for text in _drawn(held, recipe, seed)]
    own = [text for text in own if len(text.split()) >= recipe.fit_least_words]
    more = [_cut(text, rng, recipe) for _, text in genuine if len(text.split()) >= recipe.fit_words[0]]
    rng.shuffle(own)
    rng.shuffle(more)
    half, third = len(own) // 2, len(more) // 3
    simulator = Simulator(
        bench.loaded.lexicon.lexicon,
        bench.families,
        bench.model.thesaurus,
        thesaurus_words,
        bench.model.vocabulary,
        left_out=left_out,
    )
    table, stream = bench.tabulate(own[:half] + more[:third])
    spun = [
        record for record in simulator.spin(table, stream.ids, seed) if len(record["edits"]) >= recipe.fit_least_edits
    ]
    return spun + [{"text": text, "label": "genuine", "edits": []} for text in own[half:] + more[third:]]


def as_record(gold: GoldRecord) -> Record:
    """Return a real passage as `label_edits` reads it."""
    told = gold.edits is not None
    edits = [{"start": e.start, "end": e.end, "originals": e.originals} for e in gold.edits or ()] if told else None
    return {"text": gold.text, "label": "spun" if gold.spun else "genuine", "edits": edits}


def _drawn(held: Sequence[Kept], recipe: Recipe, seed: int) -> list[str]:
    """Return held-out texts that serve the weights, at most so many of a genre."""
    by_genre: defaultdict[str, list[str]] = defaultdict(list)
    for genre, text in held:
        if _tenth(text) >= recipe.alarm_tenths:
            by_genre[genre].append(text)
    drawn = []
    for genre in sorted(by_genre):
        random.Random(seed).shuffle(by_genre[genre])
        drawn += by_genre[genre][: recipe.fit_documents]
    return drawn


def _tenth(text: str) -> int:
    return zlib.crc32(text.encode("utf-8")[:_HEAD]) % 10


def _cut(text: str, rng: random.Random, recipe: Recipe) -> str:
    """Return a passage of random length from a random place of a text."""
    words = text.split(" ")
    count = rng.randint(*recipe.fit_words)
    if len(words) <= count:
        return text
    first = rng.randint(0, len(words) - count)
    return " ".join(words[first : first + count])

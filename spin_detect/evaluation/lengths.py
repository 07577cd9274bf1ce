"""Genuine texts cut to the lengths of the spun ones, so that no score wins by knowing how long a text is."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spin_detect.evaluation.gold import GoldRecord

LONG = 100
"""Words from which on a text counts as long; the targets are stated for these."""

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class TextSets:
    """The gold as it is, the genuine texts cut to the lengths of all spun ones, and those cut to the long spun ones.

    `draws` says how often each text was cut, `seed` by which seed.
    """

    gold: tuple[GoldRecord, ...]
    cut: tuple[GoldRecord, ...]
    cut_long: tuple[GoldRecord, ...]
    draws: int
    seed: int

    @property
    def all(self) -> list[GoldRecord]:
        """Every text once."""
        return [*self.gold, *self.cut, *self.cut_long]


def text_sets(gold: Sequence[GoldRecord], *, draws: int = 5, seed: int = 0) -> TextSets:
    """Return the texts that an evaluation needs."""
    return TextSets(
        tuple(gold),
        tuple(matched(gold, draws=draws, seed=seed)),
        tuple(matched(gold, draws=draws, seed=seed, min_words=LONG)),
        draws,
        seed,
    )


def evaluation_texts(gold: Sequence[GoldRecord], *, draws: int = 5, seed: int = 0) -> list[GoldRecord]:
    """Return every text that `evaluate` scores with these settings: the gold itself, then the cut genuine texts.

    Cross-validated scores are to be given for all of them; `page_of` puts a cut text with its whole one.
    """
    return text_sets(gold, draws=draws, seed=seed).all


def matched(gold: Sequence[GoldRecord], *, draws: int = 5, seed: int = 0, min_words: int = 0) -> list[GoldRecord]:
    """Return the genuine texts, cut `draws` times to lengths drawn from the spun texts of `min_words` and more.

    Every draw deals the spun lengths out evenly, the longest first, each to a random text that is long enough; a length
    that no text left reaches goes to the longest one, uncut. A cut begins at the start of a sentence where it can.
    """
    lengths = sorted(record.words for record in gold if record.spun and record.words >= min_words)
    genuine = [record for record in gold if not record.spun and record.words >= min_words]
    if not lengths or not genuine:
        return []
    wanted = [lengths[(2 * i + 1) * len(lengths) // (2 * len(genuine))] for i in range(len(genuine))]
    cuts = []
    for draw in range(draws):
        chance = random.Random(f"{seed}:{draw}:{min_words}")
        for record, length in _dealt(genuine, wanted, chance):
            name = f"{record.id}#{min_words}+{draw}"
            text = cut(record.text, length, chance)
            cuts.append(replace(record, id=name, text=text, edits=None, cut_of=record.id))
    return cuts


def _dealt(genuine: Sequence[GoldRecord], wanted: Sequence[int], chance: random.Random) -> list[tuple[GoldRecord, int]]:
    """Return every genuine text with the length it is cut to."""
    left = sorted(genuine, key=lambda record: -record.words)
    pairs = []
    for length in sorted(wanted, reverse=True):
        enough = sum(record.words >= length for record in left)
        pairs.append((left.pop(chance.randrange(enough) if enough else 0), length))
    return pairs


def cut(text: str, words: int, chance: random.Random) -> str:
    """Return a passage of so many words, from the start of a random sentence where enough text follows one."""
    places = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    if len(places) <= words:
        return text
    starts = [0] + [
        number
        for number in range(1, len(places) - words + 1)
        if _SENTENCE_END.search(text, places[number - 1][0], places[number - 1][1])
    ]
    first = chance.choice(starts)
    return text[places[first][0] : places[first + words - 1][1]]

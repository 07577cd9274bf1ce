"""A simulator of article spinners: takes clean text and returns a spun copy with every edit on record.

It runs the channel forwards. A document gets one spinner family and one rate; the words and phrases that the lexicon
gives as originals become one of their spun forms, mostly of that family, and other words become a word that the
thesaurus lists them for. Everything is drawn from a seeded generator: the same texts and seed give the same copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.lexicon.phrases import MAX_TOKENS, PhraseTable
from spin_detect.tokens import Flag, TokenTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from spin_detect.channel import Thesaurus
    from spin_detect.context.vocabulary import Vocabulary
    from spin_detect.lexicon.compiled import CompiledLexicon

_STRANGE_FAMILY = 0.15
"""How readily a spinner makes a swap of another family than its own."""


@dataclass(frozen=True)
class Profile:
    """One spinner: its family, how often it takes a chance to swap, and how much of that a plain thesaurus does."""

    family: str
    rate: float
    thesaurus: float


class Simulator:
    """Spins texts. `families`: the spinner family of each lexicon entry; `thesaurus_words`: the word of each row."""

    def __init__(
        self,
        lexicon: CompiledLexicon,
        families: Sequence[str],
        thesaurus: Thesaurus,
        thesaurus_words: Sequence[str],
        vocabulary: Vocabulary,
        *,
        left_out: str | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.families = np.array(families, object)
        self.names = sorted(set(families) - {left_out})
        self.thesaurus_words = thesaurus_words
        self.vocabulary = vocabulary
        self._index_lexicon(left_out)
        self._index_thesaurus(thesaurus)

    def _index_lexicon(self, left_out: str | None) -> None:
        """Make a table of what forms stand for, with the form of each row, without entries of the family left out."""
        lexicon = self.lexicon
        slots = np.arange(len(lexicon.wording))
        forms = np.repeat(np.arange(len(lexicon)), np.diff(lexicon.wording_bounds))
        lengths = np.diff(lexicon.wording_key_bounds)[lexicon.wording]
        usable = (lexicon.wording_rank < 2) & (lengths >= 1) & (lengths <= MAX_TOKENS)
        usable &= self.families[lexicon.entry[forms]] != left_out
        slots, forms = slots[usable], forms[usable]
        self.table, order = PhraseTable.build(
            [tuple(lexicon.keys_of(int(wording)).tolist()) for wording in lexicon.wording[slots]]
        )
        self.form_of_row = forms[order]

    def _index_thesaurus(self, thesaurus: Thesaurus) -> None:
        """Turn the thesaurus round: for each original, the words that list it."""
        emitted = np.repeat(np.arange(len(thesaurus.bounds) - 1), np.diff(thesaurus.bounds))
        order = np.argsort(thesaurus.originals, kind="stable")
        self.emitted = emitted[order]
        self.emitted_bounds = np.searchsorted(thesaurus.originals[order], np.arange(len(self.vocabulary.words) + 1))

    def profile(self, rng: Generator) -> Profile:
        """Draw a spinner."""
        family = self.names[int(rng.integers(len(self.names)))]
        return Profile(family, float(rng.uniform(0.15, 0.75)), float(rng.choice([0.0, 0.05, 0.2, 0.5])))

    def spin(self, table: TokenTable, ids: NDArray[np.uint16], seed: int) -> list[dict[str, Any]]:
        """Return a gold record for each text of the table: `text`, `label`, `spinner`, `edits`."""
        first, last, row = self.table.find(table)
        order = np.lexsort((last, first))
        first, last, form = first[order], last[order], self.form_of_row[row[order]]
        bounds = np.searchsorted(first, np.arange(len(table) + 1))
        records = []
        for number in range(len(table.texts)):
            rng = np.random.default_rng([seed, number])
            spinner = _Copy(self, table, ids, self.profile(rng), rng)
            for token in range(int(table.doc_bounds[number]), int(table.doc_bounds[number + 1])):
                here = slice(bounds[token], bounds[token + 1])
                spinner.visit(token, last[here], form[here])
            records.append(spinner.record(table.texts[number]))
        return records


class _Copy:
    """One copy in the making."""

    def __init__(
        self, simulator: Simulator, table: TokenTable, ids: NDArray[np.uint16], profile: Profile, rng: Generator
    ) -> None:
        self.simulator, self.table, self.ids, self.profile, self.rng = simulator, table, ids, profile, rng
        self.swaps: list[tuple[int, int, str]] = []
        self.free_from = 0

    def visit(self, token: int, last: NDArray[np.int64], form: NDArray[np.int64]) -> None:
        """Swap what starts at `token`, or not."""
        if token < self.free_from or self.rng.random() > self.profile.rate:
            return
        if len(form) and self.rng.random() >= self.profile.thesaurus:
            self._swap_by_lexicon(token, last, form)
        elif self.rng.random() < self.profile.thesaurus:
            self._swap_by_thesaurus(token)

    def _swap_by_lexicon(self, token: int, last: NDArray[np.int64], form: NDArray[np.int64]) -> None:
        """Swap by one of the forms, those of the own family first and longer originals before shorter ones."""
        lexicon, simulator = self.simulator.lexicon, self.simulator
        own = simulator.families[lexicon.entry[form]] == self.profile.family
        weight = np.where(own, 1.0, _STRANGE_FAMILY) * (last - token) ** 2
        if self.rng.random() > weight.max():
            return
        chosen = int(self.rng.choice(len(form), p=weight / weight.sum()))
        self._put(token, int(last[chosen]), lexicon.surfaces[int(form[chosen])])

    def _swap_by_thesaurus(self, token: int) -> None:
        """Swap one word by a word that the thesaurus lists it for."""
        simulator, word = self.simulator, int(self.ids[token])
        low, high = simulator.emitted_bounds[word], simulator.emitted_bounds[word + 1]
        inside = self.table.flags[token] & np.uint8(Flag.TITLE) and not self.table.flags[token] & np.uint8(
            Flag.SENTENCE_START
        )
        if high > low and not inside:
            chosen = int(simulator.emitted[int(self.rng.integers(low, high))])
            self._put(token, token + 1, simulator.thesaurus_words[chosen])

    def _put(self, first: int, last: int, wording: str) -> None:
        """Record a swap of tokens, with the capitals of what it replaces."""
        old = self.table.text_of(first, last)
        if old[:1].isupper() and wording[:1].islower():
            wording = wording[:1].upper() + wording[1:]
        if wording.lower() != old.lower():
            self.swaps.append((first, last, wording))
            self.free_from = last

    def record(self, text: str) -> dict[str, Any]:
        """Return the copy as a gold record."""
        parts: list[str] = []
        edits, done, length = [], 0, 0
        for first, last, wording in self.swaps:
            start, end = int(self.table.start[first]), int(self.table.end[last - 1])
            parts += [text[done:start], wording]
            length += start - done
            edits.append(
                {"start": length, "end": length + len(wording), "text": wording, "originals": [text[start:end]]}
            )
            length += len(wording)
            done = end
        parts.append(text[done:])
        return {"text": "".join(parts), "label": "spun", "spinner": self.profile.family, "edits": edits}

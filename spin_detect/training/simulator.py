"""A simulator of article spinners: takes clean text and returns a spun copy with every edit on record.

It runs the channel forwards. A document gets one spinner: a family with its own entries of the lexicon, one of
several thesauri, and rates. Small changes of order come first. Then words and phrases that the lexicon gives as
originals become one of their spun forms, mostly of that family, and other words one that the spinner's thesaurus lists
for them. Artefacts come last.
Everything is drawn from a seeded generator: the same texts and seed give the same copies.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.lexicon.phrases import MAX_TOKENS, PhraseTable
from spin_detect.training.damage import damage
from spin_detect.training.drafting import Draft
from spin_detect.training.families import Family, families_of
from spin_detect.training.rewriting import rewrite
from spin_detect.training.wordnet import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from spin_detect.channel import Thesaurus
    from spin_detect.context.vocabulary import Vocabulary
    from spin_detect.lexicon.compiled import CompiledLexicon
    from spin_detect.tokens import TokenTable

_THESAURI = 8
"""How many thesauri there are; each holds another half of the pairs."""

_CLOSE = Relation.SYNONYM | Relation.SIMILAR
_RELATED = _CLOSE | Relation.HYPERNYM | Relation.HYPONYM | Relation.SISTER
_KINDS = (int(_CLOSE), int(_RELATED), int(_RELATED | Relation.NEIGHBOUR))
"""What a thesaurus takes for a synonym, from strict to loose."""

_FAITHFUL = 0.7
"""How often a spinner swaps a word as it did before in the same text."""


@dataclass(frozen=True)
class Profile:
    """One spinner: its family by name, how often it takes a chance of each sort, and which thesaurus it uses."""

    name: str
    family: Family
    rate: float
    thesaurus: float
    rewriting: float
    volume: int
    relations: int


class Simulator:
    """Spins texts.

    `sources` is the source of each lexicon entry; `thesaurus_words` the word of each row. `left_out` names a family
    that is not played, and whose entries no other family uses; one that does not exist is a ValueError.
    """

    def __init__(
        self,
        lexicon: CompiledLexicon,
        sources: Sequence[str],
        thesaurus: Thesaurus,
        thesaurus_words: Sequence[str],
        vocabulary: Vocabulary,
        *,
        left_out: str | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.families = families_of(frozenset(sources))
        if left_out is not None and left_out not in self.families:
            raise ValueError(f"no spinner family {left_out}; there are {', '.join(self.families)}")
        barred = self.families.pop(left_out).sources if left_out else frozenset()
        self._index_lexicon(np.array(sources, object), barred)
        self._index_thesaurus(thesaurus, thesaurus_words, vocabulary)

    def _index_lexicon(self, sources: NDArray[np.object_], barred: frozenset[str]) -> None:
        """Make a table of what forms stand for, with the form of each row; entries of barred sources are left out."""
        lexicon = self.lexicon
        slots = np.arange(len(lexicon.wording))
        forms = np.repeat(np.arange(len(lexicon)), np.diff(lexicon.wording_bounds))
        lengths = np.diff(lexicon.wording_key_bounds)[lexicon.wording]
        usable = (lexicon.wording_rank < 2) & (lengths >= 1) & (lengths <= MAX_TOKENS)
        usable &= ~np.isin(sources, sorted(barred))[lexicon.entry[forms]]
        slots, forms = slots[usable], forms[usable]
        self.table, order = PhraseTable.build(
            [tuple(lexicon.keys_of(int(wording)).tolist()) for wording in lexicon.wording[slots]]
        )
        self.form_of_row = forms[order]
        self.own = {
            name: np.isin(sources, sorted(family.sources))[lexicon.entry] for name, family in self.families.items()
        }

    def _index_thesaurus(self, thesaurus: Thesaurus, words: Sequence[str], vocabulary: Vocabulary) -> None:
        """Turn the thesaurus round: for each original, the words that list it, and which volumes hold the pair."""
        emitted = np.repeat(np.arange(len(thesaurus.bounds) - 1), np.diff(thesaurus.bounds))
        order = np.argsort(thesaurus.originals, kind="stable")
        self.emitted: list[str] = [words[row] for row in emitted[order].tolist()]
        self.emitted_id = vocabulary.look_up(thesaurus.keys)[0][emitted[order]]
        self.relation = thesaurus.relation[order]
        self.volumes = np.random.default_rng(0).integers(1 << _THESAURI, size=len(order), dtype=np.uint16)
        self.emitted_bounds = np.searchsorted(thesaurus.originals[order], np.arange(len(vocabulary.words) + 1)).tolist()

    def synonyms(self, word: int, volume: int, relations: int) -> list[int]:
        """Return the places in `emitted` of the words that one volume of the thesaurus lists for a word id."""
        low, high = self.emitted_bounds[word], self.emitted_bounds[word + 1]
        if low == high:
            return []
        held = (self.volumes[low:high] >> volume) & 1 & ((self.relation[low:high] & relations) != 0)
        places: list[int] = (low + np.flatnonzero(held)).tolist()
        return places

    def profile(self, rng: random.Random) -> Profile:
        """Draw a spinner."""
        name = rng.choice(list(self.families))
        family = self.families[name]
        return Profile(
            name,
            family,
            rng.uniform(*family.rate),
            rng.uniform(*family.thesaurus),
            rng.uniform(*family.rewriting),
            rng.randrange(_THESAURI),
            rng.choice(_KINDS),
        )

    def spin(self, table: TokenTable, ids: NDArray[np.uint16], seed: int) -> list[dict[str, Any]]:
        """Return a gold record for each text of the table: `text`, `label`, `spinner`, `edits`."""
        first, last, row = self.table.find(table)
        order = np.lexsort((last, first))
        first, last, form = first[order], last[order], self.form_of_row[row[order]]
        bounds = np.searchsorted(first, np.arange(len(table) + 1))
        records = []
        for number in range(len(table.texts)):
            rng = random.Random(f"{seed}-{number}")
            profile = self.profile(rng)
            draft = Draft(table, number, rng)
            rewrite(draft, profile.rewriting)
            low, high = int(table.doc_bounds[number]), int(table.doc_bounds[number + 1])
            within = slice(bounds[low], bounds[high])
            chances = _Chances(bounds[low : high + 1] - bounds[low], last[within] - low, form[within])
            _Swapper(self, draft, profile, ids[low:high].tolist(), chances).run()
            damage(draft, profile.family.damage)
            records.append(draft.record(profile.name))
        return records


@dataclass(frozen=True)
class _Chances:
    """Where the lexicon gives originals: those of token t are `bounds[t]:bounds[t + 1]`, with last token and form."""

    bounds: NDArray[np.int64]
    last: NDArray[np.int64]
    form: NDArray[np.int64]


class _Swapper:
    """Swaps words and phrases of one draft."""

    def __init__(
        self, simulator: Simulator, draft: Draft, profile: Profile, ids: Sequence[int], chances: _Chances
    ) -> None:
        self.simulator, self.draft, self.profile, self.ids = simulator, draft, profile, ids
        self.rng = draft.rng
        self.bounds: list[int] = chances.bounds.tolist()
        self.last: list[int] = chances.last.tolist()
        self.form: list[int] = chances.form.tolist()
        self.own: list[bool] = simulator.own[profile.name][chances.form].tolist()
        self.before: dict[int, str] = {}

    def run(self) -> None:
        """Go through the draft. What stands right behind a swap is swapped more readily: spinners change stretches."""
        running = False
        for token in range(len(self.draft)):
            if self.draft.taken[token]:
                continue
            rate = self.profile.family.run if running else self.profile.rate
            if self.rng.random() >= rate:
                running = False
            elif self._swap(token):
                running = True

    def _swap(self, token: int) -> bool:
        """Swap what starts at a token, by the lexicon or the thesaurus; tell whether that was possible."""
        return self._swap_by_lexicon(token) or (
            self.rng.random() < self.profile.thesaurus and self._swap_by_thesaurus(token)
        )

    def _swap_by_lexicon(self, token: int) -> bool:
        """Swap by one of the forms, those of the own family first and longer originals before shorter ones."""
        options = [
            option
            for option in range(self.bounds[token], self.bounds[token + 1])
            if self.draft.is_free(token, self.last[option])
        ]
        if not options:
            return False
        strange = self.profile.family.strange
        weights = [(1.0 if self.own[o] else strange) * (self.last[o] - token) ** 2 for o in options]
        if self.rng.random() > max(weights):
            return False
        sums = list(accumulate(weights))
        option = options[bisect_left(sums, self.rng.random() * sums[-1])]
        return self.draft.put(token, self.last[option], self.simulator.lexicon.surfaces[self.form[option]])

    def _swap_by_thesaurus(self, token: int) -> bool:
        """Swap one word by a word that the thesaurus lists it for, as before if it came before. Names stay."""
        draft, word = self.draft, self.ids[token]
        if draft.title[token] and not draft.opens[token]:
            return False
        wording = self.before.get(word)
        if wording is None or self.rng.random() > _FAITHFUL:
            wording = self._synonym(word)
            if wording is None:
                return False
            self.before[word] = wording
        return draft.put(token, token + 1, wording)

    def _synonym(self, word: int) -> str | None:
        """Return what the spinner's thesaurus lists for a word id, or for one of its synonyms."""
        simulator, profile = self.simulator, self.profile
        listed = simulator.synonyms(word, profile.volume, profile.relations)
        if not listed:
            return None
        place = self.rng.choice(listed)
        if self.rng.random() < profile.family.far:
            further = simulator.synonyms(int(simulator.emitted_id[place]), profile.volume, profile.relations)
            place = self.rng.choice(further or [place])
        return simulator.emitted[place]

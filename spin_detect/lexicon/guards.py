"""Guards over a whole batch: which matches have around them what their entry asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.inflection import loose_forms
from spin_detect.lexicon.entries import GUARD_KINDS, Guard
from spin_detect.lexicon.phrases import PhraseTable, token_keys
from spin_detect.words import find_sorted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.tokens import TokenTable

_NEGATIVE = np.array([kind in ("without", "notprev", "notnext") for kind in GUARD_KINDS])
# What a clause looks at: its words anywhere in the sentence, right before the match, right after it.
_SENTENCE, _BEFORE, _AFTER = 0, 1, 2
_SCOPE = np.array([_SENTENCE, _SENTENCE, _BEFORE, _AFTER, _BEFORE, _AFTER], np.uint8)


@dataclass(frozen=True)
class GuardTable:
    """All guards of a lexicon. Guard g owns the clauses `guard_bounds[g]:guard_bounds[g + 1]`.

    `words` holds the guard words in all their forms; its row r stands for the clause `word_clause[r]`. `clause_kind`
    indexes `GUARD_KINDS`.
    """

    guard_bounds: NDArray[np.int64]
    clause_kind: NDArray[np.uint8]
    words: PhraseTable
    word_clause: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.guard_bounds) - 1

    @classmethod
    def build(cls, guards: Sequence[Guard]) -> GuardTable:
        """Return the table of the guards, numbered as they come."""
        bounds = [0]
        kinds: list[int] = []
        sequences: list[tuple[int, ...]] = []
        clause_of: list[int] = []
        for guard in guards:
            for kind, words in guard.clauses:
                forms = dict.fromkeys(token_keys(form) for word in words for form in loose_forms(word))
                clause_of += [len(kinds)] * len(forms)
                sequences += forms
                kinds.append(GUARD_KINDS.index(kind))
            bounds.append(len(kinds))
        words_table, order = PhraseTable.build(sequences)
        word_clause = np.array(clause_of, np.int64)[order]
        return cls(np.array(bounds, np.int64), np.array(kinds, np.uint8), words_table, word_clause)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> GuardTable:
        """Return the table that `to_arrays` took apart."""
        names = ("guard_bounds", "clause_kind", "word_clause")
        columns: dict[str, NDArray[np.generic]] = {name: arrays[f"{prefix}.{name}"] for name in names}
        return cls(words=PhraseTable.from_arrays(arrays, f"{prefix}.words"), **columns)  # type: ignore[arg-type]

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the columns by name, for storing."""
        names = ("guard_bounds", "clause_kind", "word_clause")
        return {f"{prefix}.{name}": getattr(self, name) for name in names} | self.words.to_arrays(f"{prefix}.words")

    def holds(
        self, table: TokenTable, first: NDArray[np.int64], last: NDArray[np.int64], guard: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Tell for each match `first:last` whether its guard holds; guard -1 always does."""
        result = guard < 0
        asked = np.flatnonzero(~result)
        if not len(asked):
            return result
        counts = np.diff(self.guard_bounds)[guard[asked]]
        match = np.repeat(np.arange(len(asked)), counts)
        within = np.arange(len(match)) - np.repeat(np.cumsum(counts) - counts, counts)
        clause = np.repeat(self.guard_bounds[guard[asked]], counts) + within
        seen = self._seen(table, first[asked], last[asked], match, clause)
        failed = seen == _NEGATIVE[self.clause_kind[clause]]
        result[asked] = np.bincount(match[failed], minlength=len(asked)) == 0
        return result

    def _seen(
        self,
        table: TokenTable,
        first: NDArray[np.int64],
        last: NDArray[np.int64],
        match: NDArray[np.int64],
        clause: NDArray[np.int64],
    ) -> NDArray[np.bool_]:
        """Tell for each pair of match and clause whether a word of the clause stands where the clause looks."""
        busy = np.zeros(int(table.sentence[-1]) + 1, np.bool_)
        busy[table.sentence[first]] = True
        word_first, word_last, row = self.words.find(table, busy[table.sentence])
        word_clause = self.word_clause[row]
        sentence = table.sentence.astype(np.int64)
        # A guard word must lie in one sentence, and in that of the match.
        whole = sentence[word_first] == sentence[word_last - 1]
        at = np.array([sentence[word_first], word_last, word_first])
        scope = _SCOPE[self.clause_kind[word_clause]]
        present = at[scope, np.arange(len(row))] * len(self.clause_kind) + word_clause
        # A neighbour in another sentence is none: no word ever stands at place -1.
        before = np.where((first > 0) & (sentence[first - 1] == sentence[first]), first, -1)
        behind = np.minimum(last, len(table) - 1)
        after = np.where((last < len(table)) & (sentence[behind] == sentence[last - 1]), last, -1)
        looks = np.array([sentence[first], before, after])
        scope = _SCOPE[self.clause_kind[clause]]
        wanted = looks[scope, match] * len(self.clause_kind) + clause
        return find_sorted(np.sort(present[whole]), wanted)[1]

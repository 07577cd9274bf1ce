"""The compiled lexicon: every form of every entry as arrays, looked up in whole batches of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spin_detect.errors import ConfigError
from spin_detect.inflection import loose_forms
from spin_detect.lexicon.columns import Strings
from spin_detect.lexicon.entries import tidy
from spin_detect.lexicon.guards import GuardTable
from spin_detect.lexicon.phrases import MAX_TOKENS, PhraseTable, reach_of, token_keys

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.tokens import TokenTable


@dataclass(frozen=True)
class Matches:
    """Occurrences of forms: tokens `first[i]:last[i]` read as form `form[i]`. Overlaps are left in.

    In the order of the text; at one place the longest first, then the surest.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    form: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Matches:
        """Return the matches that a mask or an index selects."""
        return Matches(self.first[keep], self.last[keep], self.form[keep])


@dataclass(frozen=True)
class CompiledLexicon:
    """Forms by number (rows of `phrases`), entries by number (their place in `Lexicon.entries`), wordings by number.

    Form f belongs to entry `entry[f]`, is `width[f]` tokens wide and reads `surfaces[f]`. Its originals, inflected
    alike and best first, are the wordings `wording[wording_bounds[f]:wording_bounds[f + 1]]`, and beside them in
    `wording_rank` stands the rank of the lemma that each came from. Wording w reads `wordings[w]` and has the word keys
    `wording_keys[wording_key_bounds[w]:wording_key_bounds[w + 1]]`. Tiers are places in `TIERS`: 0 is `sure`.
    """

    version: str
    phrases: PhraseTable
    entry: NDArray[np.int32]
    surfaces: Strings
    wording_bounds: NDArray[np.int64]
    wording: NDArray[np.int32]
    wording_rank: NDArray[np.uint8]
    wordings: Strings
    wording_key_bounds: NDArray[np.int64]
    wording_keys: NDArray[np.uint64]
    entry_ids: Strings
    entry_tier: NDArray[np.uint8]
    entry_name: NDArray[np.bool_]
    entry_guard: NDArray[np.int32]
    guards: GuardTable
    allowed: tuple[PhraseTable, ...]
    enabled: NDArray[np.bool_] | None = None

    def __len__(self) -> int:
        """Return the number of forms."""
        return len(self.entry)

    @cached_property
    def width(self) -> NDArray[np.int64]:
        """Tokens of each form."""
        return np.repeat(np.arange(MAX_TOKENS + 1), np.diff(self.phrases.width_bounds))

    @cached_property
    def tier(self) -> NDArray[np.uint8]:
        """Tier of each form, as its place in `TIERS`."""
        return self.entry_tier[self.entry]

    @cached_property
    def name(self) -> NDArray[np.bool_]:
        """Whether each form is a name, whose capitals count."""
        return self.entry_name[self.entry]

    def id_of(self, form: int) -> str:
        """Return the id of the entry that a form belongs to."""
        return self.entry_ids[int(self.entry[form])]

    def originals_of(self, form: int) -> tuple[str, ...]:
        """Return what a form stands for, in the form's own inflection, best first."""
        low, high = self.wording_bounds[form], self.wording_bounds[form + 1]
        return tuple(self.wordings[int(number)] for number in self.wording[low:high])

    def keys_of(self, wording: int) -> NDArray[np.uint64]:
        """Return the word keys of a wording."""
        return self.wording_keys[self.wording_key_bounds[wording] : self.wording_key_bounds[wording + 1]]

    def match(self, table: TokenTable, allowed: NDArray[np.int64] | None = None) -> Matches:
        """Return all occurrences whose guards hold and that no allowed phrase covers; `allowed` as in `find`."""
        matches = self.find(table, allowed)
        return matches.where(self.guards_hold(table, matches))

    def find(self, table: TokenTable, allowed: NDArray[np.int64] | None = None) -> Matches:
        """Return all occurrences that no allowed phrase covers, whatever their guards say.

        `allowed` is the reach of the allowed phrases in the table, for callers that know it already.
        """
        allowed = self.allowed_reach(table) if allowed is None else allowed
        first, last, form = self.phrases.find(table)
        keep = allowed[first] < last
        if self.enabled is not None:
            keep &= self.enabled[self.entry[form]]
        names = np.flatnonzero(keep & self.name[form])
        keep[names] = [
            self._has_capitals(table, *span) for span in zip(first[names], last[names], form[names], strict=True)
        ]
        first, last, form = first[keep], last[keep], form[keep]
        order = np.lexsort((form, self.tier[form], -last, first))
        return Matches(first[order], last[order], form[order])

    def guards_hold(self, table: TokenTable, matches: Matches) -> NDArray[np.bool_]:
        """Tell for each match whether the guard of its entry holds."""
        guard = self.entry_guard[self.entry[matches.form]]
        return self.guards.holds(table, matches.first, matches.last, guard)

    def allowed_reach(self, table: TokenTable) -> NDArray[np.int64]:
        """Return for each token how far the allowed phrases reach, see `reach_of`."""
        spans = [phrases.find(table)[:2] for phrases in self.allowed]
        first, last = (np.concatenate(column) for column in zip(*spans, strict=True))
        return reach_of(first, last, len(table))

    def with_options(self, *, allowed: Iterable[str] = (), disabled: Iterable[str] = ()) -> CompiledLexicon:
        """Return this lexicon with more allowed phrases and with the entries of some ids switched off."""
        allowed, disabled = tuple(allowed), set(disabled)
        compiled = self
        if allowed:
            compiled = replace(compiled, allowed=(*self.allowed, allowed_table(allowed)))
        if disabled:
            off = np.array([entry_id in disabled for entry_id in self.entry_ids], np.bool_)
            unknown = disabled.difference(self.entry_ids)
            if unknown:
                raise ConfigError(f"disabled_entries: the lexicon has no entry {min(unknown)!r}")
            compiled = replace(compiled, enabled=~off)
        return compiled

    def _has_capitals(self, table: TokenTable, first: int, last: int, form: int) -> bool:
        """Tell whether a name is written with its capitals, or all in capitals."""
        surface = self.surfaces[form]
        return tidy(table.text_of(int(first), int(last))) in (surface, surface.upper())

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return everything by name, for storing."""
        arrays: dict[str, NDArray[np.generic]] = {name: getattr(self, name) for name in _PLAIN}
        for name in _STRINGS:
            arrays |= getattr(self, name).to_arrays(name)
        arrays |= self.phrases.to_arrays("phrases") | self.guards.to_arrays("guards")
        for number, phrases in enumerate(self.allowed):
            arrays |= phrases.to_arrays(f"allowed{number}")
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], version: str) -> CompiledLexicon:
        """Return the lexicon that `to_arrays` took apart; raises `KeyError` where something is missing."""
        columns: dict[str, Any] = {name: arrays[name] for name in _PLAIN}
        columns |= {name: Strings.from_arrays(arrays, name) for name in _STRINGS}
        return cls(
            version=version,
            phrases=PhraseTable.from_arrays(arrays, "phrases"),
            guards=GuardTable.from_arrays(arrays, "guards"),
            allowed=(PhraseTable.from_arrays(arrays, "allowed0"),),
            **columns,
        )


_PLAIN = (
    "entry", "wording_bounds", "wording", "wording_rank", "wording_key_bounds", "wording_keys",
    "entry_tier", "entry_name", "entry_guard",
)  # fmt: skip
_STRINGS = ("surfaces", "wordings", "entry_ids")


def allowed_table(phrases: Iterable[str]) -> PhraseTable:
    """Return the table of allowed phrases in all their forms; phrases too long to be matched are left out."""
    forms = dict.fromkeys(token_keys(form) for phrase in phrases for form in loose_forms(tidy(phrase)))
    return PhraseTable.build([keys for keys in forms if 0 < len(keys) <= MAX_TOKENS])[0]

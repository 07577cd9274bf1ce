"""The channel: what each word or phrase of a text may have stood for, before the context has had its say.

Possible originals come from the lexicon (words and phrases of any length, with tiers) and, for words that it does not
know, from a distilled thesaurus. Both arrive as one table of *edits*, so that everything after this module treats them
alike.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.tokens import Flag, TokenTable
from spin_detect.words import find_sorted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.context.vocabulary import Vocabulary
    from spin_detect.lexicon.compiled import CompiledLexicon, Matches

MAX_WORDS = 8
"""Longest replacement, in tokens; longer originals are not proposed."""

MAX_ORIGINALS = 6
"""Rivals that are taken from one lexicon entry."""

PRIOR_STEP = 0.0625
"""Resolution of the thesaurus' priors, in nats."""


class Origin(IntEnum):
    """Where an edit comes from."""

    SURE = 0
    LIKELY = 1
    HINT = 2
    THESAURUS = 3


@dataclass(frozen=True)
class Edits:
    """m possible edits: the tokens `first:last` may have read `words[:length]`.

    `origin` is an `Origin`. `form` and `option` name the lexicon form and which of its originals this is (-1 and 0 for
    the thesaurus). `relation` and `prior` of a thesaurus edit: see `Thesaurus`. In the order of `first`.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    words: NDArray[np.uint16]
    length: NDArray[np.int8]
    origin: NDArray[np.int8]
    form: NDArray[np.int32]
    option: NDArray[np.int32]
    rank: NDArray[np.int8]
    relation: NDArray[np.uint8]
    prior: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.first)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Edits:
        """Return the edits that a mask or an index selects."""
        rows = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        return Edits(**{f.name: getattr(self, f.name).take(rows, axis=0) for f in fields(self)})

    def moved(self, tokens: int) -> Edits:
        """Return the same edits `tokens` tokens further on."""
        return replace(self, first=self.first + tokens, last=self.last + tokens)

    @classmethod
    def join(cls, *parts: Edits) -> Edits:
        """Return the edits of all parts, in the order of the text."""
        joined = cls(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)})
        place = (joined.first << 8) | ((joined.last - joined.first) << 4) | joined.origin
        return joined.where(np.argsort(place, kind="stable"))


@dataclass(frozen=True)
class Thesaurus:
    """Possible originals of single words, by word key (sorted).

    Row r has `originals[bounds[r]:bounds[r + 1]]`, likeliest first.

    Rows also stand for words too rare for the vocabulary: those are what spinners love.
    `relation` bits: 1 same synset, 2 hypernym, 4 hyponym, 8 similar, 16 sister, 32 neighbour in the vector space.
    `prior` are log-odds (base e) in steps of `PRIOR_STEP` that the word stands for the original, whatever the context.
    `fan_out` tells for each word id how many words stand for it: log(1 + how many are likely to).
    """

    keys: NDArray[np.uint64]
    bounds: NDArray[np.int32]
    originals: NDArray[np.uint16]
    relation: NDArray[np.uint8]
    prior: NDArray[np.int8]
    fan_out: NDArray[np.float16]

    def propose(self, table: TokenTable, open_tokens: NDArray[np.bool_]) -> Edits:
        """Return the edits of all tokens that `open_tokens` admits."""
        places = np.flatnonzero(open_tokens)
        at, known = find_sorted(self.keys, table.key[places])
        places, at = places[known], at[known]
        low = self.bounds[at].astype(np.int64)
        counts = self.bounds[at + 1] - low
        first = np.repeat(places, counts)
        rank = np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
        row = np.repeat(low, counts) + rank
        words = np.zeros((len(first), MAX_WORDS), np.uint16)
        words[:, 0] = self.originals[row]
        blank = np.full(len(first), -1, np.int32)
        return Edits(
            first=first,
            last=first + 1,
            words=words,
            length=np.ones(len(first), np.int8),
            origin=np.full(len(first), Origin.THESAURUS, np.int8),
            form=blank,
            option=np.zeros(len(first), np.int32),
            rank=rank.astype(np.int8),
            relation=self.relation[row],
            prior=self.prior[row] * np.float32(PRIOR_STEP),
        )


class BoundLexicon:
    """A compiled lexicon whose originals are spelt in the word ids of one vocabulary."""

    def __init__(self, lexicon: CompiledLexicon, vocabulary: Vocabulary) -> None:
        self.lexicon = lexicon
        lengths = np.diff(lexicon.wording_key_bounds)
        ids, _ = vocabulary.look_up(lexicon.wording_keys)
        column = np.arange(len(ids)) - np.repeat(lexicon.wording_key_bounds[:-1], lengths)
        row = np.repeat(np.arange(len(lengths)), lengths)
        fits = column < MAX_WORDS
        self.words = np.zeros((len(lengths), MAX_WORDS), np.uint16)
        self.words[row[fits], column[fits]] = ids[fits]
        self.lengths = np.where(lengths <= MAX_WORDS, lengths, 0).astype(np.int8)

    def propose(self, matches: Matches) -> Edits:
        """Return an edit for each of the first originals of each match."""
        lexicon = self.lexicon
        low = lexicon.wording_bounds[matches.form]
        counts = np.minimum(lexicon.wording_bounds[matches.form + 1] - low, MAX_ORIGINALS)
        option = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        slot = np.repeat(low, counts) + option
        match = np.repeat(np.arange(len(matches)), counts)
        short = np.flatnonzero(self.lengths[lexicon.wording[slot]])
        option, slot, match = option[short], slot[short], match[short]
        wording = lexicon.wording[slot]
        return Edits(
            first=matches.first[match],
            last=matches.last[match],
            words=self.words.take(wording, axis=0),
            length=self.lengths[wording],
            origin=lexicon.tier[matches.form[match]].astype(np.int8),
            form=matches.form[match].astype(np.int32),
            option=option.astype(np.int32),
            rank=lexicon.wording_rank[slot].astype(np.int8),
            relation=np.zeros(len(match), np.uint8),
            prior=np.zeros(len(match), np.float32),
        )


def pack_prior(log_odds: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return priors as `Thesaurus` keeps them, limited to ±7.9 nats."""
    return np.clip(np.rint(log_odds / PRIOR_STEP), -127, 127).astype(np.int8)


def open_to_thesaurus(table: TokenTable, closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which tokens the thesaurus may speak for: plain words that are no names, outside `closed` tokens.

    A capitalised word inside a sentence is taken for a name: thesaurus swaps of names are left to the lexicon.
    """
    capitalised = table.has(Flag.TITLE) | table.has(Flag.UPPER)
    admitted: NDArray[np.bool_] = table.has(Flag.ALPHA) & ~table.has(Flag.PROTECTED) & ~closed
    return admitted & (~capitalised | (table.has(Flag.SENTENCE_START) & ~table.has(Flag.UPPER)))

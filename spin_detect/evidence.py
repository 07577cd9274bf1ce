"""Evidence: what context and word statistics say of each possible edit, as one row of numbers.

An edit's log-odds are a weighted sum of these numbers, with weights of its own for each `Group` of edits, because a
swap that no writer ever makes needs little support and an ordinary synonym needs much.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Edits, Origin
from spin_detect.context.vectors import direction
from spin_detect.tokens import Flag, TokenTable
from spin_detect.words import mix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.context.model import ContextModel
    from spin_detect.context.stream import Stream


class Group(IntEnum):
    """Groups of edits with weights of their own."""

    SURE = 0
    LIKELY = 1
    HINT_WORD = 2
    HINT_PHRASE = 3
    THESAURUS = 4


FEATURES = (
    "bias",
    "gain",
    "gain over 3",
    "gain below 0",
    "commoner",
    "fits topic",
    "topic gain",
    "similar",
    "rarest word",
    "at home",
    "span",
    "longer",
    "rank",
    "same synset",
    "hypernym",
    "hyponym",
    "similar-to",
    "sister",
    "neighbour",
    "capital inside",
    "unknown word",
    "alarm rate",
    "seen",
    "prior",
    "fan-out",
    "frequency",
    "strange original",
)
"""Columns of the evidence. `gain` is the context model's log-odds (base e) of the text with the edit to without.

A spinner that wants to replace a word chooses among all that may stand for it: of two originals that fit equally well,
the one for which fewer words may stand is the likelier (`fan-out`), and common words fit everywhere (`frequency`).
"""

GAIN_COLUMNS = slice(1, 4)
"""Where the gain stands among the features."""

_GAIN_LOW, _GAIN_HIGH = -15.0, 20.0
_FAN_OUT_OF_PHRASES = 3.0


@dataclass(frozen=True)
class Evidence:
    """One row of numbers per edit (m, len(names)) as float32, and the group of each edit."""

    rows: NDArray[np.float32]
    group: NDArray[np.int8]
    names: tuple[str, ...] = FEATURES

    def column(self, name: str) -> NDArray[np.float32]:
        """Return one number of each edit."""
        column: NDArray[np.float32] = self.rows[:, self.names.index(name)]
        return column

    def only(self, names: tuple[str, ...]) -> Evidence:
        """Return a copy with some of the columns, which takes less memory."""
        return Evidence(np.stack([self.column(name) for name in names], axis=1), self.group, names)

    def log_odds(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the weighted sum of each row; `weights` has a row per group and a column per feature."""
        odds: NDArray[np.float32] = np.einsum("ji,ji->i", self.rows.T, weights.T.take(self.group, axis=1))
        return odds


def gather(table: TokenTable, stream: Stream, edits: Edits, model: ContextModel) -> Evidence:
    """Return the evidence for each edit in its place, all else in the text left as it is."""
    spans, of_edit = _distinct_spans(edits)
    span = spans.last - spans.first
    read = stream.read(model.ngrams, spans.first, spans.last)
    spun = _Sums.of_spans(stream, spans, model)
    original = _Sums.of_words(edits, model)
    new = stream.read_with(model.ngrams, edits.first, edits.last, edits.words, edits.length)
    company = model.vectors.company(stream.ids, table.doc_bounds, spans.first)
    fits = _cosines(original.vector, company.take(of_edit, axis=0))
    inside = (table.has(Flag.TITLE) | table.has(Flag.UPPER)) & ~table.has(Flag.SENTENCE_START)
    unknown = stream.ids < len(model.vocabulary.classes)
    seen, alarm_rate = model.alarms.look_up(span_keys(table, spans))
    one_word = edits.length == 1
    columns = (
        np.ones(len(edits)),
        *gain_columns(new - read[of_edit]).T,
        np.clip(original.log_frequency - spun.log_frequency[of_edit], -8, 10),
        fits,
        fits - _cosines(spun.vector, company)[of_edit],
        _cosines(original.vector, spun.vector.take(of_edit, axis=0)),
        np.clip(spun.rarest, -18, -5)[of_edit],
        np.clip(read - spun.log_frequency, -20, 40)[of_edit],
        np.minimum(span, 6)[of_edit],
        np.clip(edits.length - span[of_edit], -4, 4),
        np.minimum(edits.rank, np.where(edits.origin == Origin.THESAURUS, 16, 8)),
        *((edits.relation & np.uint8(1 << bit)) > 0 for bit in range(6)),
        inside[spans.first][of_edit],
        (unknown[spans.first] & (span == 1))[of_edit],
        alarm_rate[of_edit],
        seen[of_edit],
        edits.prior,
        np.where(one_word, model.thesaurus.fan_out[edits.words[:, 0]], _FAN_OUT_OF_PHRASES),
        np.where(one_word, original.log_frequency, 0),
        _strangers(edits, len(model.vocabulary.classes)),
    )
    rows = np.empty((len(FEATURES), len(edits)), np.float32)
    for row, column in zip(rows, columns, strict=True):
        row[:] = column
    return Evidence(rows.T, _groups(edits))


def _strangers(edits: Edits, classes: int) -> NDArray[np.int64]:
    """Return how many words of each original are outside the vocabulary.

    They are read as their class, which is likelier in any place than one word of it.
    """
    words = edits.words[:, : int(edits.length.max(initial=1))]
    strange: NDArray[np.int64] = ((words < classes) & (np.arange(words.shape[1]) < edits.length[:, None])).sum(axis=1)
    return strange


def _cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the products of unit vectors, row by row."""
    products: NDArray[np.float32] = np.einsum("ij,ij->i", left, right)
    return products


def gain_columns(gain: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the three columns that the gain makes: itself within bounds, what is over 3 nats, and what is under 0."""
    bounded = np.clip(gain, _GAIN_LOW, _GAIN_HIGH)
    return np.stack([bounded, np.maximum(bounded - 3, 0), np.minimum(bounded, 0)], axis=1)


def context_gain(stream: Stream, edits: Edits, model: ContextModel) -> NDArray[np.float32]:
    """Return log P(text with the edit) - log P(text as it is) in nats, with the neighbours that the stream gives."""
    spans, of_edit = _distinct_spans(edits)
    read = stream.read(model.ngrams, spans.first, spans.last)
    return stream.read_with(model.ngrams, edits.first, edits.last, edits.words, edits.length) - read[of_edit]


@dataclass(frozen=True)
class Spans:
    """The distinct spans of a table of edits: what rivals have in common is worked out once."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]


def _distinct_spans(edits: Edits) -> tuple[Spans, NDArray[np.int64]]:
    """Return the distinct spans, and the number of each edit's span among them."""
    spans, of_edit = np.unique(edits.first * 16 + (edits.last - edits.first), return_inverse=True)
    first = spans >> 4
    return Spans(first, first + (spans & 15)), of_edit


def span_keys(table: TokenTable, edits: Edits | Spans) -> NDArray[np.uint64]:
    """Return the phrase key of what each edit would replace, or of each span."""
    keys = table.key[edits.first]
    span = edits.last - edits.first
    for offset in range(1, int(span.max(initial=1))):
        longer = np.flatnonzero(span > offset)
        keys[longer] = mix(keys[longer], table.key[edits.first[longer] + offset])
    return keys


def _groups(edits: Edits) -> NDArray[np.int8]:
    """Return the `Group` of each edit."""
    phrase = (edits.origin == Origin.HINT) & (edits.last - edits.first > 1)
    group = np.array([Group.SURE, Group.LIKELY, Group.HINT_WORD, Group.THESAURUS], np.int8)[edits.origin]
    return np.where(phrase, np.int8(Group.HINT_PHRASE), group)


@dataclass(frozen=True)
class _Sums:
    """Sums over the words of each row: log-frequency, the rarest word's, a unit vector of their meaning."""

    log_frequency: NDArray[np.float32]
    rarest: NDArray[np.float32]
    vector: NDArray[np.float32]

    @classmethod
    def of_spans(cls, stream: Stream, spans: Spans, model: ContextModel) -> _Sums:
        """Sum over the words that stand in the text."""
        length = spans.last - spans.first
        offsets = np.arange(int(length.max(initial=1)))
        at = np.minimum(spans.first[:, None] + offsets, len(stream.ids) - 1)
        return cls._of(stream.ids[at], length, model)

    @classmethod
    def of_words(cls, edits: Edits, model: ContextModel) -> _Sums:
        """Sum over the words that would stand there."""
        return cls._of(edits.words[:, : int(edits.length.max(initial=1))], edits.length, model)

    @classmethod
    def _of(
        cls, words: NDArray[np.uint16], lengths: NDArray[np.int64] | NDArray[np.int8], model: ContextModel
    ) -> _Sums:
        unigrams, vectors = model.ngrams.unigrams, model.vectors
        frequency = unigrams.take(words[:, 0])
        rarest = frequency.copy()
        vector = vectors.meant(words[:, 0])
        longer = np.flatnonzero(lengths > 1)
        said = vectors.said(words[longer, 0])
        for column in range(1, words.shape[1]):
            inner = np.flatnonzero(lengths[longer] > column)
            rows = longer[inner]
            log_p = unigrams.take(words[rows, column])
            frequency[rows] += log_p
            rarest[rows] = np.minimum(rarest[rows], log_p)
            said[inner] += vectors.said(words[rows, column])
        vector[longer] = direction(said)
        return cls(frequency, rarest, vector)

"""Scoring: from the log-odds of single edits to the probability that a whole text was spun.

The document score is a logistic regression on a few rates. Rates are shrunk towards what genuine text shows, by as much
as `PRIOR_WORDS` words would say, so that a short text is never condemned on two odd words and length itself says
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Edits, Origin
from spin_detect.context.stream import Stream
from spin_detect.words import find_sorted, word_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from spin_detect.context.model import ContextModel
    from spin_detect.tokens import TokenTable

PRIOR_WORDS = 40.0
"""Words of typical genuine text that every document's rates are mixed with."""

LEVELS = (0.05, 0.2, 0.5, 0.8)
"""Edit probabilities over which tokens are counted."""

DOCUMENT_FEATURES = (
    "mean probability",
    *(f"share over {level}" for level in LEVELS),
    *(f"thesaurus share over {level}" for level in LEVELS[1:]),
    "sure entries",
    "likely entries",
    "hint entries",
    "surprise",
    "rare words",
    "unknown words",
    "artefacts",
    "semicolons",
    "old words",
    "sentence length",
    "bookish words",
    "told of persons",
)
"""Columns of the document evidence. Rates are natural logarithms; `surprise` is the mean negative log-probability."""

_TYPICAL = (0.012, 0.06, 0.015, 0.005, 0.002, 0.008, 0.002, 0.0005, 0.0004, 0.003, 0.25)
_RARE = -13.0
_BOOKISH = 0.5
_PERSONS = "i me my mine he him his she her hers himself herself myself"
_OLD_WORDS = (
    "upon whom unto thou thee thy thine ye hath doth hast shall shalt thereof therein thereto thereby whereof wherein "
    "whereby whence thence hence hither thither whither hereby herein hereof heretofore hitherto nay aye ere oft nor "
    "lest albeit whosoever whatsoever wherefore betwixt amongst amidst 'tis 'twas o'er art wilt wouldst didst canst "
    "mine methinks"
)


@dataclass(frozen=True)
class DocumentModel:
    """Weights of the document features (standardised by `mean` and `scale`), and where the verdicts begin."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: float
    suspect_threshold: float
    threshold: float

    @classmethod
    def from_json(cls, record: Mapping[str, object]) -> DocumentModel:
        """Return the model that `to_json` wrote."""
        mean, scale, weights = (np.array(record[name], np.float64) for name in ("mean", "scale", "weights"))
        bias, suspect, threshold = (float(str(record[name])) for name in ("bias", "suspect_threshold", "threshold"))
        return cls(mean, scale, weights, bias, suspect, threshold)

    def to_json(self) -> dict[str, object]:
        """Return the model as plain values."""
        columns: dict[str, object] = {
            name: [round(float(value), 5) for value in getattr(self, name)] for name in ("mean", "scale", "weights")
        }
        numbers = {name: getattr(self, name) for name in ("bias", "suspect_threshold", "threshold")}
        return columns | numbers

    def log_odds(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the log-odds (base e) that each document was spun."""
        odds: NDArray[np.float64] = ((rows - self.mean) / self.scale) @ self.weights + self.bias
        return odds


def sigmoid(log_odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return probabilities of log-odds."""
    probabilities: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(log_odds.astype(np.float64), -60, 60)))
    return probabilities


def best_by_token(first: NDArray[np.int64], probability: NDArray[np.float64], tokens: int) -> NDArray[np.float64]:
    """Return for each token the greatest probability of what starts there, 0 where nothing does."""
    best = np.zeros(tokens)
    np.maximum.at(best, first, probability)
    return best


def tally(
    table: TokenTable, stream: Stream, edits: Edits, probability: NDArray[np.float64], model: ContextModel
) -> NDArray[np.float64]:
    """Return what is counted for each document, words last: sums, so that the parts of a long text add up."""
    tokens = len(table)
    best = best_by_token(edits.first, probability, tokens)
    plain = np.flatnonzero(edits.origin == Origin.THESAURUS)
    by_thesaurus = best_by_token(edits.first[plain], probability[plain], tokens)
    starts = np.concatenate(([True], np.diff(table.sentence) > 0)) if tokens else np.zeros(0, np.bool_)
    counts = [best, *(best > level for level in LEVELS), *(by_thesaurus > level for level in LEVELS[1:])]
    counts += [_starts(edits, origin, tokens) for origin in (Origin.SURE, Origin.LIKELY, Origin.HINT)]
    counts += [-read_tokens(stream, model), model.ngrams.unigrams[stream.ids] < _RARE]
    counts += [stream.ids < len(model.vocabulary.classes), starts, model.bookish[stream.ids] > _BOOKISH]
    counts += [find_sorted(keys, table.key)[1] for keys in _register_keys()]
    columns = [_sum(column, table) for column in counts]
    return np.stack([*columns, np.diff(table.doc_bounds).astype(np.float64)], axis=1)


def features_of(tallies: NDArray[np.float64], artefacts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the document features (d, len(DOCUMENT_FEATURES)) of tallies and the artefacts' weight of evidence.

    The last of them mark registers that the model knows little of, old and formal prose, novels and letters. Whatever
    it finds odd in them weighs less: *whom*, *upon* and *thereof*, semicolons, long sentences, words that books use and
    the counted corpora do not, and telling of *him* and *her*.
    """
    rates, (surprise, rare, unknown, sentences, bookish, semicolons, old, persons, words) = (
        tallies[:, :11],
        tallies[:, 11:].T,
    )
    mixed = words + PRIOR_WORDS
    log_rates = np.log((rates + PRIOR_WORDS * np.array(_TYPICAL)) / mixed[:, None])
    means = [
        (total + PRIOR_WORDS * typical) / mixed for total, typical in ((surprise, 6.0), (rare, 0.02), (unknown, 0.06))
    ]
    registers = ((semicolons, 0.001), (old, 0.002), (bookish, 0.05), (persons, 0.02))
    register = [np.log((count + PRIOR_WORDS * typical) / mixed) for count, typical in registers]
    length = np.log((words + 2 * 20.0) / (sentences + 2))
    return np.column_stack([log_rates, *means, artefacts, register[0], register[1], length, register[2], register[3]])


def describe(
    table: TokenTable,
    stream: Stream,
    edits: Edits,
    probability: NDArray[np.float64],
    artefacts: NDArray[np.float64],
    model: ContextModel,
) -> NDArray[np.float64]:
    """Return the document features of a table that holds whole texts."""
    return features_of(tally(table, stream, edits, probability, model), artefacts)


@cache
def _register_keys() -> tuple[NDArray[np.uint64], ...]:
    """Return the keys of the semicolon, of words of old and formal prose, and of words that tell of persons, sorted."""
    return tuple(
        np.unique(np.array([word_key(word) for word in words.split()], np.uint64))
        for words in (";", _OLD_WORDS, _PERSONS)
    )


def read_tokens(stream: Stream, model: ContextModel) -> NDArray[np.float32]:
    """Return the log-probability of each token after the three before it, in nats."""
    log_p: NDArray[np.float32] = stream.fluency(model.ngrams).score[-1][stream.place]
    return log_p


def _starts(edits: Edits, origin: Origin, tokens: int) -> NDArray[np.float64]:
    """Mark the tokens at which an edit of this origin starts."""
    marks = np.zeros(tokens)
    marks[edits.first[edits.origin == origin]] = 1
    return marks


def _sum(column: NDArray[np.generic], table: TokenTable) -> NDArray[np.float64]:
    """Return the sum over each document."""
    total = np.concatenate(([0.0], np.cumsum(column, dtype=np.float64)))
    summed: NDArray[np.float64] = total[table.doc_bounds[1:]] - total[table.doc_bounds[:-1]]
    return summed

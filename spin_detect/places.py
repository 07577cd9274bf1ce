"""Places: how likely each word where an edit may start was changed, and how likely the best edit there is right.

An edit is judged alone; a place is judged by all its edits together, by its neighbours (spinners change whole
stretches) and by the document that it stands in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Edits
from spin_detect.context.stream import Stream
from spin_detect.decoding import by_place
from spin_detect.evidence import Evidence, Group
from spin_detect.scoring import read_tokens, sigmoid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.context.model import ContextModel
    from spin_detect.tokens import TokenTable

FROM_EDITS = ("gain", "alarm rate", "capital inside")
"""What a place takes over from the evidence of its best edit."""

PLACE_FEATURES = (
    "bias",
    "best",
    "margin",
    "together",
    "document",
    "best in a spun document",
    "word before",
    "word after",
    "stretch",
    "probability",
    "probability after",
    "frequency",
    *FROM_EDITS,
    *(f"group {group.name.lower()}" for group in Group),
)
"""Columns of the place evidence; `best`, `together` and the neighbours are log-odds, base e."""

_NOTHING = -9.0
_UNREAD = -6.0
"""Log-probability (nats) that stands for the word after the last."""
_REACH = 4
_DOCUMENT_LIMIT = 8.0


@dataclass(frozen=True)
class Places:
    """p places: their tokens, the number of the best edit of each, and one row of evidence each."""

    token: NDArray[np.int64]
    best: NDArray[np.int64]
    rows: NDArray[np.float32]
    of_edit: NDArray[np.int64]

    def log_odds(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the log-odds that the weights give to each place."""
        odds: NDArray[np.float32] = self.rows @ weights
        return odds


def find_places(
    table: TokenTable,
    stream: Stream,
    edits: Edits,
    evidence: Evidence,
    odds: NDArray[np.float32],
    document: NDArray[np.float64],
    model: ContextModel,
) -> Places:
    """Return the places of a batch. `odds` are the log-odds of the edits, `document` those of the documents."""
    order, starts = by_place(edits, odds)
    rivals = np.diff(starts, append=len(order))
    number = np.repeat(np.arange(len(starts)), rivals)
    best = order[starts]
    token = edits.first[best]
    top = odds[best]
    together = np.log(np.bincount(number, np.exp(odds[order] - top[number]), len(best))) + top
    second = np.full(len(best), _NOTHING)
    several = rivals > 1
    second[several] = odds[order[starts[several] + 1]]
    on_token = np.full(len(table) + 2, _NOTHING)
    on_token[token + 1] = together
    log_p = read_tokens(stream, model)
    # The neighbours of a word are those of its own text.
    opens = token == table.doc_bounds[table.doc[token]]
    closes = token + 1 == table.doc_bounds[table.doc[token] + 1]
    of_document = np.clip(document[table.doc[token]], -_DOCUMENT_LIMIT, _DOCUMENT_LIMIT)
    columns = (
        np.ones(len(best)),
        top,
        np.clip(top - second, 0, 6),
        together,
        of_document,
        top * np.maximum(of_document, 0) / _DOCUMENT_LIMIT,
        np.where(opens, _NOTHING, on_token[token]),
        np.where(closes, _NOTHING, on_token[token + 2]),
        _stretch(table, token, on_token[1:-1]),
        log_p[token],
        np.where(closes, _UNREAD, log_p[np.minimum(token + 1, len(table) - 1)]),
        model.ngrams.unigrams[stream.ids[token]],
        *(evidence.column(name)[best] for name in FROM_EDITS),
        *(evidence.group[best] == group for group in Group),
    )
    rows = np.stack([np.asarray(column, np.float32) for column in columns], axis=1)
    of_edit = np.empty(len(order), np.int64)
    of_edit[order] = number
    return Places(token, best, rows, of_edit)


def _stretch(table: TokenTable, token: NDArray[np.int64], odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log of the mean probability of the words around each place, within its own text."""
    probability = sigmoid(odds)
    total = np.concatenate(([0.0], np.cumsum(probability)))
    low = np.maximum(token - _REACH, table.doc_bounds[table.doc[token]])
    high = np.minimum(token + _REACH + 1, table.doc_bounds[table.doc[token] + 1])
    around = total[high] - total[low] - probability[token]
    stretch: NDArray[np.float64] = np.log((around + 0.1) / (2 * _REACH + 1))
    return stretch

"""Alarms: how often each word and phrase stands in genuine text that was not counted, and looks spun there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.context.alarms import Alarms
from spin_detect.evidence import span_keys
from spin_detect.scoring import sigmoid
from spin_detect.training.bench import batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.training.bench import Bench, Reading

_SPAN_BITS = 4
_MERGE_EVERY = 8


def count_alarms(bench: Bench, weights: NDArray[np.float32], texts: Sequence[str]) -> Alarms:
    """Count the alarms in genuine texts; `weights` are those of a first fit that knows of no alarms."""
    tables = [np.zeros((2, 0))]
    keys = [np.zeros(0, np.uint64)]
    for numbers in batches(texts):
        found, sums = _alarms_of(bench.read([texts[number] for number in numbers]), weights)
        keys.append(found)
        tables.append(sums)
        if len(keys) > _MERGE_EVERY:
            keys, tables = _merged(keys, tables)
    keys, tables = _merged(keys, tables)
    return Alarms.of_counts(keys[0], tables[0][0], tables[0][1])


def _alarms_of(reading: Reading, weights: NDArray[np.float32]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return the phrase at each place with edits, a count of one, and the probability of its best edit."""
    edits = reading.edits
    span = np.minimum(edits.last - edits.first, (1 << _SPAN_BITS) - 1)
    _, first, inverse = np.unique((edits.first << _SPAN_BITS) + span, return_index=True, return_inverse=True)
    best = np.zeros(len(first))
    np.maximum.at(best, inverse, sigmoid(reading.evidence.log_odds(weights)))
    return span_keys(reading.table, edits)[first], np.stack([np.ones(len(first)), best])


def _merged(
    keys: list[NDArray[np.uint64]], tables: list[NDArray[np.float64]]
) -> tuple[list[NDArray[np.uint64]], list[NDArray[np.float64]]]:
    """Return the sums by phrase."""
    distinct, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    columns = np.concatenate(tables, axis=1)
    sums = [np.bincount(inverse, weights=column, minlength=len(distinct)) for column in columns]
    return [distinct], [np.stack(sums)]

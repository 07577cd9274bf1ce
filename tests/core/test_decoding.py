from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spin_detect.channel import MAX_WORDS, Edits
from spin_detect.decoding import HOPELESS, MOST_RIVALS, choose, in_the_running, rivals

SPANS = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=9)
WORTH = st.floats(-1, 1).map(lambda value: round(value, 2))


def edits_of(spans: list[tuple[int, int]]) -> Edits:
    """Return edits of spans (first token, width), in the order of the text."""
    spans = sorted(spans)
    first = np.array([start for start, _ in spans], np.int64)
    last = np.array([start + width for start, width in spans], np.int64)
    zeros = np.zeros(len(spans), np.int64)
    words = np.zeros((len(spans), MAX_WORDS), np.uint16)
    return Edits(first, last, words, zeros.astype(np.int8), zeros.astype(np.int8), zeros.astype(np.int32),
                 zeros.astype(np.int32), zeros.astype(np.int8), zeros.astype(np.uint8),
                 zeros.astype(np.float32))  # fmt: skip


def _apart(edits: Edits, chosen: tuple[int, ...]) -> bool:
    return all(edits.last[a] <= edits.first[b] for a, b in pairwise(chosen))


@given(SPANS, st.data())
def test_the_chosen_edits_are_worth_most(spans, data):
    """No set of edits that do not overlap is worth more, and the chosen ones come in the order of the text."""
    edits = edits_of(spans)
    worth = np.array(data.draw(st.lists(WORTH, min_size=len(spans), max_size=len(spans))), np.float64)
    chosen = choose(edits, worth).tolist()
    assert _apart(edits, tuple(chosen))
    assert all(worth[i] > 0 for i in chosen)
    every = (group for size in range(len(spans) + 1) for group in combinations(range(len(spans)), size))
    best = max(worth[list(group)].sum() for group in every if _apart(edits, group))
    assert np.isclose(worth[chosen].sum(), best)


def test_a_pair_beats_its_words_at_equal_worth():
    """Where a phrase explains as much as the words in it, the phrase is taken."""
    edits = edits_of([(0, 1), (0, 2), (1, 1)])
    assert choose(edits, np.array([0.5, 1.0, 0.5])).tolist() == [1]
    assert choose(edits, np.array([0.6, 1.0, 0.6])).tolist() == [0, 2]


def test_rivals_are_of_one_span_and_best_first():
    """Only edits of the very same tokens are rivals."""
    edits = edits_of([(0, 1), (1, 1), (1, 1), (1, 1), (1, 2)])
    score = np.array([0.9, 0.2, 0.7, 0.4, 0.8])
    assert rivals(edits, 2, score, 9) == [2, 3, 1]
    assert rivals(edits, 2, score, 2) == [2, 3]


@given(SPANS, st.data())
def test_the_best_edit_of_a_place_stays_in_the_running(spans, data):
    """Of every place at least the best edit is kept and at most a few, in the order they had."""
    edits = edits_of(spans)
    odds = np.array(data.draw(st.lists(st.floats(-12, 5), min_size=len(spans), max_size=len(spans))), np.float32)
    kept = in_the_running(edits, odds).tolist()
    assert kept == sorted(set(kept))
    for place in set(edits.first.tolist()):
        here = np.flatnonzero(edits.first == place)
        ours = [i for i in here.tolist() if i in kept]
        assert 1 <= len(ours) <= MOST_RIVALS
        assert max(odds[ours]) == max(odds[here])
        assert all(odds[i] > HOPELESS for i in ours if odds[i] < max(odds[here]))

"""Language: whether a text is English enough for its words to be judged."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from spin_detect.tokens import Flag, TokenTable
from spin_detect.words import find_sorted, word_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_SHARE = 0.08
"""Share of function words under which a text is not taken for English. Genuine English of all kinds shows 0.2 and more
in running text; tables and lists of names less, and no other language reaches it."""

_FUNCTION_WORDS = (
    "the of and to that is was for it with as on be by are from this at have not but which or had his her they were an "
    "we you their been has will would there its who so if no when what out into more than your can he she my me our"
)


@cache
def _function_keys() -> NDArray[np.uint64]:
    """Return the keys of English function words that are no words of its neighbours, sorted."""
    return np.unique(np.array([word_key(word) for word in _FUNCTION_WORDS.split()], np.uint64))


def english_share(table: TokenTable) -> NDArray[np.float64]:
    """Return for each text the share of English function words among its alphabetic tokens."""
    alphabetic = table.has(Flag.ALPHA)
    function = find_sorted(_function_keys(), table.key)[1] & alphabetic
    return _per_text(function, table) / np.maximum(_per_text(alphabetic, table), 1)


def _per_text(column: NDArray[np.bool_], table: TokenTable) -> NDArray[np.float64]:
    """Return the count in each text."""
    total = np.concatenate(([0], np.cumsum(column)))
    counts: NDArray[np.float64] = (total[table.doc_bounds[1:]] - total[table.doc_bounds[:-1]]).astype(np.float64)
    return counts

"""Neighbours are spun too: a second look at each edit among first guesses at the words around it.

"chastising warrants" was "punishing sanctions": neither word is likely beside the other's spun form. The first look
reads every edit among the words as they stand; the second reads it among the best edits of its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spin_detect.channel import Edits
from spin_detect.evidence import GAIN_COLUMNS, Evidence, context_gain, gain_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from spin_detect.context.model import ContextModel
    from spin_detect.context.stream import Stream

GUESS_FLOOR = -3.0
"""Log-odds (base e) from which an edit is taken as a first guess. On the development pages a floor of -3 raised the
average precision of right edits in spun texts from 0.425 to 0.440, one of -1 to 0.429, one of 2 not at all."""


def second_look(
    stream: Stream, edits: Edits, evidence: Evidence, odds: NDArray[np.float32], model: ContextModel
) -> Evidence:
    """Return the evidence with the gain of each edit read among its neighbours' best edits."""
    if not len(edits):
        return evidence
    rows = evidence.rows.copy()
    rows[:, GAIN_COLUMNS] = gain_columns(context_gain(stream.among(_first_guess(stream, edits, odds)), edits, model))
    return Evidence(rows, evidence.group)


def _first_guess(stream: Stream, edits: Edits, odds: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return the words with the best one-word edit of each place put in."""
    plain = np.flatnonzero((edits.last - edits.first == 1) & (edits.length == 1) & (odds > GUESS_FLOOR))
    order = plain[np.argsort(odds[plain], kind="stable")]
    ids = stream.ids.copy()
    ids[edits.first[order]] = edits.words[order, 0]  # The best edit of a place is written last and stays.
    return ids

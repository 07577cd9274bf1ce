"""Sentences: how likely each holds spin, and its restored wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spin_detect.records import Finding, SentenceScore, Step
from spin_detect.restoration import apply_plan, restore_span

if TYPE_CHECKING:
    from spin_detect.tokens import TokenTable


def sentence_scores(
    table: TokenTable, number: int, findings: list[Finding], plan: tuple[Step, ...]
) -> tuple[tuple[SentenceScore, ...], str]:
    """Return the sentences of text `number`, and the whole text restored.

    A sentence's score is the probability that at least one of its findings is one, taking them as independent.
    """
    text = table.texts[number]
    low, high = (int(bound) for bound in table.doc_bounds[number : number + 2])
    cuts = np.flatnonzero(np.diff(table.sentence[low:high])) + 1
    firsts = [low, *(low + cuts).tolist()]
    lasts = [*firsts[1:], high]
    scores = []
    at = 0
    for first, last in zip(firsts, lasts, strict=True):
        start, end = int(table.start[first]), int(table.end[last - 1])
        clean = 1.0
        while at < len(findings) and findings[at].start < end:
            clean *= 1 - findings[at].score
            at += 1
        scores.append(SentenceScore(start, end, round(1 - clean, 4), restore_span(text, plan, start, end)))
    return tuple(scores), apply_plan(text, plan)

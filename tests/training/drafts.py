"""Drafts to try rules on, and the way back from a copy to the text that was spun."""

from __future__ import annotations

import random
from functools import cache

import spacy

from spin_detect.docs import tabulate
from spin_detect.training.drafting import Draft


@cache
def pipeline():
    """Return the pipeline that cuts texts as training does."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def draft(text, seed=0):
    """Return a fresh draft of a text."""
    return Draft(tabulate([pipeline()(text)]), 0, random.Random(seed))


def undone(record):
    """Return a copy with every original put back, after making sure that each edit is what stands at its offsets."""
    text = record["text"]
    for edit in reversed(record["edits"]):
        assert record["text"][edit["start"] : edit["end"]] == edit["text"]
        text = text[: edit["start"]] + edit["originals"][0] + text[edit["end"] :]
    return text

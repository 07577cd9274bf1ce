"""spaCy: our component in a pipeline of the user's own, over many texts."""

from __future__ import annotations

import spacy

import spin_detect.pipeline  # noqa: F401 - a checkout that is not installed has no entry points
from tests.filtering.cases import GENUINE, SPUN


def test_pipe_in_a_memory_zone():
    """Docs carry the analysis and its spans, in order, also within a memory zone; what is taken out stays."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("spin_detect")
    with nlp.memory_zone():
        told = [
            (str(doc._.spin.verdict), [span.text for span in doc.spans["spin"]]) for doc in nlp.pipe([SPUN, GENUINE])
        ]
    assert [verdict for verdict, _ in told] == ["spun", "genuine"]
    assert "irruption" in told[0][1]

"""The perplexity filter of web corpora: an n-gram model says how surprising a text is."""

from __future__ import annotations

import math
from pathlib import Path

from spin_detect.errors import ConfigError, MissingExtraError
from spin_detect.evaluation.peers.matching import swap_analysis, words_of
from spin_detect.records import Analysis


class PerplexityPeer:
    """Scores a text by its log perplexity per word under a kenlm model."""

    name = "kenlm"

    def __init__(self, model: Path) -> None:
        try:
            import kenlm
        except ImportError as error:
            raise MissingExtraError("the peer 'kenlm' needs kenlm: pip install kenlm") from error
        try:
            self._model = kenlm.Model(str(model))
        except OSError as error:
            raise ConfigError(f"{model}: cannot be read as a kenlm model: {error}") from error

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""
        return [swap_analysis(text, self._surprise(text), []) for text in texts]

    def _surprise(self, text: str) -> float:
        """Return the mean surprise of a word, in natural logarithms."""
        words = [word for *_, word in words_of(text)]
        return -float(self._model.score(" ".join(words))) * math.log(10) / (len(words) + 1)

"""Two classifiers of the field, trained on labelled texts: TF-IDF with logistic regression, and mean word vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from spin_detect.errors import MissingExtraError
from spin_detect.records import Analysis, Verdict

WINDOW = 8
"""Words that count as neighbours of each other when word vectors are made."""


class TrainedPeer:
    """Scores texts by the probability that a fitted classifier gives them."""

    def __init__(self, name: str, probability: Callable[[Sequence[str]], Sequence[float]]) -> None:
        self.name = name
        self._probability = probability

    def analyse(self, texts: list[str]) -> list[Analysis]:
        """Return one analysis for each text, in order."""
        scores = [float(score) for score in self._probability(texts)] if texts else []
        return [
            Analysis(text, score, Verdict.SPUN if score >= 0.5 else Verdict.GENUINE, len(text.split()))
            for text, score in zip(texts, scores, strict=True)
        ]


def train_tfidf(texts: Sequence[str], spun: Sequence[bool], *, seed: int = 0) -> TrainedPeer:
    """Return a logistic regression over TF-IDF of words and word pairs."""
    _need_sklearn("tfidf")
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 50 else 1, max_features=200_000
        ),
        LogisticRegression(C=10.0, max_iter=1000, random_state=seed),
    )
    model.fit(texts, spun)
    return TrainedPeer("tfidf", lambda batch: model.predict_proba(batch)[:, 1])


def train_vectors(texts: Sequence[str], spun: Sequence[bool], *, dimensions: int = 100, seed: int = 0) -> TrainedPeer:
    """Return a logistic regression over mean word vectors, learnt from the neighbours of words in the texts."""
    _need_sklearn("vectors")
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler, normalize

    counter = CountVectorizer(max_features=20_000)
    counts = counter.fit_transform(texts)
    vectors = _word_vectors(texts, counter, dimensions, seed)
    scaler = StandardScaler().fit(normalize(counts, norm="l1") @ vectors)
    model = LogisticRegression(max_iter=1000, random_state=seed)
    model.fit(scaler.transform(normalize(counts, norm="l1") @ vectors), spun)

    def probability(batch: Sequence[str]) -> Sequence[float]:
        means = normalize(counter.transform(batch), norm="l1") @ vectors
        scores: Sequence[float] = model.predict_proba(scaler.transform(means))[:, 1]
        return scores

    return TrainedPeer("vectors", probability)


def _word_vectors(texts: Sequence[str], counter: Any, dimensions: int, seed: int) -> Any:
    """Return a vector for every counted word: the positive mutual information with its neighbours, reduced by SVD."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    split = counter.build_analyzer()
    words = [split(text) for text in texts]
    windows = [" ".join(some[first : first + WINDOW]) for some in words for first in range(0, len(some), WINDOW)]
    seen = counter.transform(windows)
    pairs = (seen.T @ seen).tocoo()
    total = np.asarray(pairs.sum(axis=1), float).ravel()
    expected = total[pairs.row] * total[pairs.col] / total.sum()
    pairs.data = np.maximum(np.log(pairs.data / expected), 0)
    return TruncatedSVD(min(dimensions, pairs.shape[0] - 1), random_state=seed).fit_transform(pairs.tocsr())


def _need_sklearn(name: str) -> None:
    """Raise `MissingExtraError` where scikit-learn is not installed."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(f"the peer {name!r} needs scikit-learn: pip install 'spin-detect[train]'") from error
